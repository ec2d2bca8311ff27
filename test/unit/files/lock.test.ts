import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../../files/lock.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  path = join(folder, '.lock');
});
afterEach(() => rm(folder, { recursive: true }));

const quiet = () => {};
const hold = (holder: { pid: number; host: string }) => writeFile(path, JSON.stringify(holder));
/** Above every limit that kernels set for pids. */
const noProcess = 2 ** 30;

describe('withLock', () => {
  it('lets one in after the other and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    const runs = Array.from({ length: 5 }, (_, at) =>
      withLock(path, quiet, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await wait(10);
        inside -= 1;
        return at;
      }),
    );
    expect(await Promise.all(runs)).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is released when the work fails', async () => {
    await expect(withLock(path, quiet, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await readdir(folder)).toEqual([]);
  });

  it('waits for a living holder and says so once', async () => {
    await hold({ pid: process.pid, host: hostname() });
    let told = 0;
    const run = withLock(
      path,
      () => {
        told += 1;
      },
      () => Promise.resolve('in'),
    );
    await wait(350);
    expect(told).toBe(1);
    await rm(path);
    expect(await run).toBe('in');
  });

  it.each([
    ['whose process is gone', async () => hold({ pid: noProcess, host: hostname() })],
    [
      'that another machine has not touched for minutes',
      async () => {
        await hold({ pid: noProcess, host: 'elsewhere' });
        const then = new Date(Date.now() - 120_000);
        await utimes(path, then, then);
      },
    ],
  ])('takes over a lock %s, one of those who wait at a time', async (_, leave) => {
    await leave();
    let inside = 0;
    const runs = [1, 2, 3].map(() =>
      withLock(path, quiet, async () => {
        inside += 1;
        expect(inside).toBe(1);
        await wait(20);
        inside -= 1;
      }),
    );
    await Promise.all(runs);
    expect(await readdir(folder)).toEqual([]);
  });
});
