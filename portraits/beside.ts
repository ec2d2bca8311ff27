/** Draws what can be beside a head and is not part of it: a raised hand, a phone at the ear, the back of a chair. In the head's frame. */
import { mix } from './colour.ts';
import { points, smooth } from './curves.ts';
import type { Figure } from './figure.ts';
import { drawPath, drawSpot, element } from './svg.ts';

/** `hand` and `phone` are before the head, `chair` is behind the person. */
export type Beside = 'none' | 'hand' | 'phone' | 'chair';

const forearm = smooth(points('84 54, 118 50, 168 190, 196 330, 120 330, 104 190'), true);
const palm = smooth(points('74 -4, 92 -16, 112 -6, 120 30, 116 62, 98 72, 82 62'), true);
const fingers = [72, 83, 94, 105];

/** A hand beside the temple with its forearm. */
export function drawRaisedHand({ skin, defs }: Figure): string {
  const paint = { fill: skin.base, stroke: mix(skin.shadow, skin.deep, 0.4), 'stroke-width': 1 };
  const drawFinger = (x: number, i: number) => {
    const top = -52 + 5 * Math.abs(i - 1.5);
    return drawPath(
      smooth(points(`${x} ${top + 6}, ${x + 6} ${top}, ${x + 12} ${top + 6}, ${x + 12} 8, ${x} 8`), true),
      paint,
    );
  };
  return [
    drawPath(forearm, paint, true),
    ...fingers.map(drawFinger),
    drawPath(palm, paint, true),
    drawSpot(defs, skin.light, [96, 24], 14, 30, 0.4),
  ].join('');
}

const phone = smooth(points('66 -38, 82 -40, 90 60, 74 62'), true);

/** A dark phone at the ear, and the hand that holds it. */
export function drawPhone(figure: Figure): string {
  return drawRaisedHand(figure) + drawPath(phone, { fill: '#15171a', stroke: '#33373c', 'stroke-width': 1.5 }, true);
}

/** The back of a dark office chair, behind the shoulders. */
export function drawChair(): string {
  return element('rect', { x: -150, y: 25, width: 300, height: 420, rx: 26, fill: '#24282c' });
}
