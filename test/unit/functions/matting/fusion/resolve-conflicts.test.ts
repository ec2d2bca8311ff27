/** A person drawn on a small plane, whom the two opinions see differently. */
import { expect, test } from 'vitest';
import type { MeasuredFace } from '../../../../../functions/matting/face/face-mesh.ts';
import { type Mattes, resolveConflicts } from '../../../../../functions/matting/fusion/resolve-conflicts.ts';

const size = { widthPx: 120, heightPx: 160 };
const region = { leftPx: 0, topPx: 0, ...size };
/** Only the box is read. */
const face = { box: { leftPx: 45, topPx: 30, widthPx: 30, heightPx: 30 } } as MeasuredFace;

type Part = (x: number, y: number) => boolean;
const head: Part = (x, y) => Math.hypot(x - 60, y - 42) < 22;
const chest: Part = (x, y) => y >= 64 && x >= 30 && x < 90;
const shoulder: Part = (x, y) => y >= 64 && x >= 8 && x < 30;
const table: Part = (x, y) => y >= 135 && x >= 90;
const buckle: Part = (x, y) => Math.hypot(x - 60, y - 145) < 7;
const wall: Part = (x, y) => y < 60 && x >= 95;
const lowerChest: Part = (x, y) => y >= 80 && chest(x, y);

/** The first part that covers a pixel says its value. */
function plane(...parts: readonly (readonly [Part, number])[]): Float32Array {
  return Float32Array.from({ length: size.widthPx * size.heightPx }, (_, at) => {
    const [x, y] = [at % size.widthPx, Math.floor(at / size.widthPx)];
    return parts.find(([covers]) => covers(x, y))?.[1] ?? 0.005;
  });
}

function weigh({ alpha, prior }: Mattes): Mattes {
  const guide = [
    new Float32Array(alpha.length),
    new Float32Array(alpha.length),
    new Float32Array(alpha.length),
  ] as const;
  return resolveConflicts({ ...size, alpha, guide }, prior, region, face);
}

const meanIn = (values: Float32Array, part: Part) => {
  const inside = Array.from(values).filter((_, at) => part(at % size.widthPx, Math.floor(at / size.widthPx)));
  return inside.reduce((sum, value) => sum + value, 0) / inside.length;
};

test('a table that the prior takes for clothes goes, where the network understood the rest', () => {
  const prior = plane([head, 1], [chest, 1], [table, 0.95]);
  const alpha = plane([head, 1], [chest, 1]);
  const weighed = weigh({ alpha, prior });
  expect(meanIn(weighed.prior, table)).toBe(0);
  // Away from the table's edge the person is as they were.
  expect(meanIn(weighed.prior, (x, y) => chest(x, y) && x < 86)).toBe(1);
  expect(weighed.alpha).toEqual(alpha);
});

test('beside what was cut off the network draws the edge', () => {
  const prior = plane([head, 1], [chest, 1], [table, 0.95]);
  const weighed = weigh({ alpha: plane([head, 1], [chest, 1]), prior });
  expect(meanIn(weighed.prior, (x, y) => y >= 135 && x >= 88 && x < 90)).toBe(0.5);
});

test('the same table stays when the prior cannot be surer', () => {
  const prior = plane([head, 1], [chest, 1], [table, 0.999]);
  const weighed = weigh({ alpha: plane([head, 1], [chest, 1], [table, 0.02]), prior });
  expect(weighed.prior).toEqual(prior);
});

test('what the network denies within the body is no hole', () => {
  const prior = plane([buckle, 0.8], [head, 1], [chest, 1]);
  const weighed = weigh({ alpha: plane([buckle, 0], [head, 1], [chest, 1]), prior });
  expect(weighed.prior).toEqual(prior);
});

test('a network that lost the chest is not believed about the rest', () => {
  const prior = plane([head, 1], [chest, 1], [shoulder, 0.95]);
  const weighed = weigh({ alpha: plane([head, 1], [lowerChest, 0], [chest, 1]), prior });
  expect(weighed.prior).toEqual(prior);
  expect(meanIn(weighed.alpha, shoulder)).toBeGreaterThan(0.99);
});

test('a dark shoulder comes back when the network calls a wall the sitter', () => {
  const prior = plane([head, 1], [chest, 1], [shoulder, 0.65]);
  const weighed = weigh({ alpha: plane([head, 1], [chest, 1], [wall, 1]), prior });
  expect(meanIn(weighed.alpha, shoulder)).toBeGreaterThan(0.99);
  // What the prior denies is not given to anybody.
  expect(meanIn(weighed.alpha, table)).toBeLessThan(0.01);
});

test('the same shoulder is left to a network that understood the rest', () => {
  const alpha = plane([head, 1], [chest, 1]);
  const weighed = weigh({ alpha, prior: plane([head, 1], [chest, 1], [shoulder, 0.65]) });
  expect(meanIn(weighed.alpha, shoulder)).toBeLessThan(0.01);
});
