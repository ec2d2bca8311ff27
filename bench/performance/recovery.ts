/** Kills parts of a studio in mid-work and measures when the photo is done all the same. For users.ts. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type StudioClient } from '../../local/studio/client.ts';
import { startStudio } from '../../local/studio/studio.ts';
import { newMessages, startStudioChild } from '../faults/studio-child.ts';
import type { Workbench } from '../workbench.ts';
import { drawnPhoto, fullHd, withOwnBytes } from './photos.ts';

export interface Recovery {
  /** What was killed. */
  readonly killed: string;
  /** From the kill to the finished record, s. */
  readonly tookS: readonly number[];
}

const lookMs = 2;
const patienceMs = 60_000;

export async function recoveryTimes(bench: Workbench): Promise<readonly Recovery[]> {
  const jpeg = await drawnPhoto('demo', fullHd);
  const dataDir = await mkdtemp(join(bench.workDir, 'recovery-'));
  try {
    return [
      await instanceKills(bench, jpeg, dataDir, 'matting'),
      await instanceKills(bench, jpeg, dataDir, 'compose'),
      await studioKills(bench, jpeg, dataDir),
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Uploads a photo of its own. @returns its id. */
async function upload(client: StudioClient, jpeg: Uint8Array): Promise<string> {
  const id = randomUUID();
  await client.upload(`cn-1-inch/${id}.jpg`, withOwnBytes(jpeg, id));
  return `cn-1-inch/${id}.jpg`;
}

/** @returns s since the kill. @throws Error when the photo is not done. */
async function waitDone(client: StudioClient, photoId: string, killedAt: number): Promise<number> {
  const record = await client.waitForRecord(photoId, () => performance.now() - killedAt > patienceMs);
  if (record?.status !== 'done') throw new Error(`a photo was not done after a kill: ${record?.status ?? 'no record'}`);
  return (performance.now() - killedAt) / 1000;
}

async function instanceKills({ modelDir, options, say }: Workbench, jpeg: Uint8Array, dataDir: string, name: string) {
  say(`killing ${name}`);
  const studio = await startStudio({ modelDir, dataDir, idleMs: 600_000 });
  const client = connect(studio);
  const tookS: number[] = [];
  try {
    await waitDone(client, await upload(client, jpeg), performance.now());
    for (let round = 0; round < options.runs; round++) {
      const photoId = await upload(client, jpeg);
      const pid = await busyInstance(() => studio.host.instances(), name);
      const killedAt = performance.now();
      // The leader of a group: its threads and children end, too.
      process.kill(-pid, 'SIGKILL');
      tookS.push(await waitDone(client, photoId, killedAt));
      await studio.host.idle();
    }
  } finally {
    client.close();
    await studio.close();
  }
  return { killed: `${name}, an instance`, tookS };
}

type Instances = ReturnType<Awaited<ReturnType<typeof startStudio>>['host']['instances']>;

async function busyInstance(instances: () => Instances, name: string): Promise<number> {
  for (const until = performance.now() + patienceMs; performance.now() < until; await delay(lookMs)) {
    const busy = instances().find(({ functionName, state }) => functionName === name && state === 'busy');
    if (busy?.pid !== undefined) return busy.pid;
  }
  throw new Error(`${name} was never busy`);
}

/** So long after the upload matting is at work. */
const midWorkMs = 150;

async function studioKills({ modelDir, options, say }: Workbench, jpeg: Uint8Array, dataDir: string) {
  say('killing the studio');
  const messages = newMessages();
  const tookS: number[] = [];
  for (let round = 0; round < options.runs; round++) {
    const first = await startStudioChild({ modelDir, dataDir }, messages);
    const before = connect(first.studio);
    await waitDone(before, await upload(before, jpeg), performance.now());
    const photoId = await upload(before, jpeg);
    await delay(midWorkMs);
    const killedAt = performance.now();
    await first.kill();
    before.close();
    const second = await startStudioChild({ modelDir, dataDir }, messages);
    const after = connect(second.studio);
    tookS.push(await waitDone(after, photoId, killedAt));
    after.close();
    await second.stop();
  }
  return { killed: 'the whole studio, started again', tookS };
}
