/** Makes a stand-in for the studio's base image (node:24-bookworm-slim) from that for Lambda's (base-image.ts). */
import { createHash } from 'node:crypto';
import { appendFile, chown, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Buildah, ImageConfig } from './buildah.ts';
import { userId } from './container.ts';

/** The variables of the stand-in for Lambda's base image, which the other image does not have. */
const lambdaVariables = ['LANG', 'TZ', 'LD_LIBRARY_PATH', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR'];

/** The environment of node:24-bookworm-slim, without that of the stand-in for Lambda's base image. */
const nodeConfig: ImageConfig = {
  env: {
    ...Object.fromEntries(lambdaVariables.map((name) => [name, ''])),
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  },
  entrypoint: [],
  cmd: ['node'],
  workDir: '/',
};

/**
 * Makes a stand-in for node:24-bookworm-slim, the studio's base image, unless it exists: the other base image with the names
 * of programs and user that the real one has.
 * @param base tag of the stand-in for Lambda's base image. @returns its tag.
 */
export async function ensureNodeImage(buildah: Buildah, base: string): Promise<string> {
  const recipe = createHash('sha256').update(JSON.stringify([base, nodeConfig]));
  recipe.update(await readFile(import.meta.filename));
  const tag = `localhost/zerobooth-node:${recipe.digest('hex').slice(0, 16)}`;
  if (await buildah.has(tag)) return tag;
  await buildah.make(tag, nodeConfig, putNodeUser, base);
  return tag;
}

async function putNodeUser(root: string): Promise<void> {
  for (const name of ['node', 'npm']) {
    await symlink(`../../../var/lang/bin/${name}`, join(root, 'usr/local/bin', name));
  }
  await appendFile(join(root, 'etc/passwd'), `node:x:${userId}:${userId}::/home/node:/bin/bash\n`);
  await appendFile(join(root, 'etc/group'), `node:x:${userId}:\n`);
  const home = join(root, 'home/node');
  await mkdir(home);
  await chown(home, userId, userId);
}
