/** Tests that the object server works without the rest of the project. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);
const project = resolve(import.meta.dirname, '../../..');

/** The program of local/s3/README.md, which also prints what it has read. */
const program = `
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type ObjectServer, startObjectServer } from './local/s3/server.ts';

const credentials = { accessKeyId: 'LOCAL', secretAccessKey: 'any secret' };
const stored: string[] = [];
const server: ObjectServer = await startObjectServer({
  dataDir: 'data',
  credentials,
  buckets: [{ name: 'photos' }],
  onEvent: ({ Records: [record] }) => {
    stored.push(record?.s3.object.key ?? '');
  },
});
const client = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
await client.send(new PutObjectCommand({ Bucket: 'photos', Key: 'a.txt', Body: 'hello' }));
const answer = await client.send(new GetObjectCommand({ Bucket: 'photos', Key: 'a.txt' }));
console.log(JSON.stringify({ text: await answer.Body?.transformToString(), stored }));
client.destroy();
await server.close();
`;

test('a program in another folder starts a server and stores an object', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'standalone-s3-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const folder of ['local/s3', 'files']) await cp(join(project, folder), join(dir, folder), { recursive: true });
  await symlink(join(project, 'node_modules'), join(dir, 'node_modules'));
  await writeFile(join(dir, 'package.json'), '{ "type": "module" }');
  await writeFile(join(dir, 'program.ts'), program);
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'program.ts'], { cwd: dir });
  expect(JSON.parse(stdout)).toEqual({ text: 'hello', stored: ['a.txt'] });
});

/** Returns all import specifiers of a folder, type imports too. Relative ones become paths from the project's root. */
async function importsOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(project, folder), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(({ name }) => name.endsWith('.ts'))
    .map(({ parentPath, name }) => join(parentPath, name));
  const specifiers = await Promise.all(
    paths.map(async (path) => {
      const source = await readFile(path, 'utf8');
      const found = [...source.matchAll(/(?:\bfrom|\bimport\(|^import) ?'([^']+)'/gm)].map(([, each]) => each ?? '');
      return found.map((each) => (each.startsWith('.') ? relative(project, join(dirname(path), each)) : each));
    }),
  );
  return [...new Set(specifiers.flat())];
}

test('local/s3 imports only itself, files, Node and zod; files imports only itself and Node', async () => {
  const ofServer = await importsOf('local/s3');
  expect(ofServer).toContain('local/s3/store/files.ts');
  expect(ofServer.filter((name) => !/^(local\/s3\/|files\/|node:|zod$)/.test(name))).toEqual([]);
  const ofFiles = await importsOf('files');
  expect(ofFiles).toContain('files/error-code.ts');
  expect(ofFiles.filter((name) => !/^(files\/|node:)/.test(name))).toEqual([]);
});
