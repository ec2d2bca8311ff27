import { appendFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FunctionLogs, type LogPlace, type PlacedLogEvent } from '../../../../local/operations/log-files.ts';

const day = 24 * 3600 * 1000;
const noon = Date.parse('2026-03-10T12:00:00Z');
const start: LogPlace = { day: '0000-00-00', line: 0 };

async function temporaryDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'function-logs-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function messagesOf(logs: FunctionLogs, name: string, from = start): Promise<string[]> {
  const messages: string[] = [];
  for await (const { message } of logs.read(name, from)) messages.push(message);
  return messages;
}

it('returns events in the order of writing, and continues after a restart', async () => {
  const dir = await temporaryDir();
  const logs = new FunctionLogs(dir);
  for (let at = 0; at < 100; at++) logs.add('matting', `line ${at}\twith ü and "quotes"`, noon + at);
  logs.add('compose', 'other', noon);
  await logs.flush();
  const again = new FunctionLogs(dir);
  again.add('matting', 'after', noon + 500);
  const messages = await messagesOf(again, 'matting');
  expect(messages).toHaveLength(101);
  expect(messages[7]).toBe('line 7\twith ü and "quotes"');
  expect(messages.at(-1)).toBe('after');
  expect(await again.functionNames()).toEqual(['compose', 'matting']);
  expect((await stat(join(dir, 'matting', '2026-03-10.jsonl'))).mode & 0o077).toBe(0);
});

it('reads from any position, over several days', async () => {
  const logs = new FunctionLogs(await temporaryDir());
  for (let at = 0; at < 6; at++) logs.add('matting', `${at}`, noon + Math.floor(at / 2) * day);
  const placed: PlacedLogEvent[] = [];
  for await (const event of logs.read('matting', start)) placed.push(event);
  expect(placed.map(({ message }) => message)).toEqual(['0', '1', '2', '3', '4', '5']);
  for (const { place, message } of placed) {
    expect((await messagesOf(logs, 'matting', place))[0]).toBe(message);
  }
});

it('skips an incomplete line that a crash left', async () => {
  const dir = await temporaryDir();
  await mkdir(join(dir, 'matting'));
  await writeFile(join(dir, 'matting', '2026-03-10.jsonl'), '{"timestamp":1,"message":"whole"}\n{"timest');
  await appendFile(join(dir, 'matting', '2026-03-10.jsonl'), '\n{"timestamp":2,"message":"next"}\n');
  expect(await messagesOf(new FunctionLogs(dir), 'matting')).toEqual(['whole', 'next']);
});

it('keeps the files of seven days', async () => {
  const dir = await temporaryDir();
  const logs = new FunctionLogs(dir);
  for (let ago = 10; ago >= 0; ago--) logs.add('matting', `${ago} days ago`, noon - ago * day);
  await logs.flush();
  expect((await readdir(join(dir, 'matting'))).toSorted()[0]).toBe('2026-03-03.jsonl');
  expect((await messagesOf(logs, 'matting'))[0]).toBe('7 days ago');
});

it('drops the events of a function that writes too much, until the next day', async () => {
  const dir = await temporaryDir();
  const logs = new FunctionLogs(dir);
  const megabyte = 'x'.repeat(1024 * 1024);
  for (let at = 0; at < 80; at++) logs.add('matting', megabyte, noon);
  logs.add('matting', 'tomorrow', noon + day);
  await logs.flush();
  expect((await stat(join(dir, 'matting', '2026-03-10.jsonl'))).size).toBeLessThanOrEqual(64 * 1024 * 1024);
  expect(await messagesOf(logs, 'matting', { day: '2026-03-11', line: 0 })).toEqual(['tomorrow']);
});

it('reports a folder that cannot be written, and does not throw', async () => {
  const dir = await temporaryDir();
  await writeFile(join(dir, 'file'), '');
  const errors: unknown[] = [];
  const logs = new FunctionLogs(join(dir, 'file'), (error) => errors.push(error));
  logs.add('matting', 'x', noon);
  await logs.flush();
  expect(errors).toHaveLength(1);
});
