/**
 * The order: what is to be made of a photo. It is written as JSON (upload metadata, compose payload) or in short form
 * as the folder of an upload: `us-passport+white/jane.jpg`, `cn-1-inch,35x45mm+white,blue+4r/jane.jpg`,
 * `cutout/vase.png`, `comic+pop/jane.jpg`, `signature+ssc-cgl/jane.jpg`.
 */
import * as z from 'zod';
import { adjustSchema } from './adjust-schema.ts';
import { captionSchema } from './caption.ts';
import { leastComicPx, mostComicPx, orderedLooks } from './comic-looks.ts';
import { PhotoRejected } from './errors.ts';
import { type DocumentKind, documentKinds, isDocumentKind } from './forms/document-kinds.ts';
import { sheetOrderSchema } from './sheet-order.ts';
import { strokesSchema } from './strokes-schema.ts';
import { toneSchema } from './tone-schema.ts';

/**
 * The most standards and backdrops of one order, which makes each standard on each backdrop. The limits keep an order
 * within the time and memory of one function.
 */
export const maxStandards = 12;
export const maxBackdrops = 6;

/** What an order without standards makes. */
export const usualStandard = 'cn-1-inch';

/** Version of the order. Increase it when the meaning of a field changes; records store it. */
export const orderVersion = 2;

const fieldsSchema = z.strictObject({
  /**
   * `photo`: photos of a person by standards. `cutout`: only the cutout, of any subject. `comic`: a drawn portrait, not for offices. `signature`, `thumb-print`,
   * `declaration`: ink on paper.
   */
  kind: z.enum(['photo', 'cutout', 'comic', ...documentKinds]).default('photo'),
  /** Ids of core/standards.ts or core/forms/packs.ts, or custom sizes (core/custom-size.ts). */
  standards: z.array(z.string().min(1).max(64)).min(1).max(maxStandards).default([usualStandard]),
  /**
   * Colour names, `#RRGGBB`, gradients, `original` or `transparent` (core/backdrop.ts). Empty: the photo's own
   * background where the office forbids to replace it, else the first backdrop of the standard.
   */
  backdrops: z.array(z.string().min(1).max(64)).max(maxBackdrops).default([]),
  /** Colour of the ink of a signature, thumb print or declaration. */
  ink: z.enum(['original', 'blue', 'black']).default('original'),
  /** `auto`: JPEG, or PNG when the standard or a transparent backdrop requires it. */
  format: z.enum(['auto', 'jpeg', 'png']).default('auto'),
  /** Replaces the print density of the standard; the pixels follow from it. */
  densityDpi: z.number().int().min(72).max(1200).optional(),
  /** For paper or for an online portal, when a standard has both. `auto`: what applicants usually hand in. */
  profile: z.enum(['auto', 'print', 'upload']).default('auto'),
  /** Progressive JPEG: a viewer shows it coarse at first. Some portals reject it. */
  progressive: z.boolean().default(false),
  /** Rejects an order that the office forbids. Without it, the photo is made and gets a note. */
  strict: z.boolean().default(false),
  /** The person is a baby or a small child: eyes, gaze and mouth are not judged. */
  infant: z.boolean().default(false),
  /** A print sheet, made in addition to the single files. */
  sheet: sheetOrderSchema.optional(),
  /** Also makes the whole cutout as PNG, in a photo order. */
  withCutout: z.boolean().default(false),
  /** With several faces: `one` rejects the photo, `main` takes the main face when it is clearly larger. */
  faces: z.enum(['one', 'main']).default('one'),
  /** How a comic is drawn; `clean` when left out. `network`: by the network of the studio, if it has one. */
  look: z.enum(orderedLooks).optional(),
  /** The longer side of a comic, px; 1024 when left out. More takes up to four times the time and memory. */
  sidePx: z.int().min(leastComicPx).max(mostComicPx).optional(),
  /** Lines of black text in a white strip at the foot of each photo, such as name and day. */
  caption: captionSchema.optional(),
  /** Moves, enlarges or turns the head in each photo, relative to the automatic crop. */
  adjust: adjustSchema.optional(),
  /** Keeps or removes parts of the cutout by hand, in this order (core/brush/). */
  strokes: strokesSchema.optional(),
  /** Changes light and contrast of the person in each photo; on the photo's own background, of the whole photo. */
  tone: toneSchema.optional(),
});

export const orderSchema = fieldsSchema
  .refine(({ kind, caption }) => kind === 'photo' || !caption, {
    path: ['caption'],
    error: 'only photos have a caption; leave it out',
  })
  .refine(({ kind, look }) => kind === 'comic' || look === undefined, {
    path: ['look'],
    error: 'only a comic has a look; leave it out',
  })
  .refine(({ kind, sidePx }) => kind === 'comic' || sidePx === undefined, {
    path: ['sidePx'],
    error: 'only a comic has a side in px; leave it out',
  })
  .refine(({ kind, adjust }) => kind === 'photo' || !adjust, {
    path: ['adjust'],
    error: 'only photos have a crop that can be adjusted; leave it out',
  })
  .refine(({ kind, strokes }) => !isDocumentKind(kind) || !strokes, {
    path: ['strokes'],
    error: 'ink on paper has no cutout of a person; leave it out',
  })
  .refine(({ kind, tone }) => kind === 'photo' || !tone, {
    path: ['tone'],
    error: 'only photos have light and contrast that can be changed; leave it out',
  });

export type PhotoOrder = z.infer<typeof orderSchema>;
/** An order as a caller writes it: every field is optional. */
export type PhotoOrderInput = z.input<typeof orderSchema>;

/** Checks an order and fills in the defaults. @throws PhotoRejected `bad-order` naming the field. */
export function parseOrder(input: unknown): PhotoOrder {
  const parsed = orderSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new PhotoRejected('bad-order', `${issue?.path.join('.') || 'order'}: ${issue?.message ?? 'invalid'}.`);
}

/** Parses an order from the JSON text of upload metadata. @throws PhotoRejected `bad-order`. */
export function parseOrderJson(text: string): PhotoOrder {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new PhotoRejected('bad-order', 'The order is not JSON.', { cause });
  }
  return parseOrder(value);
}

/**
 * Returns the order as JSON for object metadata: in ASCII, with escapes for other characters such as Chinese colour
 * names.
 */
export function formatOrderJson(order: PhotoOrderInput): string {
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(order).replaceAll(/[\u007f-\uffff]/g, escaped);
}

/**
 * Returns the order that the first folder of a photoId names; without a folder, the default order.
 * @throws PhotoRejected `bad-order`.
 */
export function orderFromPhotoId(photoId: string): PhotoOrder {
  const slash = photoId.indexOf('/');
  return slash < 0 ? parseOrder({}) : parseOrderForm(photoId.slice(0, slash));
}

/**
 * Parses `standard[,standard...][+[backdrop[,backdrop...]][+paper]]` or `cutout`: `us-passport++4r` is a sheet on the
 * backdrop that the standard names first. Ink on paper is `signature[+standard[,standard...][+backdrop]]`, also
 * `thumb-print` and `declaration`. A comic is `comic[+[look][+backdrop[,backdrop...]]]`. @throws PhotoRejected `bad-order`.
 */
export function parseOrderForm(form: string): PhotoOrder {
  if (form === 'cutout') return parseOrder({ kind: 'cutout' });
  const [kind] = form.split('+');
  if (kind === 'comic' || isDocumentKind(kind)) return parseKindForm(kind, form);
  const [standards = '', backdrops, paper, ...rest] = form.split('+');
  if (rest.length > 0) throw new PhotoRejected('bad-order', 'The folder name has more than two +.');
  const none = backdrops === undefined || (backdrops === '' && paper !== undefined);
  return parseOrder({
    standards: standards.split(','),
    backdrops: none ? [] : backdrops.split(','),
    ...(paper !== undefined && { sheet: { paper } }),
  });
}

/** Parses the short form of a comic or of ink on paper: what follows the kind is its look or its sizes, then grounds. */
function parseKindForm(kind: 'comic' | DocumentKind, form: string): PhotoOrder {
  const [, own, ground, ...more] = form.split('+');
  if (more.length > 0) throw new PhotoRejected('bad-order', 'The folder name has more than two +.');
  const backdrops = ground === undefined ? [] : ground.split(',');
  if (!own) return parseOrder({ kind, backdrops });
  return parseOrder({ kind, backdrops, ...(kind === 'comic' ? { look: own } : { standards: own.split(',') }) });
}

/**
 * Returns the folder that {@link parseOrderForm} parses to the same order. Returns null when only JSON can express the
 * order: with options, or with names that contain the separators of the short form.
 */
export function formatOrderForm(order: PhotoOrder): string | null {
  const { kind, standards, backdrops, sheet, look = '' } = parseOrder(order);
  if ([...standards, ...backdrops, sheet?.paper].some((name) => name && /[,+/]/.test(name))) return null;
  const colours = backdrops.length > 0 || sheet ? `+${backdrops.join(',')}` : '';
  const paper = sheet ? `+${sheet.paper}` : '';
  const photos = `${standards.join(',')}${colours}${paper}`;
  const comic = look === '' && colours === '' ? 'comic' : `comic+${look}${colours}`;
  const form =
    kind === 'cutout' ? 'cutout' : kind === 'comic' ? comic : kind === 'photo' ? photos : `${kind}+${photos}`;
  return JSON.stringify(parseOrderForm(form)) === JSON.stringify(parseOrder(order)) ? form : null;
}
