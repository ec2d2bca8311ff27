/** Versions of a function: their shares of the work, and the events of versions that are gone. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { adoptEvents, hostedFor } from '../../../../local/studio/model-versions.ts';

const of = (name: string, share: number) => ({
  ...{ functionName: 'objects', name, modelId: 'nanodet-g', memoryMb: null, share },
  task: 'object-detection' as const,
});
const versions = [of('one', 1), of('three', 3)];

test('each version gets its share of the keys, and a key always the same version', () => {
  const keys = Array.from({ length: 4000 }, (_, at) => `objects/picture-${at}.jpg`);
  const chosen = keys.map((key) => hostedFor('objects', key, versions));
  const share = chosen.filter((name) => name === 'objects_three').length / keys.length;
  expect(share).toBeCloseTo(0.75, 1);
  expect(new Set(chosen)).toEqual(new Set(['objects_one', 'objects_three']));
  expect(keys.map((key) => hostedFor('objects', key, versions))).toEqual(chosen);
});

test('a function without versions takes its work itself', () => {
  expect(hostedFor('matting', 'uploads/a.jpg', versions)).toBe('matting');
  expect(hostedFor('objects', 'objects/a.jpg', [])).toBe('objects');
});

test('events of a version that is gone go to its function; others stay', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-versions-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const put = async (queue: string, file: string) => {
    await mkdir(join(dir, 'queue', queue), { recursive: true });
    const functionArn = `arn:aws:lambda:us-east-1:123456789012:function:${queue}`;
    await writeFile(join(dir, 'queue', queue, file), JSON.stringify({ functionArn }));
  };
  await put('objects_old', 'a.json');
  await put('objects_one', 'b.json');
  await put('unknown_old', 'c.json');
  await adoptEvents(dir, ['objects', 'objects_one', 'matting']);
  await adoptEvents(join(dir, 'nowhere'), ['objects']);
  expect((await readdir(join(dir, 'queue'))).sort()).toEqual(['objects', 'objects_one', 'unknown_old']);
  const adopted = await readFile(join(dir, 'queue/objects/a.json'), 'utf8');
  expect(JSON.parse(adopted)).toEqual({ functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:objects' });
});
