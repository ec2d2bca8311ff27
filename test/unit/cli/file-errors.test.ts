/** Errors of the file system and of the network are one sentence with the cause. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { explainFileError, isDiskOver } from '../../../cli/file-errors.ts';
import { openOutputFolder } from '../../../cli/output-folder.ts';
import { causeInText, causeOf } from '../../../layers/model/fetch/network-cause.ts';

const systemError = (code: string, more: object) => Object.assign(new Error(`${code}: failed`), { code, ...more });

test('an error of the file system names path and reason', () => {
  const full = systemError('ENOSPC', { syscall: 'write' });
  expect(explainFileError(full)).toBe('the output cannot be opened or written: the disk is full.');
  const noRight = systemError('EACCES', { syscall: 'scandir', path: 'photos' });
  expect(explainFileError(noRight)).toBe('photos cannot be read: you have no right to do so.');
  expect(explainFileError(new TypeError('x is undefined'))).toBeNull();
  expect([isDiskOver('ENOSPC'), isDiskOver('EACCES'), isDiskOver(null)]).toEqual([true, false, false]);
});

test('an output folder is made, and the trial leaves nothing behind', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-out-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await openOutputFolder('--out', join(dir, 'a', 'b'));
  expect(await readdir(join(dir, 'a', 'b'))).toEqual([]);
  await expect(openOutputFolder('--out', join(dir, 'a\0b'))).rejects.toThrow(/^--out .*: no file can be written there/);
});

test('a failed download names its cause once', () => {
  const output =
    'npm error code ENOTFOUND\nnpm error errno ENOTFOUND\nnpm error network request failed, reason: ENOTFOUND';
  expect(causeInText(output)).toBe('the name of the server was not found; this machine seems to be offline');
  const refused = systemError('ECONNREFUSED', {});
  expect(causeOf(new TypeError('fetch failed', { cause: new AggregateError([refused]) }))).toBe(
    'the server or proxy refused the connection',
  );
  expect(causeOf(new Error('the server answered 503'))).toBe('the server answered 503');
});
