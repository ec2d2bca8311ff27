/** Draws what covers a face: a paper mask, dark glasses, a hand. All in the head's frame, over face and hair. */
import { mix } from './colour.ts';
import { curvesOf, flipped, points, smooth } from './curves.ts';
import type { Figure } from './figure.ts';
import { drawFeathered, drawLine, drawPath, drawSoft, drawSpot } from './svg.ts';

const maskOutline = smooth(points('0 20, 24 26, 52 34, 55 62, 40 88, 0 101, -40 88, -55 62, -52 34, -24 26'), true);
const maskFolds = [44, 58, 72].map((y) => curvesOf(`-52 ${y}, -20 ${y + 5}, 20 ${y + 5}, 52 ${y}`));
const loop = curvesOf('52 36, 58 30, 62 24, 64 18');

/** A pleated paper mask with loops to the ears. */
export function drawMask({ defs }: Figure): string {
  return [
    drawLine(loop, '#e8eef2', 1.6),
    drawLine(flipped(loop), '#e8eef2', 1.6),
    drawSoft(defs, [maskOutline], 3, { fill: '#2a1510', opacity: 0.35, transform: 'translate(1 3)' }),
    drawPath(maskOutline, { fill: '#a9cfe0' }, true),
    drawSpot(defs, '#d6ebf3', [-16, 52], 30, 26, 0.6),
    ...maskFolds.map((fold) => drawFeathered(fold, '#6e9db5', 1.4, 0.8, { opacity: 0.7 })),
  ].join('');
}

const lens = smooth(points('7 -9, 15 -15, 30 -16, 44 -14, 50 -7, 48 9, 39 19, 28 20, 17 18, 9 9'), true);
const bridge = curvesOf('-7.5 -5, -4 -10, 4 -10, 7.5 -5');
const temple = curvesOf('49 -7, 55 -9, 60 -9, 65 -8');

/** Glasses whose lenses let no light through. */
export function drawSunglasses(): string {
  const dark = '#14110f';
  return [
    drawPath(lens, { fill: dark, stroke: dark, 'stroke-width': 2 }, true),
    drawPath(flipped(lens), { fill: dark, stroke: dark, 'stroke-width': 2 }, true),
    drawLine(bridge, dark, 2.6),
    drawLine(temple, dark, 2.4),
    drawLine(flipped(temple), dark, 2.4),
  ].join('');
}

const fingers = [-30, -12, 6, 24];

/** Four fingers from below over the mouth. */
export function drawHand({ skin, defs }: Figure): string {
  return fingers
    .map((x, i) => {
      const top = 44 + 3 * Math.abs(i - 1.5);
      const finger = smooth(
        points(`${x} ${top + 6}, ${x + 8} ${top}, ${x + 17} ${top + 6}, ${x + 18} 112, ${x - 1} 112`),
        true,
      );
      return [
        drawPath(finger, { fill: skin.base, stroke: mix(skin.shadow, skin.deep, 0.4), 'stroke-width': 1 }, true),
        drawSpot(defs, skin.light, [x + 7, top + 22], 6, 22, 0.5),
      ].join('');
    })
    .join('');
}
