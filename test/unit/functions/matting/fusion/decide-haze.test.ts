/** Half-clear areas beside a drawn person. */
import { expect, test } from 'vitest';
import { decideHaze } from '../../../../../functions/matting/fusion/decide-haze.ts';

const size = { widthPx: 100, heightPx: 100 };
const faceWidthPx = 80;
const plane = (valueAt: (x: number, y: number) => number) =>
  Float32Array.from({ length: 10_000 }, (_, at) => valueAt(at % 100, Math.floor(at / 100)));
const isPerson = (x: number) => x >= 20 && x < 50;
const isBeside = (x: number, y: number) => x >= 50 && x < 80 && y >= 40 && y < 80;
const beside = (value: number) => plane((x, y) => (isPerson(x) ? 1 : isBeside(x, y) ? value : 0));
const decide = (alpha: Float32Array, network: Float32Array, prior: Float32Array) =>
  decideHaze({ ...size, alpha, guide: [alpha, alpha, alpha] }, { alpha: network, prior }, faceWidthPx);
const inside = 60 * 100 + 65;

test('a leaf that both estimates doubt is cleared, with its border', () => {
  expect(decide(beside(0.45), beside(0.45), beside(0.3))).toEqual(beside(0));
});

test('a shoulder that both estimates favour becomes opaque, with its border', () => {
  expect(decide(beside(0.7), beside(0.7), beside(0.55))).toEqual(beside(1));
});

test('a network that is sure outweighs a prior that is not', () => {
  expect(decide(beside(0.3), beside(0), beside(0.7))[inside]).toBe(0);
});

test('a gap that the network calls clear opens around a cleared area', () => {
  const around = (middle: number) =>
    plane((x, y) => (x >= 55 && x < 70 && y >= 50 && y < 70 ? middle : Number(x >= 20 && x < 80)));
  const alpha = decide(around(0.3), beside(0), around(0.6));
  const row = 60 * 100;
  expect([45, 52, 65, 75].map((x) => alpha[row + x])).toEqual([1, 0, 0, 0]);
});

test('an edge stays soft however the estimates fall', () => {
  const edge = plane((x) => Math.max(0, Math.min(1, (54 - x) / 8)));
  expect(decide(edge, edge, edge)).toEqual(edge);
});

test('strands of hair stay half clear', () => {
  const hair = plane((x, y) => (isPerson(x) ? 1 : isBeside(x, y) ? 0.3 + 0.3 * (x % 2) : 0));
  expect(decide(hair, hair, hair)).toEqual(hair);
});
