/**
 * Makes a stand-in for Lambda's base image (public.ecr.aws/lambda/nodejs:24) and keeps it for later runs. It consists
 * of Debian from debootstrap, Node 24 and npm from npm packages, and Lambda's official runtime interface client.
 * Everything is downloaded from a Debian mirror and the npm registry with this machine's settings. Names, folders,
 * environment and entry point are those of the real base image.
 */
import { createHash } from 'node:crypto';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { env } from 'node:process';
import type { Buildah, ImageConfig } from './buildah.ts';
import { runTool, type ToolOptions } from './run-tool.ts';

/** The newest Node 24 that is an npm package (with headers), npm, and Lambda's runtime interface client. */
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

/**
 * Makes the image unless it exists.
 * @returns its tag, which contains a digest of its parts, so that a change gives a new image.
 */
export async function ensureBaseImage(buildah: Buildah, scratch: string, options: ToolOptions): Promise<string> {
  const recipe = createHash('sha256').update(JSON.stringify([packages, debian, config]));
  for (const path of [import.meta.filename, entrypoint]) recipe.update(await readFile(path));
  const tag = `localhost/zerobooth-base:${recipe.digest('hex').slice(0, 16)}`;
  if (await buildah.has(tag)) return tag;
  await buildah.make(tag, config, async (root) => {
    // Both run at once: the first mostly waits for the disk, the second for the processor.
    const [, language] = await together(options, [
      (both) => installDebian(root, both),
      (both) => makeLanguage(scratch, both),
    ]);
    await putLanguage(language, root);
  });
  return tag;
}

/** Runs two tasks at once. When one fails, the other is stopped. @throws the error of the task that failed first. */
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
  // A broken image is made again, so the files need not be flushed to the disk after each step.
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

/**
 * Unpacks Node and npm, and compiles the client with the curl and the C++ library that it contains. node-gyp takes the
 * headers from Node's package.
 */
async function makeLanguage(scratch: string, options: ToolOptions): Promise<Language> {
  const [node, npm, client] = ['node', 'npm', 'client'].map((name) => join(scratch, name));
  await Promise.all([unpack(packages.node, node, options), unpack(packages.npm, npm, options), mkdir(client)]);
  const flags = ['--no-package-lock', '--no-save', '--ignore-scripts=false', '--foreground-scripts'];
  // Without it curl's configure makes a file for each object file of its thousand test programs. Nothing is compiled twice.
  const defaults = join(scratch, 'config.site');
  await writeFile(defaults, 'enable_dependency_tracking=no\n');
  const program = [join(npm, 'bin/npm-cli.js'), 'install', ...flags, '--prefix', client, packages.client];
  await runTool(join(node, 'bin/node'), program, {
    ...options,
    env: {
      ...env,
      ...{ PATH: [join(node, 'bin'), env.PATH].join(delimiter), npm_config_nodedir: node },
      CONFIG_SITE: defaults,
    },
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

/** Unpacks the files of an npm package. Its scripts are not run. */
async function unpack(spec: string, to: string, options: ToolOptions): Promise<void> {
  const packed = await mkdtemp(`${to}-packed-`);
  const flags = ['--silent', '--ignore-scripts', '--pack-destination', packed];
  const name = await runTool('npm', ['pack', spec, ...flags], options);
  await mkdir(to);
  await runTool('tar', ['-xzf', join(packed, name), '-C', to, '--strip-components=1', '--no-same-owner'], options);
  await rm(packed, { recursive: true });
}

/**
 * Returns volumes with this machine's npm settings, because the builds must reach its registry: the user's settings,
 * the registry, the additional certificates of this Node, and npm's cache. RUN can read them, but no layer contains
 * them.
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
