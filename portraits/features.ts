/** Draws eyes with lids and lashes, brows, and the mouth. They lie on the bare head of face.ts, under the front hair. */
import { mix } from './colour.ts';
import { type At, type Curve, curvesOf, flipped, pointOn, trace } from './curves.ts';
import { skull } from './face.ts';
import type { Figure } from './figure.ts';
import { scatter } from './random.ts';
import { drawFeathered, drawLine, drawPath, drawSpot, element } from './svg.ts';

const sides = [-1, 1] as const;
type Side = (typeof sides)[number];

const lashTone = '#1c110d';

/** From the middle of the eye outwards (u) and down (y), for either side. Corners: u = -12.6 and 12.6, their mean at y = 0. */
const eyeAt =
  (side: Side) =>
  (u: number, y: number): At => [side * (skull.eyeX + u), y];

function upperLid(side: Side, lift = 0): Curve[] {
  const at = eyeAt(side);
  return trace(at(-12.6, 1), [at(-7, -5 - lift), at(5, -7.4 - lift), at(12.6, -1)]);
}

function lowerLid(side: Side): Curve[] {
  const at = eyeAt(side);
  return trace(at(12.6, -1), [at(8, 4.6), at(-4, 6), at(-12.6, 1)]);
}

function drawIris({ defs, eyeColour }: Figure, side: Side): string {
  const [cx, cy]: At = [side * skull.eyeX, -0.6];
  const iris = defs.radial([
    [0, mix(eyeColour, '#f1d9a8', 0.3)],
    [0.62, eyeColour],
    [0.86, mix(eyeColour, '#120c08', 0.45)],
    [1, mix(eyeColour, '#0a0706', 0.8)],
  ]);
  return [
    element('circle', { cx, cy, r: 5.6, fill: iris }),
    element('circle', { cx, cy, r: 2.3, fill: '#0b0807' }),
    element('circle', { cx: cx - 1.9, cy: cy - 2, r: 1.05, fill: '#ffffff', opacity: 0.92 }),
    element('ellipse', { cx: cx + 1.8, cy: cy + 2.2, rx: 1.3, ry: 0.8, fill: '#ffffff', opacity: 0.22 }),
  ].join('');
}

function drawOpenEye(figure: Figure, side: Side): string {
  const { defs, skin, build } = figure;
  const at = eyeAt(side);
  const lashes = build === 'broad' ? 1.4 : 1.9;
  const ball = [...upperLid(side), ...lowerLid(side)];
  const white = defs.linear(
    [
      [0, '#cbbdb4'],
      [0.3, '#e6ddd6'],
      [0.75, '#eae2dc'],
      [1, '#c9b8ae'],
    ],
    0,
    0,
    1,
    0.15,
  );
  const inside = [
    drawPath(ball, { fill: white }, true),
    drawIris(figure, side),
    drawSpot(defs, '#c66a5e', at(-12, 1), 3.4, 2.6, 0.9),
    drawFeathered(upperLid(side), '#1f120d', 4.5, 1.2, { opacity: 0.6 }),
  ].join('');
  const tail = trace(at(9.5, -4), [at(11, -2.8), at(12.6, -1.6), at(14, -1.9)]);
  return [
    drawFeathered(upperLid(side, 5.2), skin.deep, 1.6, 0.9, { opacity: 0.7 }),
    drawFeathered(lowerLid(side), skin.shadow, 2.6, 1, { opacity: 0.85 }),
    element('g', { 'clip-path': defs.clip(ball) }, inside),
    drawLine(lowerLid(side), skin.deep, 0.5, { opacity: 0.5 }),
    drawFeathered(upperLid(side, 0.4), lashTone, lashes, 0.3, { opacity: 0.95 }),
    drawLine(tail, lashTone, lashes * 0.5, { opacity: 0.8 }),
  ].join('');
}

/** The upper lid lies on the lower one: skin down to a line of lashes that sags a little. */
function drawClosedEye({ defs, skin, build }: Figure, side: Side): string {
  const at = eyeAt(side);
  const seam = trace(at(-12.6, 1), [at(-7, 3.4), at(6, 3.6), at(12.6, -1)]);
  const lashes = build === 'broad' ? 2 : 2.8;
  return [
    drawSpot(defs, skin.base, [side * skull.eyeX, -5], 17, 8, 0.8),
    drawFeathered(seam, lashTone, lashes, 0.4, { opacity: 0.95 }),
  ].join('');
}

const rightBrow = curvesOf('11.5 -16, 20 -21.5, 34 -23.5, 46.5 -16');

/** A soft band under single hairs that lie flatter and thinner towards the temple. */
function drawBrow(figure: Figure, side: Side): string {
  const { hair, random, build, hairStyle } = figure;
  const thick = build === 'broad' ? 3.2 : 2.3;
  const tone = hairStyle === 'bald' ? '#4a3a30' : mix(hair.base, '#2a1a12', 0.4);
  const spine = side < 0 ? flipped(rightBrow) : rightBrow;
  const hairs = spine.flatMap((curve) =>
    Array.from({ length: 90 }, (_, i) => {
      const t = (i + random()) / 90;
      const [x, y] = pointOn(curve, t);
      const root = y + scatter(random, thick * (1 - 0.72 * t * t) * 1.1);
      const lean = side * (1.2 + 4.2 * t);
      const hairLine = trace(
        [x, root + 1.4],
        [
          [x + lean * 0.4, root],
          [x + lean * 0.8, root - 1.4 + 2 * t],
          [x + lean, root - 1.8 + 3.4 * t],
        ],
      );
      return drawLine(hairLine, tone, 0.5, { opacity: 0.5 });
    }),
  );
  return drawFeathered(spine, tone, thick * 1.4, 1.2, { opacity: 0.7 }) + hairs.join('');
}

const lips = {
  upperTop: curvesOf(
    '-22.5 57.6, -16 56, -9 52.4, -5.5 52.4, -3.5 52.4, -2 53.8, 0 53.8, 2 53.8, 3.5 52.4, 5.5 52.4, 9 52.4, 16 56, 22.5 57.6',
  ),
  parting: curvesOf('22.5 57.6, 14 60.8, 6 59.6, 0 60.8, -6 59.6, -14 60.8, -22.5 57.6'),
  lowerBottom: curvesOf('-22.5 57.6, -16 66, -8 71.5, 0 71.5, 8 71.5, 16 66, 22.5 57.6'),
} as const;

/** Distance by which the lower lip of an open mouth is lowered, head units. */
const openDrop = 9;

/** A smile's corners: how far they rise, head units, and how much wider the mouth is. */
const smileLift = 3.2;
const smileWidening = 1.1;

function drawMouth({ defs, skin, mouthOpen, smiling }: Figure): string {
  const drop = mouthOpen ? openDrop : 0;
  const [lift, wide] = smiling ? [smileLift, smileWidening] : [0, 1];
  const shape = (curves: readonly Curve[], hang = 0): Curve[] => {
    const bend = ([x, y]: At): At => [x * wide, y - lift * (x / 22.5) ** 2 + hang * (1 - (x / 22.5) ** 2)];
    return curves.map(([a, b, c, d]): Curve => [bend(a), bend(b), bend(c), bend(d)]);
  };
  const [upperTop, parting, lower] = [shape(lips.upperTop), shape(lips.parting), shape(lips.lowerBottom, drop)];
  const upperTone = mix(skin.lip, skin.deep, 0.18);
  const lowerTone = mix(skin.lip, skin.light, 0.12);
  return [
    drawPath([...lower, ...parting], { fill: lowerTone, opacity: 0.85 }, true),
    drawFeathered(lower, lowerTone, 2, 1, { opacity: 0.5 }),
    drawPath([...upperTop, ...parting], { fill: upperTone, opacity: 0.85 }, true),
    drawFeathered(upperTop, upperTone, 1.6, 0.9, { opacity: 0.5 }),
    drawSpot(defs, skin.light, [-4, 66 + drop], 11, 3.6, 0.55),
    mouthOpen ? drawGap(drop) : '',
    drawFeathered(parting, skin.deep, 1.5, 0.5, { opacity: 0.9 }),
    ...sides.map((side) => drawSpot(defs, skin.deep, [side * 23.2 * wide, 57.5 - lift], 3.2, 2.4, 0.6)),
    drawSpot(defs, skin.shadow, [0, 75.5 + drop * 0.6], 15, 4.5, 0.55),
  ].join('');
}

/** The dark between open lips, with the upper teeth. */
function drawGap(drop: number): string {
  const gap = trace(
    [-18, 59.4],
    [
      [-10, 59.6],
      [10, 59.6],
      [18, 59.4],
    ],
    [
      [12, 61 + drop],
      [-12, 61 + drop],
      [-18, 59.4],
    ],
  );
  return (
    drawPath(gap, { fill: '#2a0d0d' }, true) + element('ellipse', { cx: 0, cy: 60.6, rx: 13, ry: 2.2, fill: '#e9e0d6' })
  );
}

/** Eyes, brows and mouth, in the head's frame. */
export function drawFeatures(figure: Figure): string {
  const drawEye = figure.eyesClosed ? drawClosedEye : drawOpenEye;
  return [
    ...sides.map((side) => drawEye(figure, side)),
    ...sides.map((side) => drawBrow(figure, side)),
    drawMouth(figure),
  ].join('');
}
