/** The WebAssembly kernels: the committed module is the compiled source, and memory used by earlier photos changes nothing. */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileKernels, moduleFile } from '../../../../build/kernels.ts';
import { turnAndScale } from '../../../../core/measure.ts';
import { matte, raster } from '../../../../core/raster.ts';
import { sampleToPlanes } from '../../../../functions/inference/sample.ts';
import { estimateForeground } from '../../../../functions/matting/foreground.ts';
import { refineMatte, trimapOf } from '../../../../functions/matting/refine.ts';
import { settleOpacity } from '../../../../functions/matting/settle-opacity.ts';
import { seededRandom } from '../../../../portraits/random.ts';

test.each(['matting-wasm.ts', 'compose-wasm.ts'] as const)(
  'the committed %s is the compiled source',
  async (name) => {
    const committed = await readFile(moduleFile(name), 'utf8');
    expect(committed, 'run `npm run kernels` and commit the result').toBe(await compileKernels(name));
  },
  60_000,
);

/** Pictures of any size down to one pixel, mostly not divisible by blocks, vectors or halving. */
const scene = fc
  .record({
    widthPx: fc.integer({ min: 1, max: 67 }),
    heightPx: fc.integer({ min: 1, max: 67 }),
    smallWidthPx: fc.integer({ min: 1, max: 19 }),
    smallHeightPx: fc.integer({ min: 1, max: 19 }),
    seed: fc.integer(),
  })
  .map(({ widthPx, heightPx, smallWidthPx, smallHeightPx, seed }) => {
    const random = seededRandom(seed);
    const count = smallWidthPx * smallHeightPx;
    const plane = () => Float32Array.from({ length: count }, random);
    // A third each of clear, opaque and soft.
    const opacity = () => Math.max(0, Math.min(255, Math.round(random() * 765 - 255)));
    return {
      photo: raster(
        widthPx,
        heightPx,
        Uint8Array.from({ length: widthPx * heightPx * 3 }, () => random() * 256),
      ),
      opacity: matte(widthPx, heightPx, Uint8Array.from({ length: widthPx * heightPx }, opacity)),
      small: {
        ...{ widthPx: smallWidthPx, heightPx: smallHeightPx, alpha: plane() },
        guide: [plane(), plane(), plane()] as const,
      },
    };
  });

type Scene = typeof scene extends fc.Arbitrary<infer S> ? S : never;

function everything({ photo, opacity, small }: Scene) {
  const { widthPx, heightPx } = photo;
  const whole = { leftPx: 0, topPx: 0, widthPx, heightPx };
  const inner = {
    leftPx: widthPx >> 2,
    topPx: heightPx >> 2,
    widthPx: (widthPx + 1) >> 1,
    heightPx: (heightPx + 1) >> 1,
  };
  return {
    refined: refineMatte(small, photo, whole).data,
    within: refineMatte(small, photo, inner).data,
    settled: settleOpacity(photo, opacity, 1.4, 1).data,
    cut: estimateForeground(photo, opacity).data,
    trimap: trimapOf(small),
    sampled: sampleToPlanes(photo, turnAndScale(20, 4.3, { x: 8, y: 8 }, { x: widthPx / 2, y: heightPx / 2 }), 16, {
      ...{ scale: 1, offset: 0 },
    }),
  };
}

test('memory used by an earlier photo changes nothing', () => {
  const large = { widthPx: 300, heightPx: 200 };
  const dirt = raster(300, 200, new Uint8Array(300 * 200 * 3).fill(255));
  const softDirt = matte(300, 200, new Uint8Array(300 * 200).fill(77));
  fc.assert(
    fc.property(scene, (one) => {
      const first = everything(one);
      settleOpacity(dirt, softDirt, 2, 1);
      estimateForeground(dirt, softDirt);
      trimapOf({ ...large, alpha: new Float32Array(300 * 200).fill(Number.NaN), guide: one.small.guide });
      expect(everything(one)).toEqual(first);
    }),
    { numRuns: 60 },
  );
});

test('clear and opaque pixels stay, and pixels outside the region are clear', () => {
  fc.assert(
    fc.property(scene, (one) => {
      const { photo, opacity } = one;
      const { cut, within } = everything(one);
      opacity.data.forEach((value, at) => {
        if (value === 0) expect([...cut.subarray(at * 4, at * 4 + 4)]).toEqual([0, 0, 0, 0]);
        if (value !== 255) return;
        expect(cut[at * 4 + 3]).toBe(255);
        expect(cut.subarray(at * 4, at * 4 + 3)).toEqual(photo.data.subarray(at * 3, at * 3 + 3));
      });
      const [left, top] = [photo.widthPx >> 2, photo.heightPx >> 2];
      const [right, bottom] = [left + ((photo.widthPx + 1) >> 1), top + ((photo.heightPx + 1) >> 1)];
      within.forEach((value, at) => {
        const [x, y] = [at % photo.widthPx, Math.floor(at / photo.widthPx)];
        if (x < left || x >= right || y < top || y >= bottom) expect(value).toBe(0);
      });
    }),
    { numRuns: 60 },
  );
});

test('a pixel is known where the 5 x 5 square around it is uniform', () => {
  fc.assert(
    fc.property(scene, fc.integer(), ({ small }, seed) => {
      const { widthPx, heightPx } = small;
      const random = seededRandom(seed);
      const alpha = Float32Array.from({ length: widthPx * heightPx }, (_, at) =>
        at % widthPx < widthPx / 2 ? Number(random() < 0.02) : Number(random() < 0.98),
      );
      const seen = trimapOf({ ...small, alpha });
      for (let y = 0; y < heightPx; y++) {
        for (let x = 0; x < widthPx; x++) {
          const near = [...alpha.keys()].filter(
            (at) => Math.abs((at % widthPx) - x) <= 2 && Math.abs(Math.floor(at / widthPx) - y) <= 2,
          );
          const ones = near.filter((at) => alpha[at] === 1).length;
          expect(seen[y * widthPx + x]).toBe(ones === 0 ? 0 : ones === near.length ? 1 : 0.5);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('sampling keeps ramps, averages in reductions, and is black outside the picture', () => {
  const ramp = raster(
    40,
    40,
    Uint8Array.from({ length: 40 * 40 * 3 }, (_, at) => (Math.floor(at / 3) % 40) * 5),
  );
  const turn = (scale: number, x: number) => turnAndScale(0, scale, { x: 0, y: 0 }, { x, y: 4 });
  const plain = sampleToPlanes(ramp, turn(1, 3.25), 8, { scale: 1, offset: -1 });
  expect([plain[0], plain[7], plain[64 + 8 + 7]]).toEqual([15.25, 50.25, 50.25]);
  // Four pixels become one: halved, then averaged.
  const reduced = sampleToPlanes(ramp, turn(4, 0), 8, { scale: 1, offset: 0 });
  expect(reduced[3]).toBe(68); // 67.5, for halving rounds halves up
  const outside = sampleToPlanes(ramp, turn(1, 38), 8, { scale: 1, offset: 0 });
  expect([outside[0], outside[1], outside[2], outside[7]]).toEqual([190, 195, 0, 0]);
});
