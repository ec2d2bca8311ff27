/** Dresses the trunk of body.ts: a sweater with a ribbed collar, a shirt, or a blazer over a white shirt. */
import { type ClothTones, clothTones, drawCloth, trunkOutline } from './body.ts';
import { mix } from './colour.ts';
import { type Curve, curvesOf, flipped, trace } from './curves.ts';
import type { Figure } from './figure.ts';
import { drawFeathered, drawLine, drawPath, drawSoft, element } from './svg.ts';

function drawSweater(figure: Figure): string {
  const { defs, build } = figure;
  const neckX = build === 'broad' ? 60 : 51;
  const tones = clothTones(figure.clothingColour);
  const band = trace(
    [-neckX - 4, 136],
    [
      [-neckX * 0.9, 182],
      [neckX * 0.9, 182],
      [neckX + 4, 136],
    ],
    [
      [neckX + 2, 133],
      [neckX - 3, 131],
      [neckX - 6, 131],
    ],
    [
      [neckX * 0.78, 164],
      [-neckX * 0.78, 164],
      [-neckX + 6, 131],
    ],
    [
      [-neckX + 3, 131],
      [-neckX - 2, 133],
      [-neckX - 4, 136],
    ],
  );
  const ribs = Array.from({ length: 47 }, (_, i) => {
    const angle = (i / 46) * Math.PI;
    const [c, s] = [-Math.cos(angle), Math.sin(angle)];
    const x = (grow: number) => c * (neckX + grow);
    const rib = trace(
      [x(-7), 132 + s * 23],
      [
        [x(-4), 133 + s * 27],
        [x(-1), 134 + s * 32],
        [x(3), 136 + s * 35],
      ],
    );
    return drawLine(rib, tones.dark, 0.8, { opacity: 0.4 });
  });
  const outline = trunkOutline(build, neckX, 168);
  const bandShadow = drawSoft(defs, [band], 3, { fill: tones.dark, opacity: 0.6, transform: 'translate(1 5)' });
  const fill = defs.linear(
    [
      [0, tones.light],
      [0.4, tones.base],
      [1, mix(tones.base, tones.dark, 0.5)],
    ],
    0,
    0,
    1,
    0.4,
  );
  return [
    drawCloth(figure, outline, tones),
    element('g', { 'clip-path': defs.clip(outline) }, bandShadow),
    drawPath(band, { fill }, true),
    element('g', { 'clip-path': defs.clip(band) }, ribs.join('')),
  ].join('');
}

const buttonHeights = [222, 300, 378, 456];
const buttonStrip = curvesOf('0 180, 1 300, 1 600, 0 880');

/** The two leaves of a shirt's collar and the button strip. */
function drawCollar({ defs }: Figure, neckX: number, outline: readonly Curve[], tones: ClothTones): string {
  const leaf = trace(
    [neckX, 118],
    [
      [neckX + 8, 128],
      [neckX + 10, 136],
      [neckX + 8, 146],
    ],
    [
      [neckX - 2, 166],
      [40, 184],
      [34, 204],
    ],
    [
      [20, 196],
      [8, 186],
      [0, 178],
    ],
    [
      [20, 164],
      [neckX - 6, 146],
      [neckX, 118],
    ],
  );
  const leaves = [flipped(leaf), leaf];
  const shadow = drawSoft(defs, leaves, 4, { fill: tones.dark, opacity: 0.55, transform: 'translate(2 5)' });
  const buttons = buttonHeights.map((cy) =>
    element('circle', { cx: 5, cy, r: 3.4, fill: tones.light, stroke: tones.dark, 'stroke-width': 0.6 }),
  );
  return [
    element('g', { 'clip-path': defs.clip(outline) }, shadow),
    drawFeathered(buttonStrip, tones.dark, 3, 2, { opacity: 0.5 }),
    ...buttons,
    ...leaves.flatMap((curves, i) => [
      drawPath(curves, { fill: i === 0 ? mix(tones.base, tones.light, 0.5) : mix(tones.base, tones.dark, 0.08) }, true),
      drawLine(curves, tones.dark, 0.6, { opacity: 0.45 }),
    ]),
  ].join('');
}

function drawShirt(figure: Figure, colour: string): string {
  const tones = clothTones(colour);
  const neckX = figure.build === 'broad' ? 56 : 47;
  const outline = trunkOutline(figure.build, neckX + 1, 180);
  return drawCloth(figure, outline, tones) + drawCollar(figure, neckX, outline, tones);
}

const rightLapel = curvesOf(
  '62 142, 78 150, 84 190, 82 214, 98 216, 104 220, 108 226, 84 300, 40 380, 4 430, 18 330, 36 250, 62 142',
);

function drawBlazer(figure: Figure): string {
  const { defs } = figure;
  const tones = clothTones(figure.clothingColour);
  const outline = trunkOutline(figure.build, 60, 440);
  const lapels = [flipped(rightLapel), rightLapel];
  return [
    drawShirt(figure, '#eef0f2'),
    drawCloth(figure, outline, tones),
    drawSoft(defs, lapels, 4, { fill: tones.dark, opacity: 0.7, transform: 'translate(1 5)' }),
    ...lapels.flatMap((curves, i) => [
      drawPath(curves, { fill: mix(tones.base, i === 0 ? tones.light : tones.dark, 0.25) }, true),
      drawLine(curves, tones.dark, 0.8, { opacity: 0.6 }),
    ]),
  ].join('');
}

/** Clothes over the neck's base, in the body's frame. */
export function drawClothes(figure: Figure): string {
  if (figure.clothing === 'sweater') return drawSweater(figure);
  return figure.clothing === 'shirt' ? drawShirt(figure, figure.clothingColour) : drawBlazer(figure);
}
