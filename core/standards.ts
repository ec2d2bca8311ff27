/**
 * The table of photo standards: what each office asks for, as data in standards/*.json, checked when it loads. Figures
 * come from the sources that each record names, collected in November 2026 from stored copies of the pages.
 */
import * as z from 'zod';
import { Fault } from './errors.ts';
import americasAndOceania from './standards/americas-oceania.json' with { type: 'json' };
import asia from './standards/asia.json' with { type: 'json' };
import china from './standards/china.json' with { type: 'json' };
import europe from './standards/europe.json' with { type: 'json' };
import international from './standards/international.json' with { type: 'json' };

/** `[least, most]` in the data; null leaves an end open. */
const openBand = z
  .tuple([z.number().nonnegative().nullable(), z.number().positive().nullable()])
  .refine(([min, max]) => min !== null || max !== null, 'a band needs an end')
  .refine(([min, max]) => (min ?? 0) <= (max ?? Number.POSITIVE_INFINITY), 'a band runs upwards')
  .transform(([min, max]) => ({ min, max }));

/** The same rule may be stated in mm of the print and as a share of the photo (0..1); both are kept as stated. */
const rule = z
  .strictObject({ mm: openBand.optional(), share: openBand.optional(), px: openBand.optional() })
  .transform(({ mm = null, share = null, px = null }) => ({ mm, share, px }))
  .nullable()
  .default(null);

const pixels = z.tuple([z.int().positive(), z.int().positive()]).nullable().default(null);
const bothNames = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });
const flag = z.boolean().nullable().default(null);
const noFile = { minBytes: null, maxBytes: null, maxCompression: null, formats: null };
const noEditing = { crop: null, resize: null, rotate: null, replaceBackdrop: null, tone: null, retouch: null };

const standardSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    name: bothNames,
    /** ISO 3166-1 alpha-2, `EU` for Schengen; null: international. */
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
      'profile',
    ]),
    /** What applicants hand in where both are known; null: the print. */
    usual: z.enum(['print', 'upload']).nullable().default(null),
    /** The photo on paper. `densityStated`: an authority names the density; else 300 dpi is printing habit. */
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
     * The file for a portal: the size we make and what is accepted. `densityDpi` is set where mm rules hold for the
     * file although its shape is not the print's.
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
      /** What the head's height and the top margin are measured to: with hair, without, or not said. */
      crown: z.enum(['hair', 'skull', 'unclear']),
      /**
       * What the head's width is measured across. Hardly any text says so; ears are our reading where they fit the
       * height stated beside them (GA 461: width 14-16 mm, head two thirds of 32 mm).
       */
      width: z.enum(['ears', 'face']).default('ears'),
      /** Chin to crown. */
      headHeight: rule,
      /** Eye line above the bottom edge. */
      eyeLine: rule,
      /** Crown below the top edge. */
      topMargin: rule,
      chinToBottom: rule,
      /** Shares are of the photo's width. */
      headWidth: rule,
      /** Between the pupils; shares are of the photo's width. */
      eyeDistance: rule,
    }),
    /** Where a head without a stated height should come out, as shares of the photo's height; `basis` says whose idea it is. */
    aim: z
      .strictObject({
        headShare: z.number().min(0.2).max(0.9),
        topShare: z.number().min(0).max(0.3).nullable().default(null),
        /** How large the head may come out to hide where the picture ends. */
        mostShare: z.number().min(0.2).max(0.9).nullable().default(null),
        basis: z.string().min(1),
      })
      .nullable()
      .default(null),
    /** In the office's order of preference; empty: no rule. */
    backdrops: z.array(
      z.strictObject({
        name: bothNames,
        hex: z.string().regex(/^#[0-9A-F]{6}$/),
        /** Who says so: the authority, someone restating it, trade habit, or only we, who had to render a word as a colour. */
        standing: z.enum(['official', 'restated', 'convention', 'rendering']),
        /** Which colours satisfy the office: this one, it or lighter, any light plain colour, the same but white. */
        accepts: z.enum(['this', 'lighter', 'light', 'light-not-white']),
      }),
    ),
    file: z
      .strictObject({
        /** Floors are read with kB = 1024 bytes and ceilings with kB = 1000, so that either meaning is met. */
        minBytes: z.int().positive().nullable().default(null),
        maxBytes: z.int().positive().nullable().default(null),
        /** Raw RGB bytes over file bytes may not exceed this. */
        maxCompression: z.number().positive().nullable().default(null),
        formats: z
          .array(z.enum(['jpeg', 'png', 'heic', 'gif', 'bmp']))
          .nullable()
          .default(null),
      })
      .default(noFile),
    /** What the office lets be done to a photo: true, false, or null where nothing is known. */
    editing: z
      .strictObject({ crop: flag, resize: flag, rotate: flag, replaceBackdrop: flag, tone: flag, retouch: flag })
      .default(noEditing),
    glasses: z.enum(['allowed', 'discouraged', 'forbidden']).nullable().default(null),
    maxAgeMonths: z.int().positive().nullable().default(null),
    /** What else the person should know, or how to read the figures. */
    remark: z.string().nullable().default(null),
    /** `read`, `quoted`: the authority's own text was seen or copied word for word; `named`: its page is known but was not seen. */
    sources: z
      .array(
        z.strictObject({
          ref: z.string().min(1),
          kind: z.enum(['read', 'quoted', 'named', 'restated', 'repository']),
        }),
      )
      .min(1),
    confidence: z.enum(['official', 'secondary', 'convention']),
    /** Fields that no good source confirms. */
    unconfirmed: z
      .array(
        z.enum([
          'printSize',
          'uploadSize',
          'headHeight',
          'backdrops',
          'fileSize',
          'formats',
          'text',
          'maxAge',
          'age',
          'glasses',
        ]),
      )
      .default([]),
  })
  .refine(({ print, upload }) => print !== null || upload !== null, 'a standard needs a print or an upload size')
  .refine(({ rules, aim }) => rules.headHeight !== null || aim !== null, 'without a head height an aim is needed')
  .refine(({ upload }) => upload === null || withinLimits(upload), 'the size we make must be accepted');

function withinLimits(upload: { widthPx: number; heightPx: number; minPx: number[] | null; maxPx: number[] | null }) {
  const { widthPx, heightPx, minPx, maxPx } = upload;
  const above = minPx === null || (widthPx >= minPx[0] && heightPx >= minPx[1]);
  return above && (maxPx === null || (widthPx <= maxPx[0] && heightPx <= maxPx[1]));
}

export type PhotoStandard = z.infer<typeof standardSchema>;
export type StandardBackdrop = PhotoStandard['backdrops'][number];
export type OpenBand = z.infer<typeof openBand>;
export type Rule = NonNullable<z.infer<typeof rule>>;
export type Crown = PhotoStandard['rules']['crown'];
export type HeadWidth = PhotoStandard['rules']['width'];

/** Checks records as the data files hold them. @throws Fault `bad-standard` naming the record and the field. */
export function parseStandards(records: readonly unknown[]): readonly PhotoStandard[] {
  const seen = new Set<string>();
  return records.map((record, at) => {
    const parsed = standardSchema.safeParse(record);
    const id = (record as { id?: unknown } | null)?.id ?? `record ${at}`;
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Fault('bad-standard', `${id}: ${issue?.path.join('.')}: ${issue?.message}`);
    }
    if (seen.has(parsed.data.id)) throw new Fault('bad-standard', `${id} is there twice`);
    seen.add(parsed.data.id);
    return parsed.data;
  });
}

/** Every standard, in the order of the data files. */
export const standards: readonly PhotoStandard[] = parseStandards([
  ...international,
  ...china,
  ...asia,
  ...europe,
  ...americasAndOceania,
]);
