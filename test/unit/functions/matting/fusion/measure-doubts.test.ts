/** Half-clear areas and contradictions around a drawn person. */
import { expect, test } from 'vitest';
import { measureDoubts, measureThings } from '../../../../../functions/matting/fusion/measure-doubts.ts';

const size = { widthPx: 100, heightPx: 100 };
const faceWidthPx = 40;
const plane = (valueAt: (x: number, y: number) => number) =>
  Float32Array.from({ length: 10_000 }, (_, at) => valueAt(at % 100, Math.floor(at / 100)));
const person = plane((x) => Number(x >= 30 && x < 70));
const measure = (alpha: Float32Array, network: Float32Array, prior: Float32Array) =>
  measureDoubts({ ...size, alpha }, network, prior, faceWidthPx);

test('a plain cutout and a soft edge give no doubt', () => {
  const soft = plane((x) => Math.max(0, Math.min(1, (x - 28) / 5)) * Number(x < 70));
  expect(measure(soft, person, person)).toEqual({ hazeArea: 0, conflictArea: 0, deniedArea: 0 });
});

test('a half-clear area beside the person is haze', () => {
  const alpha = plane((x, y) => (x >= 30 && x < 70 ? 1 : x >= 70 && x < 90 && y >= 50 ? 0.5 : 0));
  const { hazeArea, conflictArea } = measure(alpha, alpha, person);
  expect(hazeArea).toBeGreaterThan(0.3);
  expect(conflictArea).toBe(0);
});

test('an area that was decided although both estimates doubt it is haze', () => {
  const doubtful = plane((x, y) => (x >= 30 && x < 70 ? 1 : x >= 70 && x < 90 && y >= 50 ? 0.5 : 0));
  expect(measure(person, doubtful, doubtful).hazeArea).toBeGreaterThan(0.3);
  expect(measure(person, doubtful, person).hazeArea).toBe(0);
});

test('a prior that claims what the network denies is a conflict', () => {
  const everything = plane(() => 0.95);
  const { hazeArea, conflictArea } = measure(person, person, everything);
  expect(hazeArea).toBe(0);
  expect(conflictArea).toBeGreaterThan(1);
});

test('a patch that stays although the network is surer than the prior is denied; a hole where the prior is surer is not', () => {
  const withPatch = plane((x) => Number(x >= 30 && x < 90));
  const hole = plane((x) => (x < 30 || x >= 90 ? 0 : x < 70 ? 1 : 0.02));
  const prior = (ofPatch: number) => plane((x) => (x < 30 || x >= 90 ? 0 : x < 70 ? 1 : ofPatch));
  expect(measure(withPatch, hole, prior(0.9)).deniedArea).toBeCloseTo(2000 / 40 ** 2);
  expect(measure(withPatch, hole, prior(0.999)).deniedArea).toBe(0);
});

test('a thing beside the head that was left out is found, one far below is not', () => {
  const whole = { leftPx: 0, topPx: 0, ...size };
  const face = { leftPx: 30, topPx: 20, widthPx: 40, heightPx: 40 };
  const things = (alpha: Float32Array, network: Float32Array) =>
    measureThings({ ...size, alpha }, network, person, whole, face);
  const withThing = (top: number) =>
    plane((x, y) => Number((x >= 30 && x < 70) || (x >= 70 && y >= top && y < top + 12)));
  expect(things(person, withThing(40))).toBeGreaterThan(0.05);
  expect(things(person, withThing(88))).toBe(0);
  expect(things(withThing(40), withThing(40))).toBe(0);
});
