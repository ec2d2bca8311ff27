/** The bench's options, statistics, colour error and pictures. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBenchOptions } from '../../../bench/options.ts';
import { startCutter } from '../../../bench/performance/cutter.ts';
import { withOwnBytes } from '../../../bench/performance/photos.ts';
import { colourError } from '../../../bench/quality/colour-error.ts';
import { readCut, truthsIn } from '../../../bench/quality/truths.ts';
import { interleave, mean, median } from '../../../bench/report/statistics.ts';
import { UsageError } from '../../../cli/usage.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bench-test-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('options', () => {
  it('has defaults, and fewer rounds when quick', () => {
    expect(readBenchOptions(['speed'])).toMatchObject({ name: 'speed', peer: false, runs: 5, outDir: 'bench/results' });
    expect(readBenchOptions(['speed', '--quick'])?.runs).toBe(3);
    expect(readBenchOptions(['cold', '--runs', '7', '--quick'])?.runs).toBe(7);
    expect(readBenchOptions(['speed', '--keep-peer', 'x'])).toMatchObject({ peer: true, keepPeer: 'x' });
    expect(readBenchOptions(['--help'])).toBeNull();
  });

  it('takes lists as a shell spreads them', () => {
    const { truthDirs, objectDirs } = readBenchOptions(['quality', '--truth', 'a', 'b', 'c']) ?? {};
    expect([truthDirs, objectDirs]).toEqual([['a', 'b', 'c'], []]);
    const both = readBenchOptions(['quality', '--truth', 'a', 'b', '--objects', 'o', 'p', '--runs', '2']);
    expect([both?.truthDirs, both?.objectDirs, both?.runs]).toEqual([['a', 'b'], ['o', 'p'], 2]);
  });

  it.each([
    [[]],
    [['sped']],
    [['speed', '--runs', '0']],
    [['speed', '--runs', '1.5']],
    [['speed', '--nope']],
    [['speed', 'x']],
  ])('refuses %j', (args) => {
    expect(() => readBenchOptions(args)).toThrow(UsageError);
  });
});

describe('statistics', () => {
  it('finds the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 2, 3, 10])).toBe(2.5);
    expect(median([])).toBeNaN();
    expect(mean([1, 2, 6])).toBe(3);
  });

  it('has half the values on either side', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });

  it('lets contestants take turns, backwards every second round', async () => {
    const order: string[] = [];
    const contestant = (name: string) => async (round: number) => {
      order.push(name + round);
      return round;
    };
    const values = await interleave(3, [contestant('a'), contestant('b')]);
    expect(order).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2']);
    expect(values).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
  });
});

describe('colour error', () => {
  const truth = {
    alpha: Float32Array.of(0.5, 0.5, 1, 0),
    colours: Uint8Array.of(10, 10, 10, 10, 10, 10, 0, 0, 0, 0, 0, 0),
  };

  it('weighs soft pixels by the alpha that shows them, and no others', () => {
    const colours = Uint8Array.of(40, 10, 10, 70, 70, 70, 255, 255, 255, 255, 255, 255);
    const cut = { alpha: Float32Array.of(0.75, 0.25, 1, 1), colours };
    // Differences 10 and 60: (0.75 * 10 + 0.25 * 60) over alpha 1, over 2 pixels.
    expect(colourError(cut, truth)).toEqual({ weighted: 22.5, seen: 11.25 });
  });

  it('is nothing when nothing soft is seen', () => {
    expect(colourError({ alpha: new Float32Array(4), colours: new Uint8Array(12) }, truth)).toBeNull();
    expect(colourError(truth, truth)).toEqual({ weighted: 0, seen: 0 });
  });
});

describe('pictures', () => {
  it('makes other files of the same picture', async () => {
    const create = { width: 40, height: 30, channels: 3 as const, background: '#a06040' };
    for (const format of ['jpeg', 'png'] as const) {
      const bytes = await sharp({ create }).toFormat(format).toBuffer();
      const [one, other] = [withOwnBytes(bytes, '1'), withOwnBytes(bytes, '2')];
      expect(Buffer.compare(one, other)).not.toBe(0);
      const pixels = (file: Uint8Array) => sharp(file, { failOn: 'error' }).raw().toBuffer();
      expect(await pixels(one)).toEqual(await pixels(bytes));
    }
  });

  it('finds truths in a folder and in folders below, and reads a cut at their size', async () => {
    const place = join(dir, 'set', 'someone');
    await mkdir(place, { recursive: true });
    const plain = { width: 8, height: 4, channels: 3 as const, background: '#808080' };
    await sharp({ create: plain }).png().toFile(join(place, 'image.png'));
    const alpha = Uint8Array.from({ length: 32 }, (_, i) => (i % 8 < 4 ? 0 : 255));
    await sharp(alpha, { raw: { width: 8, height: 4, channels: 1 } })
      .png()
      .toFile(join(place, 'alpha.png'));
    for (const named of [join(dir, 'set'), place]) {
      const [source, ...more] = await truthsIn([named]);
      expect([source.name, more.length]).toEqual(['someone', 0]);
      const truth = await source.load();
      expect([truth.widthPx, truth.heightPx, truth.drawn]).toEqual([8, 4, null]);
      expect([...truth.alpha]).toEqual([...alpha].map((value) => value / 255));
    }
    const [truth] = await Promise.all((await truthsIn([place])).map(({ load }) => load()));
    const cutPath = join(dir, 'cut.png');
    const background = { r: 9, g: 8, b: 7, alpha: 0.2 };
    const thin = { width: 8, height: 4, channels: 4 as const, background };
    await sharp({ create: thin }).png().toFile(cutPath);
    const cut = await readCut(cutPath, truth);
    expect([...cut.alpha]).toEqual(Array.from({ length: 32 }, () => expect.closeTo(0.2, 5)));
    expect([...cut.colours.slice(0, 3)]).toEqual([9, 8, 7]);
    await sharp({ create: { ...thin, width: 16, height: 8 } })
      .png()
      .toFile(cutPath);
    expect([...(await readCut(cutPath, truth)).alpha]).toEqual(
      Array.from({ length: 32 }, () => expect.closeTo(0.2, 5)),
    );
  });

  it('refuses a folder without truths', async () => {
    const empty = join(dir, 'empty');
    await mkdir(empty);
    await expect(truthsIn([empty])).rejects.toThrow(UsageError);
    await expect(truthsIn([join(dir, 'nowhere')])).rejects.toThrow(UsageError);
  });
});

describe('cutter', () => {
  const script = async (name: string, body: string) => {
    const path = join(dir, name);
    await writeFile(path, `${body}\nprocess.send({ ms: 0, peakMb: 1 });\n`);
    return path;
  };

  it('hands jobs on and answers', async () => {
    const path = await script(
      'echo.mjs',
      `process.on('message', ({ path }) => process.send({ ms: path.length, peakMb: 1 }));`,
    );
    const cutter = await startCutter('echo', path);
    try {
      expect((await cutter.cut({ path: 'abc' })).ms).toBe(3);
      expect((await cutter.cut({ path: 'abcde' })).peakMb).toBeGreaterThan(0);
      expect(cutter.readyMs).toBeGreaterThan(0);
    } finally {
      await cutter.close();
    }
  });

  it('tells a failure and a death, with the last words', async () => {
    const failing = await startCutter(
      'failing',
      await script('fail.mjs', `process.on('message', () => process.send({ error: 'no such file' }));`),
    );
    await expect(failing.cut({ path: 'x' })).rejects.toThrow('no such file');
    await failing.close();
    const dying = await startCutter(
      'dying',
      await script(
        'die.mjs',
        `process.on('message', () => { process.stderr.write('oh no', () => process.exit(3)); });`,
      ),
    );
    await expect(dying.cut({ path: 'x' })).rejects.toThrow(/dying ended \(3\)/);
    await expect(dying.cut({ path: 'x' })).rejects.toThrow(/dying ended/);
    await dying.close();
    await expect(startCutter('missing', join(dir, 'missing.mjs'))).rejects.toThrow(/missing ended \(1\)/);
  });
});
