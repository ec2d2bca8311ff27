/**
 * What a person asks for. An order travels as JSON (upload metadata, compose payload) or in short form as the folder
 * of an upload: `us-passport+white/jane.jpg`, `cn-1-inch,35x45mm+white,blue+4r/jane.jpg`, `cutout/vase.png`.
 */
import * as z from 'zod';
import { PhotoRejected } from './errors.ts';
import { sheetOrderSchema } from './sheet-order.ts';

/** Asked for in one order, each standard on each backdrop. Bounds keep one order inside one function's time and memory. */
export const maxStandards = 12;
export const maxBackdrops = 6;

/** Raised when the meaning of an order's field changes; records say by which version an order was read. */
export const orderVersion = 1;

export const orderSchema = z.strictObject({
  /** `photo`: a person, measured and composed. `cutout`: any subject, cut out and no more. */
  kind: z.enum(['photo', 'cutout']).default('photo'),
  /** Ids of core/standards.ts, or sizes of one's own (core/custom-size.ts). */
  standards: z.array(z.string().min(1).max(64)).min(1).max(maxStandards).default(['cn-1-inch']),
  /** Colour names, `#RRGGBB`, gradients, `original` or `transparent` (core/backdrop.ts); none: the first that the standard names. */
  backdrops: z.array(z.string().min(1).max(64)).max(maxBackdrops).default([]),
  /** `auto`: JPEG, or PNG where the standard or a transparent backdrop needs it. */
  format: z.enum(['auto', 'jpeg', 'png']).default('auto'),
  /** Overrides the standard's print density; pixels follow. */
  densityDpi: z.number().int().min(72).max(1200).optional(),
  /** For paper or for a portal, where a standard has both; `auto`: what applicants hand in. */
  profile: z.enum(['auto', 'print', 'upload']).default('auto'),
  /** JPEG that appears at once and grows sharp; some portals refuse it. */
  progressive: z.boolean().default(false),
  /** Refuse what the office forbids, instead of making it and saying so. */
  strict: z.boolean().default(false),
  /** A paper to print the photos on, beside the single files. */
  sheet: sheetOrderSchema.optional(),
  /** What to do with several faces: refuse, or take the main one when it is clearly larger. */
  faces: z.enum(['one', 'main']).default('one'),
});

export type PhotoOrder = z.infer<typeof orderSchema>;
/** What a caller may write: every field optional. */
export type PhotoOrderInput = z.input<typeof orderSchema>;

/** Checks an order and fills its defaults. @throws PhotoRejected `bad-order` naming the field. */
export function parseOrder(input: unknown): PhotoOrder {
  const parsed = orderSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new PhotoRejected('bad-order', `${issue?.path.join('.') || 'order'}: ${issue?.message ?? 'invalid'}.`);
}

/** Parses an order from JSON text, as upload metadata carries it. @throws PhotoRejected `bad-order`. */
export function parseOrderJson(text: string): PhotoOrder {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new PhotoRejected('bad-order', 'It is not JSON.', { cause });
  }
  return parseOrder(value);
}

/** The order as object metadata carries it: JSON in ASCII, with escapes for the rest (Chinese colour names). */
export function formatOrderJson(order: PhotoOrderInput): string {
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(order).replaceAll(/[\u007f-\uffff]/g, escaped);
}

/** The order in a photoId's first folder; without a folder, the default order. @throws PhotoRejected `bad-order`. */
export function orderFromPhotoId(photoId: string): PhotoOrder {
  const slash = photoId.indexOf('/');
  return slash < 0 ? parseOrder({}) : parseOrderForm(photoId.slice(0, slash));
}

/**
 * Parses `standard[,standard...][+[backdrop[,backdrop...]][+paper]]` or `cutout`: `us-passport++4r` is a sheet on the
 * backdrop that the standard names first. @throws PhotoRejected `bad-order`.
 */
export function parseOrderForm(form: string): PhotoOrder {
  if (form === 'cutout') return parseOrder({ kind: 'cutout' });
  const [standards = '', backdrops, paper, ...rest] = form.split('+');
  if (rest.length > 0) throw new PhotoRejected('bad-order', 'More than two + in the folder name.');
  const none = backdrops === undefined || (backdrops === '' && paper !== undefined);
  return parseOrder({
    standards: standards.split(','),
    backdrops: none ? [] : backdrops.split(','),
    ...(paper !== undefined && { sheet: { paper } }),
  });
}

/**
 * The folder that {@link parseOrderForm} reads as the same order; null where only JSON can say it: with options, or
 * with names that hold the form's own signs.
 */
export function formatOrderForm(order: PhotoOrder): string | null {
  const { kind, standards, backdrops, sheet } = parseOrder(order);
  if ([...standards, ...backdrops, sheet?.paper].some((name) => name && /[,+/]/.test(name))) return null;
  const colours = backdrops.length > 0 || sheet ? `+${backdrops.join(',')}` : '';
  const paper = sheet ? `+${sheet.paper}` : '';
  const form = kind === 'cutout' ? 'cutout' : `${standards.join(',')}${colours}${paper}`;
  return JSON.stringify(parseOrderForm(form)) === JSON.stringify(parseOrder(order)) ? form : null;
}
