/** Draws what a person wears on the head: glasses, earrings, a knitted hat. All in the head's frame, over face and hair. */
import { mix } from './colour.ts';
import { type Curve, curvesOf, flipped, mirrored, points, smooth, trace } from './curves.ts';
import type { Figure } from './figure.ts';
import { drawFeathered, drawLine, drawPath, drawRim, drawSoft, drawSpot, element } from './svg.ts';

const rightRim = smooth(points('7 -8, 14 -13, 28 -14, 42 -13, 49 -7, 47 8, 38 17, 28 18.5, 18 17, 9 8'), true);
const rightTemple = curvesOf('49 -6, 54 -8, 60 -8, 65 -7');
const noseBridge = curvesOf('-7.5 -4, -4 -9, 4 -9, 7.5 -4');

/** Horn frames; the glass shows the eyes and a little of the window. */
export function drawGlasses({ defs }: Figure): string {
  const horn = '#2b1d17';
  const glass = defs.linear(
    [
      [0, '#ffffff', 0.2],
      [0.35, '#ffffff', 0.03],
      [0.55, '#ffffff', 0.1],
      [0.6, '#ffffff', 0.02],
    ],
    0,
    0,
    1,
    0.8,
  );
  const one = (rim: Curve[], temple: Curve[]) =>
    [
      drawFeathered(rim, '#2a0f08', 2.6, 1.6, { opacity: 0.4, transform: 'translate(1 3)' }),
      drawPath(rim, { fill: glass, stroke: horn, 'stroke-width': 2.6 }, true),
      drawLine(rim, '#8a6a52', 0.5, { opacity: 0.7, transform: 'translate(-0.5 -0.7)' }),
      drawLine(temple, horn, 2.6),
    ].join('');
  return [
    one(flipped(rightRim), flipped(rightTemple)),
    one(rightRim, rightTemple),
    drawLine(noseBridge, horn, 2.4),
  ].join('');
}

/** Gold hoops under the ear lobes: the backdrop or the hair shows through them. */
export function drawEarrings({ defs }: Figure): string {
  const gold = defs.linear(
    [
      [0, '#fbe7a8'],
      [0.45, '#d6a53c'],
      [1, '#8a5f1c'],
    ],
    0.1,
    0,
    0.8,
    1,
  );
  return [-1, 1]
    .flatMap((s) => [
      element('circle', { cx: s * 65.5, cy: 49, r: 9.5, fill: 'none', stroke: gold, 'stroke-width': 2.2 }),
      element('circle', { cx: s * 64, cy: 38.5, r: 1.9, fill: '#f3d884' }),
    ])
    .join('');
}

/** The hat's outline above the brow, clockwise from its top; all of it counts as crown. */
export const hatOutline: readonly Curve[] = mirrored(
  curvesOf('0 -122, 44 -122, 80 -98, 84 -56, 85 -46, 84.5 -40, 83 -32, 54 -45, 24 -48, 0 -48'),
);
const brim = curvesOf(
  '-84.5 -56, -54 -79, 54 -79, 84.5 -56, 85 -48, 84.5 -40, 83 -32, 54 -49, -54 -49, -83 -32, -84.5 -40, -85 -48, -84.5 -56',
);

/** A ribbed knitted hat with a turned-up brim. */
export function drawHat({ defs, random }: Figure): string {
  const wool = '#8c3b3a';
  const [light, dark] = [mix(wool, '#ffffff', 0.25), mix(wool, '#120406', 0.5)];
  const ribs = Array.from({ length: 37 }, (_, i) => {
    const x = -83 + (i * 166) / 36;
    const brimTop = -73 + 0.0025 * x * x;
    const crease = trace(
      [x * 0.35, -120 + 0.003 * x * x],
      [
        [x * 0.95, -112 + 0.0045 * x * x],
        [x, brimTop - 16],
        [x, brimTop],
      ],
    );
    const fold = trace(
      [x, brimTop + 2],
      [
        [x + 0.4, brimTop + 9],
        [x + 0.4, brimTop + 17],
        [x * 0.99, brimTop + 27],
      ],
    );
    return (
      drawLine(crease, dark, 1.2, { opacity: 0.34 + random() * 0.14 }) +
      drawLine(fold, dark, 1.6, { opacity: 0.44 + random() * 0.14 })
    );
  });
  const inside = [
    drawSpot(defs, light, [-26, -96], 50, 30, 0.6),
    drawRim(defs, hatOutline, dark, 6, 0.7),
    drawPath(brim, { fill: mix(wool, light, 0.2), opacity: 0.9 }, true),
    drawFeathered(brim, dark, 5, 3, { opacity: 0.8 }),
    drawSpot(defs, dark, [70, -56], 26, 44, 0.6),
    ...ribs,
  ].join('');
  return [
    drawPath(hatOutline, { fill: wool }, true),
    element('g', { 'clip-path': defs.clip(hatOutline) }, inside),
  ].join('');
}

/** The shadow that the brim throws on the brow; the caller clips it to the head. */
export function drawHatShadow({ defs, skin }: Figure): string {
  return drawSoft(defs, [brim], 4, { fill: skin.deep, opacity: 0.6, transform: 'translate(1 6)' });
}
