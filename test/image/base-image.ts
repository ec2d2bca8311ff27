/**
 * Makes the stand-in for Lambda's base image, public.ecr.aws/lambda/nodejs:24, once, and keeps it for later runs: Debian as
 * debootstrap makes it, Node 24 and npm as npm packages, and Lambda's official runtime interface client. Everything comes
 * from a Debian mirror and the npm registry, through whatever settings this machine has for them. Names, folders,
 * environment and entry point are those of the real base.
 */
import { createHash } from 'node:crypto';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { env } from 'node:process';
import type { Buildah, ImageConfig } from './buildah.ts';
import { runTool, type ToolOptions } from './run-tool.ts';

/** The newest of Node 24 that npm has as a package, with headers; npm itself; Lambda's client. */
const packages = {
  node: `node-linux-${process.arch}@24.9.0`,
  npm: 'npm@11.21.2',
  client: 'aws-lambda-ric@4.0.2',
} as const;

const debian = { suite: 'bookworm', mirror: 'http://deb.debian.org/debian' } as const;

const config: ImageConfig = {
  env: {
    LANG: 'en_US.UTF-8',
    TZ: ':/etc/localtime',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin',
    LD_LIBRARY_PATH: '/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib',
    LAMBDA_TASK_ROOT: '/var/task',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
  },
  entrypoint: ['/lambda-entrypoint.sh'],
  cmd: [],
  workDir: '/var/task',
};

const entrypoint = join(import.meta.dirname, 'lambda-entrypoint.sh');

/** @returns the image's tag; it names what the base is made of, so that a change makes a new one. */
export async function ensureBaseImage(buildah: Buildah, scratch: string, options: ToolOptions): Promise<string> {
  const recipe = createHash('sha256').update(JSON.stringify([packages, debian, config]));
  for (const path of [import.meta.filename, entrypoint]) recipe.update(await readFile(path));
  const tag = `localhost/zerobooth-base:${recipe.digest('hex').slice(0, 16)}`;
  if (await buildah.has(tag)) return tag;
  await buildah.make(tag, config, async (root) => {
    // The one waits for the disk, the other for the processor.
    const [, language] = await together(options, [
      (both) => installDebian(root, both),
      (both) => makeLanguage(scratch, both),
    ]);
    await putLanguage(language, root);
  });
  return tag;
}

/** Does both at once; when one fails, the other is ended, and its reason is the one that is thrown. */
async function together<One, Other>(
  options: ToolOptions,
  [one, other]: readonly [(options: ToolOptions) => Promise<One>, (options: ToolOptions) => Promise<Other>],
): Promise<[One, Other]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
  const bound = <Result>(work: (options: ToolOptions) => Promise<Result>) =>
    work({ ...options, signal }).catch((error: unknown) => {
      stop.abort(error);
      throw error;
    });
  const [first, second] = await Promise.allSettled([bound(one), bound(other)]);
  if (first.status === 'rejected' || second.status === 'rejected') throw stop.signal.reason;
  return [first.value, second.value];
}

async function installDebian(root: string, options: ToolOptions): Promise<void> {
  const unsafe = join(root, 'etc/dpkg/dpkg.cfg.d/unsafe-io');
  await mkdir(dirname(unsafe), { recursive: true });
  // What a crash breaks is made anew, so nothing need reach the disk before the next step.
  await writeFile(unsafe, 'force-unsafe-io\n');
  await runTool('debootstrap', ['--variant=minbase', debian.suite, root, debian.mirror], options);
  await rm(unsafe);
}

interface Language {
  readonly node: string;
  readonly npm: string;
  /** `node_modules` with Lambda's client in it. */
  readonly clientModules: string;
}

/** The client is compiled, with curl and Lambda's C++ library inside it; npm's own node-gyp takes Node's headers from its package. */
async function makeLanguage(scratch: string, options: ToolOptions): Promise<Language> {
  const [node, npm, client] = ['node', 'npm', 'client'].map((name) => join(scratch, name));
  await Promise.all([unpack(packages.node, node, options), unpack(packages.npm, npm, options), mkdir(client)]);
  const flags = ['--no-package-lock', '--no-save', '--ignore-scripts=false', '--foreground-scripts'];
  const program = [join(npm, 'bin/npm-cli.js'), 'install', ...flags, '--prefix', client, packages.client];
  await runTool(join(node, 'bin/node'), program, {
    ...options,
    env: { ...env, PATH: [join(node, 'bin'), env.PATH].join(delimiter), npm_config_nodedir: node },
  });
  return { node, npm, clientModules: join(client, 'node_modules') };
}

async function putLanguage({ node, npm, clientModules }: Language, root: string): Promise<void> {
  const put = (from: string, to: string) =>
    cp(from, join(root, to), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  await put(join(node, 'bin'), 'var/lang/bin');
  await put(npm, 'var/lang/lib/node_modules/npm');
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'var/lang/bin/npm'));
  for (const name of ['aws-lambda-ric', '@aws']) {
    await put(join(clientModules, name), join('var/runtime/node_modules', name));
  }
  await copyFile(entrypoint, join(root, 'lambda-entrypoint.sh'));
  await mkdir(join(root, 'var/task'), { recursive: true });
}

/** An npm package's files; its scripts are not run. */
async function unpack(spec: string, to: string, options: ToolOptions): Promise<void> {
  const packed = await mkdtemp(`${to}-packed-`);
  const flags = ['--silent', '--ignore-scripts', '--pack-destination', packed];
  const name = await runTool('npm', ['pack', spec, ...flags], options);
  await mkdir(to);
  await runTool('tar', ['-xzf', join(packed, name), '-C', to, '--strip-components=1', '--no-same-owner'], options);
  await rm(packed, { recursive: true });
}

/**
 * This machine's npm settings for the builds, which must reach its registry: the user's own file, the registry, the
 * certificates that this Node trusts besides its own, and what npm has fetched before. They are lent to RUN and are in no
 * layer.
 */
export async function npmSettings(scratch: string): Promise<readonly string[]> {
  const setting = (name: string) => runTool('npm', ['config', 'get', name]);
  const [userConfig, registry, cafile, cache] = await Promise.all(
    ['userconfig', 'registry', 'cafile', 'cache'].map(setting),
  );
  await mkdir(cache, { recursive: true });
  const certificates = [cafile, env.NODE_EXTRA_CA_CERTS].find((path) => path && path !== 'null');
  const own = [`registry=${registry}`, 'cache=/root/.npm', 'prefer-offline=true', 'update-notifier=false'];
  const lines = [await readFile(userConfig, 'utf8').catch(() => ''), ...own];
  if (certificates) lines.push('cafile=/run/certificates.pem');
  const path = join(scratch, 'npmrc');
  await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  const lent = [`${path}:/root/.npmrc:ro`, `${cache}:/root/.npm`];
  return [...lent, ...(certificates ? [`${certificates}:/run/certificates.pem:ro`] : [])];
}
