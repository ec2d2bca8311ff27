/**
 * Makes the stand-in for Lambda's base image (base.Dockerfile) once, and keeps it for later runs. Everything comes from
 * a Debian mirror and the npm registry, through whatever settings this machine has for them.
 */
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Buildah, runTool } from './buildah.ts';

/** The newest of Node 24 that npm has as a package, with headers; npm itself; Lambda's client. */
const packages = {
  node: `node-linux-${process.arch}@24.9.0`,
  npm: 'npm@11.21.2',
  client: 'aws-lambda-ric@4.0.2',
} as const;

const debian = { suite: 'bookworm', mirror: 'http://deb.debian.org/debian' } as const;

const here = import.meta.dirname;

/** @returns the image's tag; it names what the base is made of, so that a change makes a new one. */
export async function ensureBaseImage(
  buildah: Buildah,
  scratch: string,
  volumes: readonly string[],
  onLine: (line: string) => void,
): Promise<string> {
  const files = await Promise.all(
    ['base.Dockerfile', 'lambda-entrypoint.sh'].map((name) => readFile(join(here, name))),
  );
  const recipe = createHash('sha256').update(JSON.stringify([packages, debian, process.arch]));
  for (const file of files) recipe.update(file);
  const tag = `localhost/zerobooth-base:${recipe.digest('hex').slice(0, 16)}`;
  if (await buildah.has(tag)) return tag;
  const debianTag = `localhost/zerobooth-${debian.suite}:${process.arch}`;
  if (!(await buildah.has(debianTag))) await makeDebian(buildah, debianTag, scratch, onLine);
  const context = join(scratch, 'base');
  await mkdir(context);
  await Promise.all([unpack(packages.node, join(context, 'node')), unpack(packages.npm, join(context, 'npm'))]);
  await copyFile(join(here, 'lambda-entrypoint.sh'), join(context, 'lambda-entrypoint.sh'));
  const args = { DEBIAN: debianTag, CLIENT: packages.client };
  await buildah.build({ tag, dockerfile: join(here, 'base.Dockerfile'), context, args, volumes, onLine });
  return tag;
}

async function makeDebian(buildah: Buildah, tag: string, scratch: string, onLine: (line: string) => void) {
  const root = join(scratch, debian.suite);
  const options = ['--variant=minbase', '--include=ca-certificates'];
  await runTool('debootstrap', [...options, debian.suite, root, debian.mirror], onLine);
  await buildah.fromFolder(tag, root);
  await rm(root, { recursive: true, force: true });
}

/** An npm package's files; its scripts are not run. */
async function unpack(spec: string, to: string): Promise<void> {
  const packed = await mkdtemp(`${to}-packed-`);
  const name = await runTool('npm', ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', packed]);
  await mkdir(to);
  await runTool('tar', ['-xzf', join(packed, name), '-C', to, '--strip-components=1', '--no-same-owner']);
  await rm(packed, { recursive: true });
}

/**
 * This machine's npm settings for the builds, which must reach its registry: the user's own file, the registry, and the
 * certificates that this Node trusts besides its own. They are lent to RUN and are in no layer.
 */
export async function npmSettings(scratch: string): Promise<readonly string[]> {
  const setting = (name: string) => runTool('npm', ['config', 'get', name]);
  const [userConfig, registry, cafile] = await Promise.all(['userconfig', 'registry', 'cafile'].map(setting));
  const certificates = [cafile, process.env.NODE_EXTRA_CA_CERTS].find((path) => path && path !== 'null');
  const lines = [await readFile(userConfig, 'utf8').catch(() => ''), `registry=${registry}`];
  if (certificates) lines.push('cafile=/run/certificates.pem');
  const path = join(scratch, 'npmrc');
  await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  await chmod(path, 0o600);
  return [`${path}:/root/.npmrc:ro`, ...(certificates ? [`${certificates}:/run/certificates.pem:ro`] : [])];
}
