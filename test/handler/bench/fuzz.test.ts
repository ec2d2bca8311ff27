/** A few hundred hostile files through the real studio under its quota; `npm run bench -- fuzz` sends ten thousand. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { fuzz, quickNetwork } from '../../../bench/fuzz/fuzz.ts';
import { hostileFiles } from '../../../bench/fuzz/make-files.ts';
import { ensureModels } from '../../../layers/model/ensure.ts';

it('hostile files are served or refused rightly, and the instances live on', { timeout: 600_000 }, async () => {
  const { storeDir } = await ensureModels();
  const wrong: string[] = [];
  const say = (line: string) => wrong.push(line);
  const result = await fuzz({
    modelDir: storeDir,
    count: 200,
    seed: 20_261_125,
    given: [],
    settings: quickNetwork,
    say,
  });
  expect(result.verdicts).toHaveLength(200);
  expect(
    result.verdicts.flatMap(({ complaints }) => complaints),
    wrong.join('\n'),
  ).toEqual([]);
  expect(result.deaths).toEqual([]);
  expect(result.instances).toBeLessThanOrEqual(2);
  expect(result.sound.sent).toBeGreaterThanOrEqual(10);
  expect(result.sound.right).toBe(result.sound.sent);
  const answers = new Set(result.verdicts.map(({ answer }) => answer));
  expect([...answers]).toEqual(expect.arrayContaining(['done', 'unreadable', 'too-many-pixels', 'unsupported-format']));
});

it('the same seed makes the same files, and no file twice', async () => {
  const digests = async (seed: number) => {
    const list: string[] = [];
    for await (const { bytes } of hostileFiles(seed)) {
      list.push(createHash('sha256').update(bytes).digest('hex'));
      if (list.length === 60) return list;
    }
    return list;
  };
  const first = await digests(7);
  expect(new Set(first).size).toBe(60);
  expect(await digests(7)).toEqual(first);
  expect(await digests(8)).not.toEqual(first);
});
