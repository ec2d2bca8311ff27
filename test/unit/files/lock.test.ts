import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryLock, withLock } from '../../../files/lock.ts';
import { hasProc, processTag, tagFromPs } from '../../../files/process-tag.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  path = join(folder, '.lock');
});
afterEach(() => rm(folder, { recursive: true }));

const quiet = () => {};
const hold = (holder: { pid: number; host: string; process?: string | undefined }) =>
  writeFile(path, JSON.stringify(holder));
/** Above every limit that kernels set for pids. */
const noProcess = 2 ** 30;

describe('withLock', () => {
  it('runs one work after the other and leaves no file', async () => {
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

  it('releases the lock when the work fails', async () => {
    await expect(withLock(path, quiet, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await readdir(folder)).toEqual([]);
  });

  it('waits for a living holder and reports it once', async () => {
    await hold({ pid: process.pid, host: hostname() });
    let reports = 0;
    const run = withLock(
      path,
      () => {
        reports += 1;
      },
      () => Promise.resolve('in'),
    );
    await wait(350);
    expect(reports).toBe(1);
    await rm(path);
    expect(await run).toBe('in');
  });

  it.each([
    ['of a process that has ended', async () => hold({ pid: noProcess, host: hostname() })],
    [
      'of an ended process whose pid belongs to a new one',
      async () => hold({ pid: process.pid, host: hostname(), process: `${process.pid}-1` }),
    ],
    ['that a power cut left empty', async () => writeFile(path, '')],
    [
      'that another machine has not touched for minutes',
      async () => {
        await hold({ pid: noProcess, host: 'elsewhere' });
        const then = new Date(Date.now() - 120_000);
        await utimes(path, then, then);
      },
    ],
  ])('takes over a lock %s, one waiting process at a time', async (_, leave) => {
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

describe('withLock, for a lock that was not touched for minutes', () => {
  const minutesAgo = new Date(Date.now() - 120_000);

  it.skipIf(!hasProc)('waits if the holder runs: the machine has slept', async () => {
    await hold({ pid: process.pid, host: hostname(), process: processTag(process.pid) });
    await utimes(path, minutesAgo, minutesAgo);
    let hasRun = false;
    const run = withLock(path, quiet, async () => {
      hasRun = true;
    });
    await wait(250);
    expect(hasRun).toBe(false);
    await rm(path);
    await run;
  });

  it('takes over if only the pid of the holder is known: another process may have it now', async () => {
    await hold({ pid: process.pid, host: hostname() });
    await utimes(path, minutesAgo, minutesAgo);
    expect(await withLock(path, quiet, async () => 'in')).toBe('in');
  });
});

describe('tryLock', () => {
  it('returns the holder while the lock is held, and takes it after that', async () => {
    const first = await tryLock(path, 'on port 1');
    const holder = { pid: process.pid, host: hostname(), process: processTag(process.pid), note: 'on port 1' };
    expect(await tryLock(path)).toEqual({ taken: false, holder: expect.objectContaining(holder) });
    if (first.taken) await first.release();
    expect(await readdir(folder)).toEqual([]);
    expect((await tryLock(path)).taken).toBe(true);
  });

  it('ignores the host name, which changes with the network on some machines', async () => {
    await hold({ pid: process.pid, host: 'elsewhere', process: processTag(process.pid) });
    expect((await tryLock(path)).taken).toBe(false);
  });

  it.each([[''], ['7860 1 0123456789abcdef\n'], [JSON.stringify({ pid: noProcess, host: hostname() })]])(
    'gives a dead lock (%j) to exactly one of several processes that start together',
    async (text) => {
      for (let round = 0; round < 20; round += 1) {
        await writeFile(path, text);
        const attempts = await Promise.all(Array.from({ length: 6 }, () => tryLock(path)));
        expect(attempts.filter(({ taken }) => taken)).toHaveLength(1);
        for (const attempt of attempts) if (attempt.taken) await attempt.release();
        expect(await readdir(folder)).toEqual([]);
      }
    },
  );

  it('gives a dead lock away although a process was killed while it removed the lock', async () => {
    const text = JSON.stringify({ pid: noProcess, host: hostname() });
    await writeFile(path, text);
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
    await writeFile(`${path}.${digest}`, JSON.stringify({ pid: noProcess, host: hostname() }));
    expect((await tryLock(path)).taken).toBe(true);
    expect(await readdir(folder)).toEqual(['.lock']);
  });

  it('does not remove the lock of another process when it is released late', async () => {
    const first = await tryLock(path);
    await hold({ pid: process.pid, host: hostname() });
    if (first.taken) await first.release();
    expect(await readdir(folder)).toEqual(['.lock']);
  });
});

describe('tagFromPs', () => {
  it.skipIf(process.platform === 'win32')('identifies a running process and no ended one', () => {
    expect(tagFromPs(process.pid)).toMatch(new RegExp(`^${process.pid}-\\w+_\\w+_`));
    expect(tagFromPs(process.pid)).toBe(tagFromPs(process.pid));
    expect(tagFromPs(noProcess)).toBeUndefined();
  });
});
