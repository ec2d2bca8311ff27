/**
 * The record of a photo, `records/{photoId}.json`. Matting writes it when it begins and when it rejects the photo. The
 * API writes it for a new order, and compose at the end of an order. Clients read it to learn the state of a photo.
 */
import * as z from 'zod';
import { type Check, checkSchema } from './checks.ts';
import { type Degraded, degradedField } from './degraded.ts';
import { editSchema } from './edits.ts';
import type { PhotoRejected } from './errors.ts';
import { documentKinds } from './forms/document-kinds.ts';
import { noteSchema } from './notes.ts';
import { orderSchema, orderVersion, type PhotoOrder } from './order.ts';
import { uncheckedSchema } from './unchecked.ts';
import { type Judgement, reasonSchema, sheetVerdict, verdictOf, verdicts, worstVerdict } from './verdict.ts';

const recordVersion = 1;

const band = z.object({ min: z.number(), max: z.number() });

/**
 * One measured length of a finished photo, with the rule of the standard. `mm` and `bandMm` are null when the photo has
 * no size in mm.
 */
const measuredSchema = z.object({
  px: z.number(),
  mm: z.number().nullable(),
  /** The band of the rule in px of the output; null when the standard has no such rule. */
  bandPx: band.nullable(),
  bandMm: band.nullable(),
  /** Distance to the band in px; 0 inside it. Half a pixel of rounding counts as inside. */
  offByPx: z.number(),
});

const measurementsSchema = z.object({
  headHeight: measuredSchema,
  eyeLineFromBottom: measuredSchema,
  topMargin: measuredSchema,
  chinToBottom: measuredSchema,
  headWidth: measuredSchema,
});

const point = z.object({ x: z.number(), y: z.number() });

/** The crop of a finished photo. All points are px of the file. */
const cropSchema = z.object({
  /** From px of the working photo to px of the file: (x, y) -> (a x + c y + e, b x + d y + f). */
  map: z.object({ a: z.number(), b: z.number(), c: z.number(), d: z.number(), e: z.number(), f: z.number() }),
  /** One for each person; of two people, the left one comes first. Left and right are as seen in the picture. */
  heads: z.array(
    z.object({
      /** The lean of the head in the file, degrees; positive: clockwise. */
      leanDeg: z.number(),
      eyeMiddle: point,
      leftEye: point,
      rightEye: point,
      mouth: point,
      /** The crown that the standard measures to. */
      crown: point,
      chin: point,
      faceLeft: point,
      faceRight: point,
    }),
  ),
});

/** A finished file as the record stores it. */
const storedOutputSchema = z.object({
  key: z.string(),
  kind: z.enum(['photo', 'cutout', 'comic', 'sheet', ...documentKinds]),
  /** Null for cutouts, comics and sheets. */
  standard: z.string().nullable(),
  /** For paper or for an online portal; null for cutouts. */
  profile: z.enum(['print', 'upload']).nullable(),
  /** The name of the backdrop; for a sheet, all names with commas between. */
  backdrop: z.string(),
  contentType: z.enum(['image/jpeg', 'image/png', 'application/pdf']),
  /** For a PDF, the size of the paper at `densityDpi`. */
  widthPx: z.number(),
  heightPx: z.number(),
  densityDpi: z.number(),
  sizeBytes: z.number(),
  /** The paper as it lies, and the number of each photo on it. Null for photos and cutouts. */
  sheet: z
    .object({
      paper: z.string(),
      widthMm: z.number(),
      heightMm: z.number(),
      photos: z.array(z.object({ standard: z.string(), backdrop: z.string(), count: z.number() })),
    })
    .nullable(),
  /** Measured on the output itself. Null for cutouts and sheets. */
  measured: measurementsSchema.nullable(),
  /** The same of the right one of two people, whose left one is in `measured`. Null in a photo of one person. */
  measuredSecond: measurementsSchema.nullable().default(null),
  /** Null for other files than photos, and in records of 0.1 and 0.2. */
  crop: cropSchema.nullable().default(null),
  notes: z.array(noteSchema),
  /** The checks of this output; empty for cutouts and sheets. */
  checks: z.array(checkSchema),
  /** The operations that changed pixels. Null for sheets, and in records of 0.1 and 0.2. */
  edits: z.array(editSchema).nullable().default(null),
  /** Null in records of 0.1 and 0.2; it is then derived when the record is read. */
  verdict: z.enum(verdicts).nullable().default(null),
  /** Why the verdict is not `ready`. */
  reasons: z.array(reasonSchema).default([]),
  /** The rules that no check judged. */
  notChecked: z.array(uncheckedSchema).default([]),
});

/** A finished file with its verdict. */
export const outputSchema = storedOutputSchema.extend({ verdict: z.enum(verdicts) });

/** The versions that made a photo. They show which deployment it went through. */
const versionsSchema = z.object({
  /**
   * Code version of each function that worked on the photo: the package version, `+`, 12 hex digits. Null before it
   * did.
   */
  code: z.object({ matting: z.string().nullable(), compose: z.string().nullable() }),
  /** The networks; `digest` is the sha256 of the graph and of the weights, separated by a space. */
  models: z.array(z.object({ id: z.string(), digest: z.string() })),
  /** `orderVersion` (core/order.ts) of the code that read the order. */
  order: z.number().nullable(),
});

/** Returns the code version. @param digest in hex, of the bundle or of everything that the image is built from. */
export function codeVersion(packageVersion: string, digest: string): string {
  return `${packageVersion}+${digest.slice(0, 12)}`;
}

/** The versions of an old record without this field. */
const unknownVersions: Versions = { code: { matting: null, compose: null }, models: [], order: null };

/** A roster as its record stores it (core/roster/roster.ts). `order` of the record is the order of rows that name none. */
const rosterSchema = z.object({
  rows: z.array(
    z.object({
      ...{ line: z.number(), name: z.string(), file: z.string() },
      ...{ standards: z.array(z.string()), backdrops: z.array(z.string()), copies: z.number().nullable() },
    }),
  ),
  /** Rows that cannot be carried out; `reason` is in English. */
  wrong: z.array(z.object({ line: z.number(), name: z.string(), file: z.string(), reason: z.string() })),
});

/** The record as it is stored. Records of older versions lack the newest fields. */
export const storedRecordSchema = z.object({
  version: z.literal(recordVersion),
  photoId: z.string(),
  /**
   * `waiting`: the roster that names the order is not there yet. `matting`: from the start of the networks to the end of
   * the first order. `composing`: a new order is at work. The others are final until a new upload or order.
   */
  status: z.enum(['waiting', 'matting', 'composing', 'done', 'rejected']),
  /** Null when the order could not be read. */
  order: orderSchema.nullable(),
  /**
   * When the order was placed, by the time of the event or the API, ISO 8601 UTC. An older order never overwrites the
   * record of a newer one.
   */
  placedAt: z.string(),
  /** The upload. `sequencer` is the field of the S3 event that orders the uploads of one key. */
  source: z.object({ etag: z.string(), sizeBytes: z.number(), sequencer: z.string() }),
  /** Digest of content, models and settings of the cutout; null before the upload was read. */
  fingerprint: z.string().nullable(),
  /**
   * The key of the cutout (core/keys.ts). It is written before the cutout exists, so that a deletion finds it. Null
   * without a cutout, and in records of versions before 0.3, whose cutout has three objects.
   */
  cutout: z.string().nullable().default(null),
  versions: versionsSchema.default(unknownVersions),
  /** The person to whom the photo belongs, by the row of a roster. Null without a roster, and in records before 0.3. */
  person: z.object({ name: z.string(), line: z.number() }).nullable().default(null),
  /** The rows of a roster, in the record of the roster. Null in the record of a photo. */
  roster: rosterSchema.nullable().default(null),
  rejection: z
    .object({
      code: z.string(),
      message: z.string(),
      advice: z.string(),
      /** Figures and names of this case (RejectionFacts in errors.ts). Empty in records of 0.1 and 0.2. */
      facts: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
    })
    .nullable(),
  /**
   * True when the cutout of another photo with the same content, model and settings was used, and the networks did not
   * run.
   */
  reusedCutout: z.boolean(),
  ...degradedField,
  /** The checks of the picture itself. */
  checks: z.array(checkSchema),
  outputs: z.array(storedOutputSchema),
  /** The verdict of the worst output; null without outputs. */
  verdict: z.enum(verdicts).nullable().default(null),
  /** Time of each step, ms. */
  timings: z.object({ matting: z.record(z.string(), z.number()), compose: z.record(z.string(), z.number()) }),
});

/** Reads a record. Verdicts that an older version did not store are derived from its checks and notes. */
export const photoRecordSchema = storedRecordSchema.transform((record) => {
  const outputs = withVerdicts(record.outputs, record.checks);
  return { ...record, outputs, verdict: record.status === 'done' ? worstVerdict(outputs) : null };
});

type StoredOutput = z.infer<typeof storedOutputSchema>;

function withVerdicts(stored: readonly StoredOutput[], capture: readonly Check[]): Output[] {
  const complete = (output: StoredOutput, judge: () => Judgement): Output =>
    output.verdict === null ? { ...output, ...judge() } : { ...output, verdict: output.verdict };
  const files = stored.filter(({ kind }) => kind !== 'sheet');
  const judged = new Map(files.map((file) => [file, complete(file, () => verdictOf(file, capture, null))]));
  const photos = [...judged.values()];
  return stored.map((output) => judged.get(output) ?? complete(output, () => sheetVerdict(output, photos)));
}

/** Returns whether the record is final until a new upload or order. */
export const isSettled = ({ status }: Pick<PhotoRecord, 'status'>): boolean =>
  status === 'done' || status === 'rejected';

export type Versions = z.infer<typeof versionsSchema>;
export type PhotoRecord = z.infer<typeof photoRecordSchema>;
export type StoredRoster = z.infer<typeof rosterSchema>;
export type Output = z.infer<typeof outputSchema>;
export type Measured = z.infer<typeof measuredSchema>;
export type Measurements = NonNullable<Output['measured']>;

/** The fields that a record of a run begins with. */
export interface PhotoRun {
  readonly photoId: string;
  readonly placedAt: string;
  readonly source: PhotoRecord['source'];
  readonly versions: Versions;
  /** Absent or null without a roster. */
  readonly person?: PhotoRecord['person'];
}

/** Returns the record of a photo whose matting begins. */
export function begunRecord(
  { photoId, placedAt, source, versions, person = null }: PhotoRun,
  order: PhotoOrder | null,
): PhotoRecord {
  return {
    version: recordVersion,
    photoId,
    placedAt,
    source,
    versions,
    person,
    roster: null,
    status: 'matting',
    order,
    fingerprint: null,
    cutout: null,
    rejection: null,
    reusedCutout: false,
    degraded: [],
    checks: [],
    outputs: [],
    verdict: null,
    timings: { matting: {}, compose: {} },
  };
}

/** Returns the record of a photo that waits for its roster. */
export function waitingRecord(run: PhotoRun): PhotoRecord {
  return { ...begunRecord(run, null), status: 'waiting' };
}

/** Returns the record of a roster. @param order of rows that name none. */
export function rosterRecord(run: PhotoRun, order: PhotoOrder, roster: StoredRoster): PhotoRecord {
  return { ...begunRecord(run, order), status: 'done', roster };
}

/** Returns the record of a rejected photo. */
export function rejectedRecord(run: PhotoRun, order: PhotoOrder | null, error: PhotoRejected): PhotoRecord {
  const { code, message, advice, facts } = error;
  const rejection = { code, message, advice, facts: { ...facts } };
  return { ...begunRecord(run, order), status: 'rejected', rejection };
}

/** The result of compose for one order. */
export interface ComposeResult {
  readonly placedAt: string;
  readonly order: PhotoOrder;
  /** Why the order was rejected; null when all files were made. */
  readonly rejection: PhotoRejected | null;
  /** What matting or compose made smaller. */
  readonly degraded: readonly Degraded[];
  readonly checks: readonly Check[];
  readonly outputs: readonly Output[];
  /** Time of each step of compose, ms. */
  readonly timings: Readonly<Record<string, number>>;
  /** Code version of the compose function. */
  readonly codeVersion: string;
  /** What matting hands on with the order of an upload; absent for a new order. */
  readonly matting?: MattingResult | undefined;
}

/** The part of the record that matting has only after its record is written. */
export const mattingResultSchema = z.object({
  reusedCutout: z.boolean(),
  /** Time of each step of matting, ms. */
  timings: z.record(z.string(), z.number()),
});
export type MattingResult = z.infer<typeof mattingResultSchema>;

/**
 * Returns the record with the result of compose in it. What matting wrote stays: the source, the fingerprint, the times
 * and versions of matting. The record of a rejected order has no outputs and no checks.
 */
export function composedRecord(record: PhotoRecord, result: ComposeResult): PhotoRecord {
  const { placedAt, order, rejection } = result;
  const { fingerprint, cutout } = record;
  const reusedCutout = result.matting?.reusedCutout ?? record.reusedCutout;
  const timings = { matting: result.matting?.timings ?? record.timings.matting, compose: { ...result.timings } };
  const code = { ...record.versions.code, compose: result.codeVersion };
  const versions = { ...record.versions, code, order: orderVersion };
  if (rejection) {
    const rejected = rejectedRecord({ ...record, placedAt }, order, rejection);
    return { ...rejected, fingerprint, cutout, reusedCutout, timings, versions };
  }
  const [checks, outputs, degraded] = [[...result.checks], [...result.outputs], [...result.degraded]];
  const verdict = worstVerdict(outputs);
  const composed = { placedAt, order, rejection, reusedCutout, degraded, checks, outputs, verdict, timings, versions };
  return { ...record, status: 'done', ...composed };
}
