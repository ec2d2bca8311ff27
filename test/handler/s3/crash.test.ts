import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { startObjectServer } from '../../../local/s3/server.ts';
import { credentials, newDataDir, region, startTestServer } from './server-setup.ts';

const Bucket = 'photos';
const keys = Array.from({ length: 12 }, (_, n) => `uploads/photo-${n}.jpg`);
const digest = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

async function startChild(dataDir: string): Promise<{ child: ChildProcess; client: S3Client }> {
  const script = join(import.meta.dirname, 'server-child.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [line] = await once(child.stdout as NodeJS.ReadableStream, 'data');
  const client = new S3Client({
    endpoint: String(line).trim(),
    region,
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  return { child, client };
}

/** Content of a key after its last answered write (`accepted`), and after the write in progress (`possible`). */
interface Expected {
  accepted: string;
  possible: string;
}

/** Writes, replaces and deletes one key until the server is killed. */
async function writeUntilKilled(client: S3Client, Key: string, expected: Expected): Promise<void> {
  for (;;) {
    const Body = randomBytes(1000 + Math.floor(Math.random() * 400_000));
    const remove = Math.random() < 0.2;
    expected.possible = remove ? 'nothing' : digest(Body);
    try {
      if (remove) await client.send(new DeleteObjectCommand({ Bucket, Key }));
      else await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    } catch {
      return;
    }
    expected.accepted = expected.possible;
  }
}

test('after a server is killed at work, every object is whole: the old one or the new one', async () => {
  const dataDir = await newDataDir();
  const state = new Map(keys.map((key) => [key, { accepted: 'nothing', possible: 'nothing' }]));
  for (let round = 0; round < 4; round += 1) {
    const { child, client } = await startChild(dataDir);
    const work = [...state].map(([key, expected]) => writeUntilKilled(client, key, expected));
    await sleep(200 + Math.random() * 400);
    // Until the process has ended, the folder is in use.
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await Promise.all([gone, ...work]);
    client.destroy();
    const server = await startObjectServer({ dataDir, credentials, buckets: [{ name: Bucket }] });
    const reader = new S3Client({
      endpoint: server.endpoint,
      region,
      credentials,
      forcePathStyle: true,
      maxAttempts: 1,
    });
    const { Contents = [] } = await reader.send(new ListObjectsV2Command({ Bucket }));
    const listed = new Set(Contents.map((each) => each.Key));
    for (const [key, expected] of state) {
      const found = listed.has(key) ? await contentOf(reader, key) : 'nothing';
      expect([expected.accepted, expected.possible]).toContain(found);
      expected.accepted = found;
    }
    reader.destroy();
    await server.close();
    await expectNothingLeftOver(dataDir, listed.size);
  }
});

/** Returns the MD5 of the content, which must also be its ETag. */
async function contentOf(client: S3Client, Key: string): Promise<string> {
  const answer = await client.send(new GetObjectCommand({ Bucket, Key }));
  const content = digest((await answer.Body?.transformToByteArray()) ?? new Uint8Array());
  expect(answer.ETag).toBe(`"${content}"`);
  return content;
}

async function expectNothingLeftOver(dataDir: string, count: number): Promise<void> {
  const bucket = join(dataDir, Bucket);
  expect(await readdir(join(bucket, 'tmp'))).toEqual([]);
  const meta = await readdir(join(bucket, 'meta'));
  expect(meta.length).toBe(count);
  const entries = await readdir(join(bucket, 'files'), { recursive: true, withFileTypes: true });
  const bodies = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const described = await Promise.all(
    meta.map(async (name) => JSON.parse(await readFile(join(bucket, 'meta', name), 'utf8')).bodyPath),
  );
  expect(bodies.map((path) => path.slice(join(bucket, 'files').length + 1)).sort()).toEqual(described.sort());
}

test('one server at a time uses a folder, and the folder of a killed server is free', async () => {
  const dataDir = await newDataDir();
  const { child, client } = await startChild(dataDir);
  client.destroy();
  const second = () => startObjectServer({ dataDir, credentials, buckets: [{ name: Bucket }] });
  await expect(second()).rejects.toMatchObject({ name: 'ObjectServerError', code: 'bad-config' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await second()).close();
  const s3 = await startTestServer({ dataDir });
  await expect(second()).rejects.toMatchObject({ code: 'bad-config' });
  await s3.server.close();
  await (await second()).close();
});
