/** A person on a small plane of whom the network sees the head and loses the body. */
import { expect, test } from 'vitest';
import { restorePerson } from '../../../../../functions/matting/fusion/restore-person.ts';

const size = { widthPx: 120, heightPx: 80 };
const guide = Array.from({ length: 3 }, () => new Float32Array(size.widthPx * size.heightPx)) as [
  Float32Array,
  Float32Array,
  Float32Array,
];

type Part = (x: number, y: number) => boolean;
const head: Part = (x, y) => x >= 70 && x < 110 && y >= 25 && y < 55;
const body: Part = (x, y) => x < 70 && y >= 10 && y < 70;
const thing: Part = (x, y) => x >= 20 && x < 40 && y >= 20 && y < 60;

const plane = (value: (x: number, y: number) => number) =>
  Float32Array.from({ length: size.widthPx * size.heightPx }, (_, at) =>
    value(at % size.widthPx, Math.floor(at / size.widthPx)),
  );
const person = plane((x, y) => (head(x, y) || body(x, y) ? 1 : 0));

test('a body that the network loses becomes opaque', () => {
  const alpha = plane((x, y) => (head(x, y) ? 1 : 0.01));
  const restored = restorePerson({ ...size, guide, alpha }, person).alpha;
  for (const [at, value] of person.entries()) expect(restored[at]).toBeCloseTo(value, 1);
});

test('a half-clear shirt within such a body becomes opaque, too', () => {
  const alpha = plane((x, y) => (head(x, y) ? 1 : thing(x, y) ? 0.6 : 0.01));
  const restored = restorePerson({ ...size, guide, alpha }, person).alpha;
  expect(restored[40 * size.widthPx + 30]).toBe(1);
});

test('a picture stays as it is where the network sees most of what the prior claims, or nothing of it', () => {
  const seen = { ...size, guide, alpha: plane((x, y) => (head(x, y) || body(x, y) ? (x < 10 ? 0 : 1) : 0)) };
  expect(restorePerson(seen, person)).toBe(seen);
  const elsewhere = { ...size, guide, alpha: plane((x, y) => (y < 8 && x > 100 ? 1 : 0)) };
  expect(restorePerson(elsewhere, person)).toBe(elsewhere);
});
