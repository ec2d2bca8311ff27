/** A folder with little room, and a way to fill it: a tmpfs where this process may mount one. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface SmallDisk {
  readonly dir: string;
  /** Null: the folder is as large as the disk it lies on, and is never filled. */
  readonly sizeMb: number | null;
  /** Takes all the room there is. */
  fill(): Promise<void>;
  /** Gives it back. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

const run = promisify(execFile);

/** @param dir made when missing. */
export async function openSmallDisk(dir: string, sizeMb: number): Promise<SmallDisk> {
  await mkdir(dir, { recursive: true });
  const isMounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=700`, 'tmpfs', dir]).then(
    () => true,
    () => false,
  );
  const ballast = join(dir, 'ballast');
  const leave = () => process.exit(1);
  // A bench that is ended in the middle must not leave a mounted folder in memory.
  const unmountAtExit = () => spawnSync('umount', ['-l', dir]);
  if (isMounted) process.once('exit', unmountAtExit).once('SIGINT', leave).once('SIGTERM', leave);
  return {
    dir,
    sizeMb: isMounted ? sizeMb : null,
    fill: async () => {
      if (isMounted) await writeUntilFull(ballast);
    },
    empty: () => rm(ballast, { force: true }),
    close: async () => {
      process.off('exit', unmountAtExit).off('SIGINT', leave).off('SIGTERM', leave);
      if (isMounted) await run('umount', ['-l', dir]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function writeUntilFull(path: string): Promise<void> {
  const file = await open(path, 'a');
  const block = Buffer.alloc(2 ** 20, 1);
  try {
    for (let sizeBytes = block.length; sizeBytes >= 4096; ) {
      await file.write(block, 0, sizeBytes).catch(() => {
        sizeBytes /= 2;
      });
    }
  } finally {
    await file.close();
  }
}
