/** Checks the colours: a colour photo, and skin in natural colours. */
import { type Check, judge } from '../../../core/checks.ts';
import { type Lab, labOf } from '../../../core/lab.ts';
import { midpoint, type Point } from '../../../core/measure.ts';
import type { Cutout } from '../../../core/raster.ts';
import type { Face } from './face.ts';
import { type FaceGrid, zoneColour } from './samples.ts';

/** Returns the checks of the colours. A photo in one tone has no natural skin colour, so the second check is left out. */
export function checkColour(face: Face, cutout: Cutout, grid: FaceGrid): Check[] {
  const inColour = colour(cutout);
  return inColour.result === 'pass' ? [inColour, colourCast(face, grid)] : [inColour];
}

/**
 * Grey, sepia and blue-toned versions of real portraits (JPEG quality 75) measure 0 to 7.2, three in four at most 4.7.
 * Real portraits in colour measure 9.4 and more, drawn heads without clothes 6.7.
 */
const leastSpread = 6;
const surelyOneTone = 4.2;

function colour(cutout: Cutout): Check {
  const spread = colourSpread(cutout);
  return judge({
    code: 'colour',
    value: spread,
    unit: 'lab',
    limit: { min: leastSpread, max: null },
    failLimit: { min: surelyOneTone, max: null },
    beyond: 'warn',
    source:
      'every office: a photo in colour; measure and line are ours: spread of the colour (CIELAB a*, b*) of equally bright parts',
    found: spread < leastSpread ? 'The photo is in black and white or in one tone.' : 'The photo is in colour.',
  });
}

/** The fewest and about the most pixels of the person that are read. */
const leastPixels = 100;
const mostPixels = 12_000;
/** A pixel counts as person alone from this opacity. */
const opaqueFrom = 250;
/** Brightness is divided into steps this fine, of 101. A coarser step mixes the shades of a toned picture. */
const brightnessSteps = 101;
/** Where red and green exceed this, the colour is clipped and carries no tone. */
const clippedFrom = 250;
/** The share of pixels below the spread. Lips alone, 2 % of a head, show that a photo is in colour. */
const spreadQuantile = 0.98;

/**
 * Returns the distance in CIELAB a*, b* that the person's pixels keep, up to one in fifty, from the mean colour of all
 * pixels of the same brightness: about 0 for a picture in one tone, whatever the tone. NaN when too little of the person
 * is seen.
 */
function colourSpread(cutout: Cutout): number {
  const colours = personColours(cutout);
  if (colours.length < leastPixels) return Number.NaN;
  const [count, sumA, sumB] = [0, 1, 2].map(() => new Float64Array(brightnessSteps));
  for (const { lightness, a, b } of colours) {
    const step = Math.round(lightness);
    count[step] += 1;
    sumA[step] += a;
    sumB[step] += b;
  }
  const distances = Float32Array.from(colours, ({ lightness, a, b }) => {
    const step = Math.round(lightness);
    return Math.hypot(a - sumA[step] / count[step], b - sumB[step] / count[step]);
  }).sort();
  return distances[Math.floor(distances.length * spreadQuantile)];
}

/** Returns the colours of the person, CIELAB, at points on a grid over the picture. */
function personColours({ widthPx, heightPx, data }: Cutout): Lab[] {
  const step = Math.max(1, Math.floor(Math.sqrt((widthPx * heightPx) / mostPixels)));
  const colours: Lab[] = [];
  for (let y = 0; y < heightPx - 1; y += step) {
    for (let x = 0; x < widthPx - 1; x += step) {
      const at = (y * widthPx + x) * 4;
      if (data[at + 3] < opaqueFrom || (data[at] >= clippedFrom && data[at + 1] >= clippedFrom)) continue;
      colours.push(labOfSquare(data, at, widthPx * 4));
    }
  }
  return colours;
}

/** Returns the colour of four neighbouring pixels together, which evens out the halved chroma of JPEG. */
function labOfSquare(data: Uint8Array, at: number, row: number): Lab {
  const mean = (c: number) => (data[at + c] + data[at + c + 4] + data[at + c + row] + data[at + c + row + 4]) / 4;
  return labOf({ r: mean(0), g: mean(1), b: mean(2) });
}

/** The natural range of cheeks by ISO/IEC 29794-5, in CIELAB. */
const natural = { a: { min: 5, max: 25 }, b: { min: 5, max: 35 } } as const;
/**
 * 59 real portraits measure up to 2.3, the Mona Lisa 9.7. Real portraits with channels multiplied by 0.7, 0.95 and 1.25
 * (blue light) measure 15 in the median.
 */
const mostCast = 3.5;

function colourCast({ landmarks, leftEye, rightEye }: Face, grid: FaceGrid): Check {
  const { cheekLeft, cheekRight, foreheadTop, noseTip } = landmarks;
  const brows = midpoint(midpoint(leftEye, rightEye), midpoint(foreheadTop, midpoint(leftEye, rightEye)));
  // Something that covers one part of the face does not change the colour of the others.
  const cast = Math.min(...[cheekLeft, cheekRight, brows, noseTip].map((place) => castOf(grid, place)));
  return judge({
    code: 'colour-cast',
    value: Number.isFinite(cast) ? cast : Number.NaN,
    unit: 'lab',
    limit: { min: null, max: mostCast },
    beyond: 'warn',
    source:
      'ISO/IEC 29794-5 natural colour (OFIQ: skin a* 5 to 25, b* 5 to 35 in CIELAB): no pass line, ours lies between real portraits and coloured light',
    found: cast > mostCast ? 'The skin has an unnatural colour.' : 'The skin has a natural colour.',
  });
}

/** Returns the distance of a part of the face from the natural range; infinite when the part is not seen. */
function castOf(grid: FaceGrid, place: Point): number {
  const [r, g, blue] = zoneColour(grid, place);
  if (Number.isNaN(r)) return Number.POSITIVE_INFINITY;
  const { a, b } = labOf({ r, g, b: blue });
  return Math.hypot(
    Math.max(0, natural.a.min - a, a - natural.a.max),
    Math.max(0, natural.b.min - b, b - natural.b.max),
  );
}
