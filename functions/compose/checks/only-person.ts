/**
 * Looks for what is at the head and not part of it: a hand, a phone, a chair, another person. The detector of matting names
 * 80 kinds of things; others have no colour or shape of their own. So nothing is reported when nothing was found.
 */
import { type Check, judge } from '../../../core/checks.ts';
import { meshPoint } from '../../../core/faces/outline.ts';
import type { HeadMeasurements } from '../../../core/head.ts';
import type { Lab } from '../../../core/lab.ts';
import { labelOf } from '../../../core/labels/labels.ts';
import type { Cutout } from '../../../core/raster.ts';
import { median } from './quantile.ts';
import { cell, reach, type SideGrid, sampleSides } from './side-grid.ts';
import { sureScore, thingAt } from './things.ts';

type Face = NonNullable<HeadMeasurements['face']>;

/**
 * `thingArea`: squared widths of the face's box, as matting measures it. `skinArea`: smooth skin beside the face, in squares
 * of the distance from eyes to chin (T). `reach`: the farthest part of the cutout beside the head, T. `thing`: the score of
 * the detector.
 */
const most = { thingArea: 0.05, skinArea: 0.06, reach: 1.7, thing: sureScore } as const;

const words = {
  thingArea: 'A thing behind head or shoulders touches the person; dark or coloured fringes of it may be left.',
  skinArea: 'A hand or another part of the body seems to be beside the face.',
  reach: 'The cutout is much wider at the head than a head: an arm, a thing or another person may be in it.',
  thing: 'A thing touches the person.',
} as const;

/** Returns the sentence for a thing or a person that the detector found. */
function nameOf(label: string): string {
  if (label === 'person') return 'Another person is beside the person.';
  return `A thing touches the person. It looks like this: ${labelOf(label).en}.`;
}

/** Returns the check when something was found; else nothing. @param isInColour false for a grey or toned photo. */
export function checkOnlyPerson(
  { face, head, doubts, objects }: Pick<HeadMeasurements, 'face' | 'head' | 'doubts' | 'objects'>,
  cutout: Cutout,
  isInColour: boolean,
): Check[] {
  if (!face || !head) return [];
  const grid = sampleSides(face, head, cutout);
  const thing = thingAt({ head, objects }, cutout);
  const found = [
    { sign: 'thingArea', value: doubts?.thingArea ?? 0 },
    { sign: 'skinArea', value: isInColour ? skinArea(face, grid) : 0 },
    { sign: 'reach', value: reach(grid) },
    { sign: 'thing', value: thing?.score ?? 0 },
  ] as const;
  const [worst] = found
    .map(({ sign, value }) => ({ sign, ratio: value / most[sign] }))
    .toSorted((a, b) => b.ratio - a.ratio);
  if (worst.ratio <= 1) return [];
  return [
    judge({
      code: 'only-person',
      value: worst.ratio,
      unit: 'ratio',
      limit: { min: null, max: 1 },
      beyond: 'warn',
      source:
        'ICAO TR Portrait Quality and every office: the person alone, without other people, hands or objects; measures and lines are ours, chosen on real portraits',
      found: thing && worst.sign === 'thing' ? nameOf(thing.label) : words[worst.sign],
    }),
  ];
}

/** Landmarks on bare skin: cheeks, forehead, between the brows, beside the nose. */
const skinPlaces = [50, 280, 151, 9, 205, 425] as const;
/** Skin differs from that of the face by at most this, CIELAB; a hand may lie in the shade. */
const skinLike = { chroma: 10, darker: 32, lighter: 12 } as const;
/** Mean difference of lightness between a cell and those around it. Hair in the colour of skin is rougher. */
const mostRough = 4;
/** Ears and cheeks end within this many half widths of the face from its middle. */
const earsReach = 1.2;

/**
 * Returns the largest connected area beside the face that is smooth and has the colour of its skin, T squared; 0 for the files
 * of versions before 0.3, which have no mesh.
 */
function skinArea(face: Face, grid: SideGrid): number {
  const { columns, rows, lightness, a, b } = grid;
  const skin = skinOf(face, grid);
  if (!skin) return 0;
  const { middle, half } = widthOf(face, grid);
  const isSkin = new Uint8Array(columns * rows);
  for (let at = columns + 1; at < isSkin.length - columns - 1; at++) {
    const column = at % columns;
    const above = lightness[at] - skin.lightness;
    // A cell that is not of the person has no lightness, so it fails this comparison, too.
    if (!(above >= -skinLike.darker && above <= skinLike.lighter)) continue;
    if (Math.abs(column - middle) < earsReach * half || column === 0 || column === columns - 1) continue;
    if (Math.hypot(a[at] - skin.a, b[at] - skin.b) > skinLike.chroma) continue;
    if (roughnessAt(grid, at) <= mostRough) isSkin[at] = 1;
  }
  return largestArea(isSkin, columns) * cell ** 2;
}

/** Returns the skin of the face: the brightest place and the median colour; null when no place is seen. */
function skinOf(face: Face, { columns, lightness, a, b, toCell }: SideGrid): Lab | null {
  const places = skinPlaces
    .map((index) => meshPoint(face, index))
    .filter((place) => place !== undefined)
    .map(({ x, y }) => toCell(x, y))
    .map(({ column, row }) => Math.round(row) * columns + Math.round(column))
    .filter((at) => !Number.isNaN(lightness[at] ?? Number.NaN));
  if (places.length === 0) return null;
  return {
    lightness: Math.max(...places.map((at) => lightness[at])),
    a: median(places.map((at) => a[at])),
    b: median(places.map((at) => b[at])),
  };
}

/** Returns the middle of the face and half its width, cells. */
function widthOf({ mesh }: Face, { toCell }: SideGrid): { readonly middle: number; readonly half: number } {
  const columns = Array.from({ length: mesh.length / 2 }, (_, i) => toCell(mesh[2 * i], mesh[2 * i + 1]).column);
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  return { middle: (left + right) / 2, half: (right - left) / 2 };
}

function roughnessAt({ columns, lightness }: SideGrid, at: number): number {
  let [sum, count] = [0, 0];
  for (const by of [-columns - 1, -columns, -columns + 1, -1, 1, columns - 1, columns, columns + 1]) {
    const difference = Math.abs(lightness[at + by] - lightness[at]);
    if (Number.isNaN(difference)) continue;
    sum += difference;
    count++;
  }
  return sum / Math.max(1, count);
}

/** Returns the number of cells of the largest connected area. It clears the mask. The outermost cells are never set. */
function largestArea(mask: Uint8Array, columns: number): number {
  let largest = 0;
  for (let start = 0; start < mask.length; start++) {
    if (!mask[start]) continue;
    mask[start] = 0;
    const open = [start];
    let count = 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      count++;
      for (const next of [at - 1, at + 1, at - columns, at + columns]) {
        if (!mask[next]) continue;
        mask[next] = 0;
        open.push(next);
      }
    }
    largest = Math.max(largest, count);
  }
  return largest;
}
