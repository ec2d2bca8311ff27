/** A person drawn on a small plane, where the prior and the network contradict each other. */
import { expect, test } from 'vitest';
import type { MeasuredFace } from '../../../../../core/faces/face-mesh.ts';
import { type Estimates, resolveConflicts } from '../../../../../functions/matting/fusion/resolve-conflicts.ts';

const size = { widthPx: 120, heightPx: 160 };
const region = { leftPx: 0, topPx: 0, ...size };
/** Only the box of the face is read. */
const face = { box: { leftPx: 45, topPx: 30, widthPx: 30, heightPx: 30 } } as MeasuredFace;

type Part = (x: number, y: number) => boolean;
const head: Part = (x, y) => Math.hypot(x - 60, y - 42) < 22;
const chest: Part = (x, y) => y >= 64 && x >= 30 && x < 90;
const shoulder: Part = (x, y) => y >= 64 && x >= 8 && x < 30;
const table: Part = (x, y) => y >= 135 && x >= 90;
const buckle: Part = (x, y) => Math.hypot(x - 60, y - 145) < 7;
const wall: Part = (x, y) => y < 60 && x >= 95;
const lowerChest: Part = (x, y) => y >= 80 && chest(x, y);

/** @returns a plane. The value of a pixel is that of the first part that covers it. */
function plane(...parts: readonly (readonly [Part, number])[]): Float32Array {
  return Float32Array.from({ length: size.widthPx * size.heightPx }, (_, at) => {
    const [x, y] = [at % size.widthPx, Math.floor(at / size.widthPx)];
    return parts.find(([covers]) => covers(x, y))?.[1] ?? 0.005;
  });
}

function resolve({ alpha, prior }: Estimates): Estimates {
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

test('removes a table that the prior takes for clothes, where the network is right elsewhere', () => {
  const prior = plane([head, 1], [chest, 1], [table, 0.95]);
  const alpha = plane([head, 1], [chest, 1]);
  const resolved = resolve({ alpha, prior });
  expect(meanIn(resolved.prior, table)).toBe(0);
  // Away from the table's edge the person does not change.
  expect(meanIn(resolved.prior, (x, y) => chest(x, y) && x < 86)).toBe(1);
  expect(resolved.alpha).toEqual(alpha);
});

test('leaves the edge beside a removed area to the network', () => {
  const prior = plane([head, 1], [chest, 1], [table, 0.95]);
  const resolved = resolve({ alpha: plane([head, 1], [chest, 1]), prior });
  expect(meanIn(resolved.prior, (x, y) => y >= 135 && x >= 88 && x < 90)).toBe(0.5);
});

test('keeps the same table when the prior is fully certain', () => {
  const prior = plane([head, 1], [chest, 1], [table, 0.999]);
  const resolved = resolve({ alpha: plane([head, 1], [chest, 1], [table, 0.02]), prior });
  expect(resolved.prior).toEqual(prior);
});

test('keeps an area inside the body that the network denies', () => {
  const prior = plane([buckle, 0.8], [head, 1], [chest, 1]);
  const resolved = resolve({ alpha: plane([buckle, 0], [head, 1], [chest, 1]), prior });
  expect(resolved.prior).toEqual(prior);
});

test('does not trust a network that lost the chest', () => {
  const prior = plane([head, 1], [chest, 1], [shoulder, 0.95]);
  const resolved = resolve({ alpha: plane([head, 1], [lowerChest, 0], [chest, 1]), prior });
  expect(resolved.prior).toEqual(prior);
  expect(meanIn(resolved.alpha, shoulder)).toBeGreaterThan(0.99);
});

test('restores a dark shoulder when the network takes a wall for the person', () => {
  const prior = plane([head, 1], [chest, 1], [shoulder, 0.65]);
  const resolved = resolve({ alpha: plane([head, 1], [chest, 1], [wall, 1]), prior });
  expect(meanIn(resolved.alpha, shoulder)).toBeGreaterThan(0.99);
  // An area that the prior denies is not restored.
  expect(meanIn(resolved.alpha, table)).toBeLessThan(0.01);
});

test('leaves the same shoulder to a network that is right elsewhere', () => {
  const alpha = plane([head, 1], [chest, 1]);
  const resolved = resolve({ alpha, prior: plane([head, 1], [chest, 1], [shoulder, 0.65]) });
  expect(meanIn(resolved.alpha, shoulder)).toBeLessThan(0.01);
});
