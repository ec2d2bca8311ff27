/**
 * The state of one photo, `records/{photoId}.json`: written by matting when it begins and when it hands on or rejects, by
 * the API for a new order, by compose when all outputs stand. Whoever waits for a photo reads this.
 */
import * as z from 'zod';
import { type Check, checkSchema } from './checks.ts';
import { type PhotoRejected, rejections } from './errors.ts';
import { orderSchema, orderVersion, type PhotoOrder } from './order.ts';

export const recordVersion = 1;

const band = z.object({ min: z.number(), max: z.number() });

/** One measured quantity of a finished photo against its standard's rule. Lengths in mm where the standard has a print size. */
const measuredSchema = z.object({
  px: z.number(),
  mm: z.number().nullable(),
  /** The rule's band in px of the output; null where the standard states none. */
  bandPx: band.nullable(),
  bandMm: band.nullable(),
  /** How far outside the band, px, 0 inside; rounding of half a pixel is inside. */
  offByPx: z.number(),
});

/** Something true of an output that its user should know. */
const noteSchema = z.object({
  code: z.enum([
    'padded', // the picture ended inside the frame: backdrop fills it
    'low-resolution', // enlarged beyond the source's pixels
    'rule-missed', // a rule of the standard could not be met; measurements say by how much
    'hair-cut', // the picture or the crop cuts the hair
    'backdrop-not-allowed', // the standard names other backdrops
    'editing-not-allowed', // the office refuses edited photos or replaced backgrounds
    'not-on-sheet', // a photo of the order has no print size
    'unconfirmed', // figures of this standard could not be confirmed
  ]),
  message: z.string(),
});

export const outputSchema = z.object({
  key: z.string(),
  kind: z.enum(['photo', 'cutout', 'sheet']),
  /** Null for cutouts and sheets. */
  standard: z.string().nullable(),
  /** For paper or for a portal; null for cutouts. */
  profile: z.enum(['print', 'upload']).nullable(),
  /** Of a sheet: those on it, with commas between. */
  backdrop: z.string(),
  contentType: z.enum(['image/jpeg', 'image/png', 'application/pdf']),
  /** Of a PDF: of the paper at `densityDpi`. */
  widthPx: z.number(),
  heightPx: z.number(),
  densityDpi: z.number(),
  sizeBytes: z.number(),
  /** How the paper lies, and how often each photo is on it. Null for all but sheets. */
  sheet: z
    .object({
      paper: z.string(),
      widthMm: z.number(),
      heightMm: z.number(),
      photos: z.array(z.object({ standard: z.string(), backdrop: z.string(), count: z.number() })),
    })
    .nullable(),
  /** Measured again on the output. Null for cutouts and sheets. */
  measured: z
    .object({
      headHeight: measuredSchema,
      eyeLineFromBottom: measuredSchema,
      topMargin: measuredSchema,
      chinToBottom: measuredSchema,
      headWidth: measuredSchema,
    })
    .nullable(),
  notes: z.array(noteSchema),
  /** What an examiner would find on this output; empty for cutouts and sheets. */
  checks: z.array(checkSchema),
});

/** What a photo was made by, so that a record tells which deployment it went through. */
const versionsSchema = z.object({
  /** Code of each function that worked on it: `0.1.0+` and 12 hex digits of what was built. */
  code: z.object({ matting: z.string().nullable(), compose: z.string().nullable() }),
  /** The networks, with the sha256 of graph and weights, a blank between. */
  models: z.array(z.object({ id: z.string(), digest: z.string() })),
  /** `orderVersion` (core/order.ts) of the code that read the order. */
  order: z.number().nullable(),
});

/** @param digest hex, of the bundle or of all that the image is built from. */
export function codeVersion(packageVersion: string, digest: string): string {
  return `${packageVersion}+${digest.slice(0, 12)}`;
}

/** Of a record that was written before versions were. */
const unknownVersions: Versions = { code: { matting: null, compose: null }, models: [], order: null };

export const photoRecordSchema = z.object({
  version: z.literal(recordVersion),
  photoId: z.string(),
  /** `matting` and `composing`: at work on it; the others are final until a new upload or order. */
  status: z.enum(['matting', 'composing', 'done', 'rejected']),
  /** Null when the order itself could not be read. */
  order: orderSchema.nullable(),
  /** When the order was placed (event or API time, ISO 8601 UTC): an older order never overwrites a newer one's record. */
  placedAt: z.string(),
  /** Which upload this is about; `sequencer` orders the uploads of one key, as S3 events carry it. */
  source: z.object({ etag: z.string(), sizeBytes: z.number(), sequencer: z.string() }),
  /** Digest of content, models and settings that the cutout was made with; null before there is one. */
  fingerprint: z.string().nullable(),
  versions: versionsSchema.default(unknownVersions),
  rejection: z.object({ code: z.string(), message: z.string(), advice: z.string() }).nullable(),
  /** Cut out before from the same content, model and settings: the networks did not run again. */
  reusedCutout: z.boolean(),
  /** What an examiner would find on the picture itself, whatever is made of it. */
  checks: z.array(checkSchema),
  outputs: z.array(outputSchema),
  /** ms by step. */
  timings: z.object({ matting: z.record(z.string(), z.number()), compose: z.record(z.string(), z.number()) }),
});

/** Whether a record is final until a new upload or order comes. */
export const isSettled = ({ status }: Pick<PhotoRecord, 'status'>): boolean =>
  status === 'done' || status === 'rejected';

export type Versions = z.infer<typeof versionsSchema>;
export type PhotoRecord = z.infer<typeof photoRecordSchema>;
export type Output = z.infer<typeof outputSchema>;
export type OutputNote = z.infer<typeof noteSchema>;
export type Measured = z.infer<typeof measuredSchema>;
export type Measurements = NonNullable<Output['measured']>;

/** What identifies one run of the pipeline on one photo. */
export interface PhotoRun {
  readonly photoId: string;
  readonly placedAt: string;
  readonly source: PhotoRecord['source'];
  readonly versions: Versions;
}

/** The record of a photo that is being cut out. */
export function begunRecord({ photoId, placedAt, source, versions }: PhotoRun, order: PhotoOrder | null): PhotoRecord {
  return {
    version: recordVersion,
    photoId,
    placedAt,
    source,
    versions,
    status: 'matting',
    order,
    fingerprint: null,
    rejection: null,
    reusedCutout: false,
    checks: [],
    outputs: [],
    timings: { matting: {}, compose: {} },
  };
}

/** The record of a photo that is refused. */
export function rejectedRecord(run: PhotoRun, order: PhotoOrder | null, error: PhotoRejected): PhotoRecord {
  const rejection = { code: error.code, message: error.message, advice: rejections[error.code].advice };
  return { ...begunRecord(run, order), status: 'rejected', rejection };
}

/** How compose ended an order. */
export interface ComposeResult {
  readonly placedAt: string;
  readonly order: PhotoOrder;
  /** Why the order was rejected; null when all files were made. */
  readonly rejection: PhotoRejected | null;
  readonly checks: readonly Check[];
  readonly outputs: readonly Output[];
  /** Time of each step of compose, ms. */
  readonly timings: Readonly<Record<string, number>>;
  /** Code version of the compose function. */
  readonly codeVersion: string;
}

/**
 * Returns the record with the result of compose in it. What matting wrote stays: the source, the fingerprint, the times and
 * versions of matting. The record of a rejected order has no outputs and no checks.
 */
export function composedRecord(record: PhotoRecord, result: ComposeResult): PhotoRecord {
  const { placedAt, order, rejection } = result;
  const { fingerprint, reusedCutout } = record;
  const timings = { ...record.timings, compose: { ...result.timings } };
  const code = { ...record.versions.code, compose: result.codeVersion };
  const versions = { ...record.versions, code, order: orderVersion };
  if (rejection) {
    const rejected = rejectedRecord({ ...record, placedAt }, order, rejection);
    return { ...rejected, fingerprint, reusedCutout, timings, versions };
  }
  const [checks, outputs] = [[...result.checks], [...result.outputs]];
  return { ...record, status: 'done', placedAt, order, rejection, checks, outputs, timings, versions };
}
