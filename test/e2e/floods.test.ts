/** A few photos at once and an attack on both servers; `npm run bench -- floods` uploads a thousand photos. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { attackNames } from '../../bench/floods/attackers.ts';
import { runFlood } from '../../bench/floods/flood-run.ts';
import { drawFlood } from '../../bench/floods/floods.ts';
import { ensureModels } from '../../layers/model/ensure.ts';

const count = 12;

it('all photos are made while both servers are attacked, and the API still answers', { timeout: 900_000 }, async () => {
  const workDir = await mkdtemp(join(tmpdir(), 'zerobooth-floods-'));
  onTestFinished(() => rm(workDir, { recursive: true, force: true }));
  const { storeDir } = await ensureModels();
  const photos = await drawFlood(count);
  const say = () => {};
  const flood = await runFlood({ modelDir: storeDir, dataDir: join(workDir, 'data'), photos, attackers: 2, say });
  expect(flood.done).toBe(count);
  expect(flood.deadLetters).toBe(0);
  expect(flood.waitsMs).toHaveLength(count);
  expect(flood.api.map(({ status }) => status).filter((status) => status !== 200 && status !== 201)).toEqual([]);
  // Waiting photos stay on the disk; the host keeps none in memory.
  expect(flood.peakMb).toBeLessThan(flood.idleMb + 200);
  expect(flood.attackResults).toHaveLength(2 * attackNames.length);
  for (const { target, attack, durationsMs, statusLines } of flood.attackResults) {
    expect(durationsMs.length, `${target}: ${attack}`).toBeGreaterThan(0);
    for (const line of statusLines) expect(line).toMatch(/^HTTP\/1\.1 4\d\d /);
  }
  // Each of the four instances counts wrong codes separately.
  const checkedCodes = flood.wrongCodes.filter((status) => status === 401).length;
  expect(checkedCodes).toBeLessThanOrEqual(20);
  expect(flood.wrongCodes.at(-1)).toBe(429);
  expect(flood.retryAfter).toBeGreaterThan(0);
  expect(flood.rightCodeMeanwhile).toBe(429);
});
