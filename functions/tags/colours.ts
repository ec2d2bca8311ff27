/** Names the colours that fill most of a picture, and says whether it is in colour. */
import { hexFromRgb, rgbFromHex } from '../../core/backdrop.ts';
import { type Lab, labDistance, labOf } from '../../core/lab.ts';
import colours from '../../core/labels/colours.json' with { type: 'json' };
import type { Raster } from '../../core/raster.ts';
import type { FoundTag } from './found-tag.ts';

/** A colour that fills less of the picture is not named. */
const leastShare = 0.1;
const mostColours = 4;
/** A picture whose pixels, all but a twentieth, have less chroma than this is black and white; chroma of CIELAB. */
const greyChroma = 7;
const colouredShare = 0.05;

/** Examples of each named colour. A pixel has the name of the nearest one. */
const examples = Object.entries(colours).flatMap(([tag, list]) =>
  list.map((hex) => ({ tag, lab: labOf(rgbFromHex(hex)) })),
);

/** @param picture a small one: each pixel is compared with each example. */
export function colourTags({ data }: Raster): FoundTag[] {
  const pixels = data.length / 3;
  const sums = new Map<string, { count: number; r: number; g: number; b: number }>();
  let coloured = 0;
  for (let at = 0; at < data.length; at += 3) {
    const [r, g, b] = data.subarray(at, at + 3);
    const lab = labOf({ r, g, b });
    if (Math.hypot(lab.a, lab.b) >= greyChroma) coloured++;
    const tag = nearest(lab);
    const sum = sums.get(tag) ?? { count: 0, r: 0, g: 0, b: 0 };
    sums.set(tag, { count: sum.count + 1, r: sum.r + r, g: sum.g + g, b: sum.b + b });
  }
  const named = [...sums]
    .filter(([, { count }]) => count / pixels >= leastShare)
    .toSorted(([, one], [, other]) => other.count - one.count)
    .slice(0, mostColours)
    .map(([tag, { count, r, g, b }]): FoundTag => {
      return {
        tag,
        kind: 'colour',
        score: count / pixels,
        colour: hexFromRgb({ r: r / count, g: g / count, b: b / count }),
      };
    });
  const tone = coloured / pixels > colouredShare ? 'colour' : 'black-and-white';
  return [...named, { tag: tone, kind: 'tone', score: 1 }];
}

function nearest(lab: Lab): string {
  let best = examples[0];
  let least = Number.POSITIVE_INFINITY;
  for (const example of examples) {
    const distance = labDistance(lab, example.lab);
    if (distance < least) [best, least] = [example, distance];
  }
  return best.tag;
}
