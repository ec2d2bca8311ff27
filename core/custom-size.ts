/**
 * Sizes of one's own: `35x45mm`, `600x600px`, `35x45mm@350` stand in an order where the id of a standard may. They
 * state no rules, so the head goes where we would put it.
 */
import { PhotoRejected } from './errors.ts';
import type { PhotoStandard } from './standards.ts';

const form = /^(\d{1,4}(?:\.\d{1,2})?)[x×*](\d{1,4}(?:\.\d{1,2})?)(mm|px)(?:@(\d{2,4}))?$/i;
/** Printing habit of nearly all standards. */
const usualDensityDpi = 300;
const densityBand = { min: 72, max: 1200 };
/** A head in a strip narrower than this would be lost or cut. Our choice. */
const mostAspect = 3;
/** Two thirds, as studios do it, ... */
const usualHeadShare = 0.667;
/** ... but in tall, narrow frames the ears must stay inside: a head is some 0.8 of its height wide, hair included. */
const headShareByAspect = 0.95;

/**
 * The standard that a size stands for; its `id` is the size in one spelling (`35x45mm@350`).
 * @returns null for text that is no size. @throws PhotoRejected `bad-order` for a size that no photo can have.
 */
export function customStandard(text: string): PhotoStandard | null {
  const [, across, down, unit, density] = form.exec(text) ?? [];
  if (!across || !down || !unit) return null;
  const [width, height] = [Number(across), Number(down)];
  const densityDpi = density ? Number(density) : null;
  refuseOdd(text, width, height, densityDpi);
  const inMm = unit.toLowerCase() === 'mm';
  const id = `${width}x${height}${inMm ? 'mm' : 'px'}${densityDpi ? `@${densityDpi}` : ''}`;
  const printDpi = densityDpi ?? usualDensityDpi;
  return {
    ...unruled,
    id,
    name: { en: `Custom size ${id}`, zh: `自定义尺寸 ${id}` },
    print: inMm ? { widthMm: width, heightMm: height, densityDpi: printDpi, densityStated: densityDpi !== null } : null,
    upload: inMm
      ? null
      : {
          widthPx: Math.round(width),
          heightPx: Math.round(height),
          minPx: null,
          maxPx: null,
          aspect: null,
          densityDpi,
        },
    aim: {
      headShare: Math.min(usualHeadShare, (headShareByAspect * width) / height),
      topShare: null,
      mostShare: null,
      basis: 'our own choice: two thirds of the height, less where the photo is narrow',
    },
  };
}

function refuseOdd(text: string, width: number, height: number, densityDpi: number | null): void {
  const refuse = (why: string) => new PhotoRejected('bad-order', `${text}: ${why}.`);
  if (width <= 0 || height <= 0) throw refuse('a photo has a width and a height');
  if (Math.max(width / height, height / width) > mostAspect)
    throw refuse(`one side is over ${mostAspect} times the other`);
  if (densityDpi !== null && (densityDpi < densityBand.min || densityDpi > densityBand.max)) {
    throw refuse(`a density lies between ${densityBand.min} and ${densityBand.max} dpi`);
  }
}

/** All that a size does not say. */
const unruled: Omit<PhotoStandard, 'id' | 'name' | 'print' | 'upload' | 'aim'> = {
  country: null,
  category: 'generic',
  usual: null,
  rules: {
    crown: 'hair',
    width: 'ears',
    headHeight: null,
    eyeLine: null,
    topMargin: null,
    chinToBottom: null,
    headWidth: null,
    eyeDistance: null,
  },
  backdrops: [],
  file: { minBytes: null, maxBytes: null, maxCompression: null, formats: null },
  editing: { crop: null, resize: null, rotate: null, replaceBackdrop: null, tone: null, retouch: null },
  glasses: null,
  maxAgeMonths: null,
  remark: null,
  sources: [],
  confidence: 'convention',
  unconfirmed: [],
};
