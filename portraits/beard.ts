/** Draws a trimmed beard of short single hairs on the bare head, under the mouth of features.ts. */
import { mix } from './colour.ts';
import { type At, curvesOf, points, smooth } from './curves.ts';
import type { Figure } from './figure.ts';
import { between, type Random, scatter } from './random.ts';
import { drawSoft, drawSpot, element, pathOf } from './svg.ts';

const outline = curvesOf(
  '62.5 4, 62 30, 59 50, 50 69, 42 84, 24 101, 0 101, -24 101, -42 84, -50 69, -59 50, -62 30, -62.5 4, -56 26, -54 40, -44 50, -36 54, -26 50, -14 47, -6 45.5, 6 45.5, 14 47, 26 50, 36 54, 44 50, 54 40, 56 26, 62.5 4',
);

/** Down the middle of the hairy strip from the left ear over chin to the right ear, and half the strip's breadth there. */
const strip = points('-60 10, -57 30, -51 48, -42 62, -31 74, -16 83, 0 86, 16 83, 31 74, 42 62, 51 48, 57 30, 60 10');
const halfBreadths = [1.5, 3, 6, 11, 15, 15, 14, 15, 15, 11, 6, 3, 1.5] as const;
const moustache = points('-24 58, -19 52.5, -10 49, -2 48, 2 48, 10 49, 19 52.5, 24 58');

/** A hair grows down, outwards under the cheeks and inwards under the chin; it ends 2 units below the chin at the lowest. */
function hairFrom([x, y]: At, lengthUnits: number, random: Random): string {
  const lean = -x * 0.03 + scatter(random, 0.8);
  const end = Math.min(y + lengthUnits, 102 - (x / 20) ** 2);
  return pathOf(
    smooth([
      [x, y],
      [x + lean * 0.4, (y + end) / 2],
      [x + lean * 1.5, end],
    ]),
  );
}

function scatterAlong(line: readonly At[], breadths: readonly number[], random: Random): At {
  const place = random() * (line.length - 1);
  const i = Math.floor(place);
  const [from = [0, 0], to = from] = line.slice(i);
  const share = place - i;
  const breadth = (breadths[i] ?? 2) * (1 - share) + (breadths[i + 1] ?? 2) * share;
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const aside = between(random, -breadth, breadth) / Math.hypot(dx, dy);
  return [from[0] + dx * share - dy * aside, from[1] + dy * share + dx * aside];
}

/** A full beard and moustache, thin enough to show the chin's form; the chin's truth stays the bone's. */
export function drawBeard({ defs, hair, skin, random }: Figure): string {
  const tones = [hair.deep, hair.base, hair.base, hair.light, hair.base] as const;
  const hairs = Array.from({ length: 110 }, (_, i) => {
    const d = Array.from({ length: 22 }, () =>
      hairFrom(scatterAlong(strip, halfBreadths, random), between(random, 2.5, 5.5), random),
    );
    const lip = Array.from({ length: 4 }, () =>
      hairFrom(scatterAlong(moustache, [2.2], random), between(random, 2, 4), random),
    );
    const stroke = tones[i % tones.length] ?? hair.base;
    return element('path', { d: d.concat(lip).join(''), fill: 'none', stroke, 'stroke-width': 0.45, opacity: 0.38 });
  });
  return [
    drawSoft(defs, [outline], 2.6, { fill: mix(hair.base, skin.shadow, 0.5), opacity: 0.3 }),
    ...hairs,
    drawSpot(defs, skin.light, [-2, 88], 24, 12, 0.6),
  ].join('');
}
