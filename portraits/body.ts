/** Draws the neck, and the trunk that clothes.ts dresses, in the body's frame, which meets the head's frame at the base of the neck. The head lies over both. */
import { mix } from './colour.ts';
import { type At, type Curve, flipped, mirrored, trace } from './curves.ts';
import { headOutline } from './face.ts';
import type { Figure } from './figure.ts';
import { drawPath, drawRim, drawSoft, drawSpot, element } from './svg.ts';

/** The pivot of the head on the body, in both frames: on the axis, at the height of the seventh neck vertebra. */
export const neckBase: At = [0, 140];

/** Places a point of the head's frame into the body's frame. */
export type HeadToBody = (at: At) => At;

/** The neck follows the head's tilt at its top and the shoulders at its bottom. */
function neckOutline(build: Figure['build'], place: HeadToBody): Curve[] {
  const half = build === 'broad' ? 47 : 39;
  return trace(
    place([half, 40]),
    [place([half, 82]), [half, 108], [half + 4, 130]],
    [
      [half + 12, 148],
      [half + 30, 152],
      [half + 48, 158],
    ],
    [
      [half, 240],
      [-half, 240],
      [-half - 48, 158],
    ],
    [
      [-half - 30, 152],
      [-half - 12, 148],
      [-half - 4, 130],
    ],
    [[-half, 108], place([-half, 82]), place([-half, 40])],
  );
}

/** @param headInBody the head's frame in the body's, as an SVG transform, for the shadow that the jaw throws. */
export function drawNeck({ defs, skin, build }: Figure, place: HeadToBody, headInBody: string): string {
  const outline = neckOutline(build, place);
  const jawShadow = drawSoft(defs, [headOutline(build)], 7, {
    fill: skin.deep,
    opacity: 0.85,
    transform: 'translate(5 17)',
  });
  const cords = ([-1, 1] as const).map((s) => drawSpot(defs, skin.shadow, [s * 22, 128], 10, 44, 0.3, s * 24));
  const inside = [
    drawRim(defs, outline, skin.shadow, 7, 0.8),
    drawSpot(defs, skin.light, [-16, 132], 22, 30, 0.22),
    ...cords,
    drawSpot(defs, skin.shadow, [0, 158], 16, 12, 0.3),
    element('g', { transform: headInBody }, jawShadow),
  ].join('');
  const fill = mix(skin.base, skin.shadow, 0.22);
  return drawPath(outline, { fill }, true) + element('g', { 'clip-path': defs.clip(outline) }, inside);
}

/** The breadth of slight shoulders against broad ones. */
const breadth = (build: Figure['build']): number => (build === 'broad' ? 1 : 0.88);

/** Shoulders, arms and trunk down to the hips; the neckline is scooped down to `neckline` between `-neckX` and `neckX`. */
export function trunkOutline(build: Figure['build'], neckX: number, neckline: number): Curve[] {
  const x = (value: number) => value * breadth(build);
  return mirrored(
    trace(
      [0, neckline],
      [
        [neckX * 0.55, neckline],
        [neckX * 0.95, neckline - 14],
        [neckX, 137],
      ],
      [
        [neckX + 12, 147],
        [x(95), 156],
        [x(128), 166],
      ],
      [
        [x(172), 178],
        [x(200), 200],
        [x(207), 246],
      ],
      [
        [x(216), 320],
        [x(226), 430],
        [x(228), 560],
      ],
      [
        [x(229), 660],
        [x(220), 800],
        [x(210), 900],
      ],
      [
        [x(140), 900],
        [60, 900],
        [0, 900],
      ],
    ),
  );
}

/** The tones that one cloth is shaded with. */
export interface ClothTones {
  readonly base: string;
  readonly light: string;
  readonly dark: string;
}

export const clothTones = (base: string): ClothTones => ({
  base,
  light: mix(base, '#ffffff', 0.24),
  dark: mix(base, '#06070b', 0.45),
});

/** Cloth hangs from the shoulders: light on top, creases at the armpits, shade towards the right and below. */
export function drawCloth({ defs, build }: Figure, outline: readonly Curve[], tones: ClothTones): string {
  const x = (value: number) => value * breadth(build);
  const arm = trace(
    [x(152), 256],
    [
      [x(160), 330],
      [x(160), 520],
      [x(158), 880],
    ],
    [
      [x(164), 880],
      [x(172), 880],
      [x(178), 880],
    ],
    [
      [x(172), 520],
      [x(166), 330],
      [x(152), 256],
    ],
  );
  const fold = trace(
    [x(154), 268],
    [
      [x(138), 262],
      [x(118), 250],
      [x(104), 232],
    ],
    [
      [x(116), 256],
      [x(136), 272],
      [x(154), 268],
    ],
  );
  const creases = [arm, flipped(arm), fold, flipped(fold)];
  const light = [-1, 1].flatMap((s) => [
    drawSpot(defs, tones.light, [x(s * 126), 190], 66, 26, s < 0 ? 0.5 : 0.26, s * 20),
    drawSpot(defs, tones.light, [s * 58, 250], 56, 70, s < 0 ? 0.3 : 0.14),
    drawSpot(defs, tones.dark, [s * 30, 330], 60, 16, 0.14, s * -14),
  ]);
  const shade = defs.linear(
    [
      [0, tones.dark, 0],
      [0.5, tones.dark, 0.08],
      [1, tones.dark, 0.6],
    ],
    0.1,
    0,
    1,
    0.35,
  );
  const inside = [
    element('rect', { x: -240, y: 120, width: 480, height: 800, fill: shade }),
    drawRim(defs, outline, tones.dark, 8, 0.55),
    drawSoft(defs, creases, 3.2, { fill: tones.dark, opacity: 0.6 }),
    ...light,
  ].join('');
  return drawPath(outline, { fill: tones.base }, true) + element('g', { 'clip-path': defs.clip(outline) }, inside);
}
