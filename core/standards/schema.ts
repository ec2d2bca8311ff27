/**
 * The shape of a record in the data files of the standards. Every record is checked when it is loaded; absent fields get
 * their defaults.
 */
import * as z from 'zod';
import { Fault } from '../errors.ts';
import { unknownEditing } from './editing-rules.ts';
import { isOfficePage } from './office-pages.ts';

/** `[least, most]` in the data; null is an open end. */
export const openBand = z
  .tuple([z.number().nonnegative().nullable(), z.number().positive().nullable()])
  .refine(([min, max]) => min !== null || max !== null, 'a band needs at least one end')
  .refine(
    ([min, max]) => (min ?? 0) <= (max ?? Number.POSITIVE_INFINITY),
    'the first end of a band must not be above the second',
  )
  .transform(([min, max]) => ({ min, max }))
  .pipe(z.object({ min: z.number().nullable(), max: z.number().nullable() }));

/** A band whose ends have names. */
const band = z.object({ min: z.number().nullable(), max: z.number().nullable() }).nullable();

/**
 * A rule in mm of the print, as a share of the photo (0..1), or in px. An office may state several; all are kept as
 * stated.
 */
export const rule = z
  .strictObject({ mm: openBand.optional(), share: openBand.optional(), px: openBand.optional() })
  .transform(({ mm = null, share = null, px = null }) => ({ mm, share, px }))
  .pipe(z.object({ mm: band, share: band, px: band }))
  .nullable()
  .default(null);

const pixels = z.tuple([z.int().positive(), z.int().positive()]).nullable().default(null);
const bothNames = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

/** `not-known`: no readable source states a rule. It does not mean «allowed». */
const editingRule = z.enum(['allowed', 'forbidden', 'not-known']).default('not-known');

/** A rule in our own words, the page that states it, and the day on which that page was read (ISO 8601). */
const statement = { says: z.string().min(1), source: z.string().min(1), read: z.iso.date() };
const noFile = { minBytes: null, maxBytes: null, maxCompression: null, formats: null };

/** The fields of a record. Rules that compare several fields are in {@link standardSchema}. */
export const recordSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  name: bothNames,
  /** ISO 3166-1 alpha-2; `EU` for Schengen; null for an international standard. */
  country: z.string().length(2).nullable(),
  category: z.enum([
    'standard',
    'passport',
    'visa',
    'id-card',
    'driver-licence',
    'residence',
    'exam',
    'marriage',
    'generic',
    'badge',
    'cv',
    'profile',
  ]),
  /** The number of people that one photo shows. */
  people: z.union([z.literal(1), z.literal(2)]).default(1),
  /** The usual profile of a standard that has both; null: the print. */
  usual: z.enum(['print', 'upload']).nullable().default(null),
  /**
   * The photo on paper. `densityStated` is true when an authority states the density; otherwise 300 dpi is usual for
   * prints.
   */
  print: z
    .strictObject({
      widthMm: z.number().positive(),
      heightMm: z.number().positive(),
      densityDpi: z.int().positive(),
      densityStated: z.boolean(),
    })
    .nullable()
    .default(null),
  /**
   * The file for an online portal: the size that we make and the accepted range. `densityDpi` is set when rules in mm
   * hold for the file although it has another aspect ratio than the print.
   */
  upload: z
    .strictObject({
      widthPx: z.int().positive(),
      heightPx: z.int().positive(),
      minPx: pixels,
      maxPx: pixels,
      aspect: pixels,
      densityDpi: z.int().positive().nullable().default(null),
    })
    .nullable()
    .default(null),
  rules: z.strictObject({
    /**
     * The upper end of the head's height and of the top margin: `hair` with hair, `skull` without, `unclear` when the
     * office does not state it.
     */
    crown: z.enum(['hair', 'skull', 'unclear']),
    /**
     * The ends of the head's width: at the ears or at the face. Few texts state it. `ears` is our reading when it
     * fits the stated height (GA 461: width 14-16 mm, head two thirds of 32 mm).
     */
    width: z.enum(['ears', 'face']).default('ears'),
    /** From chin to crown. */
    headHeight: rule,
    /** From the lower edge to the eye line. */
    eyeLine: rule,
    /** From the upper edge to the crown. */
    topMargin: rule,
    chinToBottom: rule,
    /** Shares are of the photo's width. */
    headWidth: rule,
    /** Between the pupils; shares are of the photo's width. */
    eyeDistance: rule,
  }),
  /**
   * The aim for a head without a stated height, as shares of the photo's height. `basis` names the source of the aim.
   */
  aim: z
    .strictObject({
      headShare: z.number().min(0.2).max(0.9),
      topShare: z.number().min(0).max(0.3).nullable().default(null),
      /** The largest head that may be used to hide the edge of the picture. */
      mostShare: z.number().min(0.2).max(0.9).nullable().default(null),
      basis: z.string().min(1),
    })
    .nullable()
    .default(null),
  /** In the office's order of preference; empty when the office has no rule. */
  backdrops: z.array(
    z.strictObject({
      name: bothNames,
      hex: z.string().regex(/^#[0-9A-F]{6}$/),
      /**
       * The source of the colour value: the authority, somebody who restates it, trade convention, or our own value
       * for a word.
       */
      standing: z.enum(['official', 'restated', 'convention', 'rendering']),
      /**
       * The accepted colours: this one; this one or lighter; any light plain colour; any light plain colour except
       * white.
       */
      accepts: z.enum(['this', 'lighter', 'light', 'light-not-white']),
    }),
  ),
  file: z
    .strictObject({
      /**
       * For the least size 1 kB counts as 1024 bytes, for the largest as 1000 bytes, so that both meanings of kB are
       * met.
       */
      minBytes: z.int().positive().nullable().default(null),
      maxBytes: z.int().positive().nullable().default(null),
      /** The most raw RGB bytes per byte of the file. */
      maxCompression: z.number().positive().nullable().default(null),
      formats: z
        .array(z.enum(['jpeg', 'png', 'heic', 'gif', 'bmp']))
        .nullable()
        .default(null),
    })
    .default(noFile),
  /**
   * The edits that the office allows. A text that forbids every change of the photo forbids a replaced background
   * too; a text that only speaks of the features or of beautifying does not.
   */
  editing: z
    .strictObject({
      crop: editingRule,
      resize: editingRule,
      rotate: editingRule,
      replaceBackdrop: editingRule,
      tone: editingRule,
      retouch: editingRule,
      says: statement.says.nullable().default(null),
      source: statement.source.nullable().default(null),
      read: statement.read.nullable().default(null),
    })
    .refine(isStated, 'an editing rule needs `says`, `source` and `read`')
    .default(unknownEditing),
  /**
   * Who has to take the photo: a photographer or booth (`professional`), or the office itself or its certified
   * service (`office`). Null when applicants may send their own, or when no rule is known.
   */
  takenBy: z
    .strictObject({ who: z.enum(['professional', 'office']), ...statement })
    .nullable()
    .default(null),
  glasses: z.enum(['allowed', 'discouraged', 'forbidden']).nullable().default(null),
  /**
   * The rule on hats, scarves and other head covers. `religious`: allowed for religion or health only. `says` and
   * `source` are the rule in our own words and the page that states it; null when only other collections name it.
   */
  headCover: z
    .strictObject({
      rule: z.enum(['allowed', 'religious', 'forbidden']),
      says: statement.says.nullable().default(null),
      source: statement.source.nullable().default(null),
    })
    .nullable()
    .default(null),
  /** The rules for babies and small children that differ from those for adults. Null when no source states any. */
  infants: z.strictObject({ says: statement.says, source: statement.source }).nullable().default(null),
  maxAgeMonths: z.int().positive().nullable().default(null),
  /**
   * The rule on name and day in the foot of the photo. `required`: every source on it wants them. `some-notices`: some
   * notices want them, others do not. Null when no source wants text on the photo.
   */
  caption: z
    .strictObject({ rule: z.enum(['required', 'some-notices']), says: statement.says, source: statement.source })
    .nullable()
    .default(null),
  /** Further advice for the person, or an explanation of the figures. */
  remark: z.string().nullable().default(null),
  /**
   * `read`: the office's own page was read. `quoted`: a word-for-word copy elsewhere was read. `named`: the page is
   * known but was not read. `restated`, `repository`: other people's texts and public collections.
   */
  sources: z
    .array(
      z
        .strictObject({
          ref: z.string().min(1),
          kind: z.enum(['read', 'quoted', 'named', 'restated', 'repository']),
          /** The rules that this source states, in our own words. Null when it was not noted. */
          says: statement.says.nullable().default(null),
          /** The day on which this source was read; null when it was not noted. */
          read: statement.read.nullable().default(null),
        })
        .refine(({ kind, ref }) => kind !== 'read' || isOfficePage(ref), 'only a page of an office can be `read`'),
    )
    .min(1),
  /** The day on which the record was last compared with its sources, ISO 8601. Null for a custom size. */
  checked: z.iso.date().nullable(),
  /** True for a habit of the trade, for which there is no office. */
  convention: z.boolean().default(false),
  /** The fields that no good source confirms. */
  unconfirmed: z
    .array(
      z.enum([
        'printSize',
        'density',
        'uploadSize',
        'headHeight',
        'headWidth',
        'eyeLine',
        'topMargin',
        'backdrops',
        'fileSize',
        'formats',
        'text',
        'maxAge',
        'age',
        'glasses',
        'headCover',
        'infants',
      ]),
    )
    .default([]),
});

export const standardSchema = recordSchema
  .refine(({ print, upload }) => print !== null || upload !== null, 'a standard needs a print or an upload size')
  .refine(
    ({ rules, aim }) => rules.headHeight !== null || aim !== null,
    'a standard without a head height needs an aim',
  )
  .refine(({ upload }) => upload === null || withinLimits(upload), 'the upload size must be inside its own limits')
  .transform(({ convention, ...standard }) => {
    return { ...standard, confidence: convention ? ('convention' as const) : confidenceOf(standard.sources) };
  });

/** Returns `official` when a page of the office was read, else `secondary`. */
function confidenceOf(sources: readonly { readonly kind: string }[]): 'official' | 'secondary' | 'convention' {
  return sources.some(({ kind }) => kind === 'read') ? 'official' : 'secondary';
}

interface EditingStatement {
  readonly says: string | null;
  readonly source: string | null;
  readonly read: string | null;
}

function isStated({ says, source, read, ...rules }: EditingStatement): boolean {
  const isKnown = Object.values(rules).some((rule) => rule !== 'not-known');
  return !isKnown || (says !== null && source !== null && read !== null);
}

function withinLimits(upload: { widthPx: number; heightPx: number; minPx: number[] | null; maxPx: number[] | null }) {
  const { widthPx, heightPx, minPx, maxPx } = upload;
  const above = minPx === null || (widthPx >= minPx[0] && heightPx >= minPx[1]);
  return above && (maxPx === null || (widthPx <= maxPx[0] && heightPx <= maxPx[1]));
}

/** Checks the records of the data files. @throws Fault `bad-standard` naming the record and the field. */
export function parseStandards(records: readonly unknown[]): readonly z.infer<typeof standardSchema>[] {
  const seen = new Set<string>();
  return records.map((record, at) => {
    const parsed = standardSchema.safeParse(record);
    const id = (record as { id?: unknown } | null)?.id ?? `record ${at}`;
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Fault('bad-standard', `${id}: ${issue?.path.join('.')}: ${issue?.message}`);
    }
    if (seen.has(parsed.data.id)) throw new Fault('bad-standard', `the id ${id} is there twice`);
    seen.add(parsed.data.id);
    return parsed.data;
  });
}
