/**
 * Custom sizes: `35x45mm`, `600x600px` or `35x45mm@350` in an order, in place of the id of a standard. A custom size
 * has no rules, so the place of the head is our choice.
 */
import { PhotoRejected } from './errors.ts';
import type { PhotoStandard } from './standards.ts';

const form = /^(\d{1,4}(?:\.\d{1,2})?)[x×*](\d{1,4}(?:\.\d{1,2})?)(mm|px)(?:@(\d{2,4}))?$/i;
/** The density of nearly all standards. */
const usualDensityDpi = 300;
const densityBand = { min: 72, max: 1200 };
/** The longer side over the shorter one. In a narrower photo the head would be tiny or cut. Our choice. */
const mostAspect = 3;
/** Height of the head as a share of the photo's height: two thirds, as studios do it. */
const usualHeadShare = 0.667;
/**
 * Most height of the head as a share of the photo's width. In narrow photos the ears must stay inside; a head with hair
 * is about 0.8 of its height wide.
 */
const headShareByAspect = 0.95;

/**
 * Returns the standard for a custom size, or null for a text that is no size. Its `id` is the size in one spelling
 * (`35x45mm@350`).
 * @throws PhotoRejected `bad-order` for a size or density outside the limits.
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
  const refusal = (reason: string) => new PhotoRejected('bad-order', `${text}: ${reason}.`);
  if (width <= 0 || height <= 0) throw refusal('width and height must be above 0');
  if (Math.max(width / height, height / width) > mostAspect)
    throw refusal(`the longer side may be at most ${mostAspect} times the shorter one`);
  if (densityDpi !== null && (densityDpi < densityBand.min || densityDpi > densityBand.max)) {
    throw refusal(`the density must be ${densityBand.min} to ${densityBand.max} dpi`);
  }
}

/** The fields of a standard that a custom size does not state. */
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
