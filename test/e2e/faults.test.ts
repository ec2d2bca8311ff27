/** A few photos while instances, storage, disk and host fail; `npm run bench -- faults` sends two hundred. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { photoOf } from '../../bench/faults/check-up.ts';
import { faults } from '../../bench/faults/faults.ts';
import { countDone } from '../../bench/faults/faulty-run.ts';
import { ensureModels } from '../../layers/model/ensure.ts';

const count = 10;

it('no photo is lost and no record is wrong when instances, storage, disk and host fail', {
  timeout: 900_000,
}, async () => {
  const workDir = await mkdtemp(join(tmpdir(), 'zerobooth-faults-'));
  onTestFinished(() => rm(workDir, { recursive: true, force: true }));
  const { storeDir } = await ensureModels();
  const result = await faults({ modelDir: storeDir, workDir, count, seed: 3, say: () => {} });
  const { faulty, calm, lost, different, poison } = result;
  expect(countDone(calm.last)).toBe(count);
  expect(faulty.hostKills).toBe(2);
  expect(faulty.messages.kills).toBeGreaterThan(0);
  expect(faulty.faults['answer lost']).toBeGreaterThan(0);
  expect(lost).toEqual([]);
  expect([...faulty.first.contradictions, ...faulty.last.contradictions]).toEqual([]);
  expect(faulty.strays).toEqual([]);
  expect(different).toEqual([]);
  expect(countDone(faulty.last)).toBe(count);
  // Only the events that no function can handle became dead letters. An upload whose answer was lost was sent twice.
  const failed = [...new Set(faulty.lastDeadLetters.map(photoOf))];
  expect(failed.toSorted()).toEqual(poison.map(({ name }) => name).toSorted());
  for (const { responsePayload } of faulty.lastDeadLetters)
    expect(responsePayload).toMatchObject({ errorType: 'Fault' });
});
