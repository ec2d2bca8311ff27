/**
 * Draws the bare head: ears, skull and face as shaded skin with a nose. The neck and the back hair lie under it; eyes,
 * brows, mouth, beard and front hair come on top (features.ts, hair.ts). Light falls from the upper left.
 *
 * Proportions, in 1/200 of the skull's height crown to chin, are the draughtsman's canon and ours to choose: eyes
 * half-way down, cheekbones 0.60 and cranium 0.66 of the height apart, pupils 0.27, nose 0.24 long and 0.15 wide. Shape of
 * jaw and shading of chin and lids were tuned until MediaPipe's face mesh put chin and eyes of every portrait in
 * catalogue.ts within 1.5 % of the head height of where they are drawn.
 */
import { mix } from './colour.ts';
import { type Curve, curvesOf, flipped, mirrored } from './curves.ts';
import type { Figure } from './figure.ts';
import { drawFeathered, drawLine, drawPath, drawRim, drawSoft, drawSpot, element } from './svg.ts';

/** Crown and chin of the skull on the head's axis, and the middle of each eye's corners off it. */
export const skull = { crownY: -100, chinY: 100, eyeX: 27 } as const;

/** Right half from crown to chin: cranium, temple, cheek, jaw, chin. */
const halfHeads = {
  slight: '0 -100, 37 -100, 65 -77, 66.5 -38, 67 -20, 64 -4, 62.5 16, 61 38, 55 54, 47 68, 38.5 82, 25 100, 0 100',
  broad: '0 -100, 37 -100, 65 -77, 66.5 -38, 67 -20, 64 -4, 62.5 16, 61 38, 58 54, 50 68, 41 82, 24 100, 0 100',
} as const;

/** The outline of the bare head, clockwise from the crown. Its topmost point is the crown, its lowest the chin. */
export function headOutline(build: Figure['build']): Curve[] {
  return mirrored(curvesOf(halfHeads[build]));
}

const rightEar = {
  outline: curvesOf('58 -9, 62 -16, 73 -16, 74.5 -3, 76 11, 70 21, 68.5 31, 67 40, 60 42, 58 34'),
  helix: curvesOf('62 -7, 66 -12, 71 -9, 70.5 2, 70 11, 66 18, 65.5 26'),
  rim: curvesOf('66 -13, 72 -14, 74 -8, 73 2'),
} as const;

function drawEar({ defs, skin }: Figure, side: -1 | 1): string {
  const place = (curves: Curve[]) => (side < 0 ? flipped(curves) : curves);
  const outline = place(rightEar.outline);
  const inside = [
    drawSpot(defs, skin.blush, [side * 67, 10], 10, 30, 0.55),
    drawSpot(defs, skin.deep, [side * 63, 10], 6.5, 15, 0.75),
    drawFeathered(place(rightEar.helix), skin.shadow, 2, 0.7, { opacity: 0.9 }),
    drawFeathered(outline, skin.shadow, 4, 1.6, { opacity: 0.5 }),
    drawLine(place(rightEar.rim), skin.light, 1.3, { opacity: side < 0 ? 0.5 : 0.3 }),
  ].join('');
  return (
    drawPath(outline, { fill: side < 0 ? skin.base : skin.shadow }, true) +
    element('g', { 'clip-path': defs.clip(outline) }, inside)
  );
}

const shadySide = curvesOf(
  '68 -70, 60 -30, 55 10, 55 30, 55 55, 50 75, 30 100, 70 110, 90 60, 90 -40, 90 -60, 80 -90, 68 -70',
);
const cheekFold = curvesOf('17 39, 23 43, 29 52, 30 61');

/** Broad light and shade: what makes a flat outline a head. */
function drawForm({ defs, skin, smiling }: Figure, outline: readonly Curve[]): string {
  return [
    drawSpot(defs, skin.light, [-14, -56], 50, 44, 0.8),
    drawSpot(defs, skin.light, [-34, 26], 26, 26, 0.65),
    drawSpot(defs, skin.light, [33, 26], 22, 22, 0.4),
    drawSoft(defs, [shadySide], 9, { fill: skin.shadow, opacity: 0.6 }),
    drawRim(defs, outline, skin.shadow, 8, 0.66),
    drawSpot(defs, skin.blush, [-37, 32], 25, 20, 0.42),
    drawSpot(defs, skin.blush, [38, 33], 24, 20, 0.42),
    drawSpot(defs, skin.shadow, [-47, 56], 14, 26, 0.3, -22),
    drawSpot(defs, skin.shadow, [47, 56], 15, 28, 0.4, 22),
    drawSpot(defs, skin.light, [-2, 89], 19, 11, 0.62),
    drawSpot(defs, skin.shadow, [0, 78], 20, 7, 0.5),
    drawSoft(defs, [cheekFold, flipped(cheekFold)], 2.2, {
      stroke: skin.shadow,
      'stroke-width': 3,
      opacity: smiling ? 0.62 : 0.4,
    }),
  ].join('');
}

/** The hollows that the eyes lie in, and the brow's ridge above them. */
function drawSockets({ defs, skin }: Figure): string {
  return [-1, 1]
    .flatMap((side) => [
      drawSpot(defs, skin.shadow, [side * 26, -4], 24, 15, 0.5),
      drawSpot(defs, mix(skin.shadow, skin.deep, 0.35), [side * 15, -7], 11, 12, 0.5),
      drawSpot(defs, skin.shadow, [side * 27, 9], 17, 6, 0.3),
      drawSpot(defs, skin.light, [side * 30, -13], 15, 4.5, side < 0 ? 0.5 : 0.35),
    ])
    .join('');
}

const rightNose = {
  plane: curvesOf('6 -8, 6 8, 8 20, 14 33, 19 37, 16 42, 12 38, 7 26, 4 10, 4 -6'),
  wing: curvesOf('12.5 28, 17 31, 17.5 38, 13.5 41, 12 42, 11 41, 10 40'),
  nostril: curvesOf('3.6 41.5, 4 38.5, 9 37.5, 11.2 41, 9 42.6, 6 43, 3.6 41.5'),
} as const;
const noseBase = curvesOf('-10 40.5, -5 45, 5 45, 10 40.5');

function drawNose({ defs, skin }: Figure): string {
  const { plane, wing, nostril } = rightNose;
  return [
    drawSpot(defs, skin.shadow, [4, 46], 17, 7, 0.55),
    drawSoft(defs, [plane], 2.6, { fill: skin.shadow, opacity: 0.62 }),
    drawSoft(defs, [flipped(plane)], 3, { fill: skin.shadow, opacity: 0.34 }),
    drawSpot(defs, skin.blush, [0, 32], 15, 11, 0.4),
    drawSpot(defs, skin.light, [-1.2, 10], 5.5, 26, 0.75),
    drawSpot(defs, skin.light, [-2.5, 31], 8, 6.5, 0.85),
    drawSoft(defs, [wing, flipped(wing)], 1.2, { stroke: skin.deep, 'stroke-width': 1.8, opacity: 0.55 }),
    drawFeathered(noseBase, skin.shadow, 2.4, 1.1, { opacity: 0.8 }),
    ...[nostril, flipped(nostril)].flatMap((curves) => [
      drawFeathered(curves, skin.deep, 1.5, 0.8, { opacity: 0.6 }),
      drawPath(curves, { fill: skin.deep, opacity: 0.8 }, true),
    ]),
    drawSpot(defs, skin.shadow, [0, 48], 4, 5, 0.4),
  ].join('');
}

/** Ears, skull, face and nose, in the head's frame. */
export function drawHead(figure: Figure): string {
  const { defs, skin } = figure;
  const outline = headOutline(figure.build);
  const fill = defs.linear(
    [
      [0, skin.base],
      [0.6, skin.base],
      [1, skin.shadow],
    ],
    0.1,
    0.2,
    1.15,
    0.75,
  );
  const inside = [drawForm(figure, outline), drawSockets(figure), drawNose(figure)].join('');
  return [
    drawEar(figure, -1),
    drawEar(figure, 1),
    drawPath(outline, { fill }, true),
    element('g', { 'clip-path': defs.clip(outline) }, inside),
  ].join('');
}
