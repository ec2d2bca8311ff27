/**
 * The bodies of the API's requests and responses, as schemas and types. The API checks requests with the schemas, the
 * OpenAPI document is built from them (functions/api/openapi.ts), and the page imports the types.
 */
import * as z from 'zod';
import { checkSchema } from './checks.ts';
import { documentKinds } from './forms/document-kinds.ts';
import { finderNames } from './functions.ts';
import { orderSchema } from './order.ts';
import { outputSchema, storedRecordSchema } from './photo-record.ts';
import { uploadTypeNames } from './upload-types.ts';
import { verdicts } from './verdict.ts';

/**
 * The photoId of an upload by form: `form/`, 128 random bits, and the file extension of its type. Addresses contain the
 * slash unescaped.
 */
export const formPhotoIdPattern = /^form\/[0-9a-f]{32}\.[a-z]{3,4}$/;

const photoId = z.string().regex(formPhotoIdPattern).meta({ description: 'Identifies the photo in every request.' });
const time = z.iso.datetime().meta({ description: 'UTC.' });
const names = z.object({ en: z.string(), zh: z.string() });

/** The body of every response with a status of 400 or above. */
export const apiErrorSchema = z
  .object({
    code: z.string().meta({ description: 'One of a closed list (core/api-errors.ts, core/errors.ts).' }),
    message: z.string(),
    advice: z.string(),
    requestId: z.string(),
    photoId: z.string().optional(),
  })
  .meta({ title: 'Error' });

export const settingsSchema = z
  .object({
    access: z
      .enum(['code', 'none'])
      .meta({ description: '`code`: /api/photos requires the header `authorization: Bearer CODE`.' }),
    local: z
      .boolean()
      .meta({ description: 'True when the studio runs on one machine; /api/instances exists only there.' }),
    finders: z.array(z.enum(finderNames)).meta({
      description:
        'The functions of the studio that find something in pictures: each has its operations under /api/NAME.',
    }),
    limits: z.object({
      maxBytes: z.number(),
      maxPixels: z.number(),
      minSidePx: z.number(),
      contentTypes: z.array(z.enum(uploadTypeNames)),
      uploadMinutes: z.number().meta({ description: 'How long an upload ticket is valid.' }),
      linkMinutes: z.number().meta({ description: 'How long a download link is valid.' }),
      maxStandards: z.number(),
      maxBackdrops: z.number(),
    }),
    keptDays: z
      .object({ uploads: z.number(), cutouts: z.number(), results: z.number() })
      .meta({ description: 'A new order on a photo needs its cutout.' }),
  })
  .meta({ title: 'Settings' });

const band = z.object({ min: z.number().nullable(), max: z.number().nullable() }).nullable();
const rule = z.object({ mm: band, share: band, px: band }).nullable().meta({
  description: 'As the office states it. A share is a part of the height; for headWidth and eyeDistance, of the width.',
});
const editingRule = z.enum(['allowed', 'forbidden', 'not-known']);

export const apiStandardSchema = z
  .object({
    id: z.string(),
    name: names,
    country: z.string().nullable().meta({ description: 'ISO 3166-1 alpha-2, `EU` for Schengen, null: international.' }),
    category: z.string(),
    sizes: z
      .array(
        z.object({
          profile: z.enum(['print', 'upload']),
          widthPx: z.number(),
          heightPx: z.number(),
          widthMm: z.number().nullable(),
          heightMm: z.number().nullable(),
          densityDpi: z.number(),
        }),
      )
      .meta({ description: 'The sizes that can be made. An order without a profile gets the first.' }),
    rules: z.object({
      crown: z.enum(['hair', 'skull', 'unclear']),
      headHeight: rule,
      eyeLine: rule,
      topMargin: rule,
      chinToBottom: rule,
      headWidth: rule,
      eyeDistance: rule,
    }),
    backdrops: z
      .array(z.object({ name: names, hex: z.string(), standing: z.string(), accepts: z.string() }))
      .meta({ description: "In the office's order of preference; empty: the office has no rule." }),
    file: z.object({
      minBytes: z.number().nullable(),
      maxBytes: z.number().nullable(),
      maxCompression: z.number().nullable(),
      formats: z.array(z.string()).nullable(),
    }),
    editing: z
      .object({
        crop: editingRule,
        resize: editingRule,
        rotate: editingRule,
        replaceBackdrop: editingRule,
        tone: editingRule,
        retouch: editingRule,
        says: z.string().nullable(),
        source: z.string().nullable(),
        read: z.string().nullable(),
      })
      .meta({ description: '`says`: the rule in our words; `read`: the day on which `source` was read.' }),
    takenBy: z
      .object({ who: z.enum(['professional', 'office']), says: z.string(), source: z.string(), read: z.string() })
      .nullable()
      .meta({ description: 'Who has to take the photo; null: no rule is known.' }),
    people: z.number().meta({ description: 'The number of people that one photo shows.' }),
    glasses: z.string().nullable(),
    headCover: z
      .object({ rule: z.string(), says: z.string().nullable(), source: z.string().nullable() })
      .nullable()
      .meta({ description: 'The rule on head covers: `allowed`, `religious` (religion or health only), `forbidden`.' }),
    infants: z
      .object({ says: z.string(), source: z.string() })
      .nullable()
      .meta({ description: 'The rules for babies and small children that differ from those for adults.' }),
    maxAgeMonths: z.number().nullable(),
    caption: z
      .object({ rule: z.enum(['required', 'some-notices']), says: z.string(), source: z.string() })
      .nullable()
      .meta({
        description:
          'The rule on name and day in the foot of the photo. `required`: order a `caption`. `some-notices`: some notices want it. Null: order none.',
      }),
    remark: z.string().nullable(),
    sources: z
      .array(z.object({ ref: z.string(), kind: z.string(), says: z.string().nullable(), read: z.string().nullable() }))
      .meta({ description: '`says`: the rules of this source in our words; `read`: the day on which it was read.' }),
    checked: z
      .string()
      .nullable()
      .meta({ description: 'The day on which the record was last compared with its sources.' }),
    confidence: z.enum(['official', 'secondary', 'convention']).meta({
      description:
        "`official`: the office's own page was read. `secondary`: copies or other texts. `convention`: there is no office.",
    }),
    unconfirmed: z.array(z.string()),
  })
  .meta({ title: 'Standard' });

/** The longest text that the catalogue is searched for. */
export const maxQueryLength = 100;

export const catalogueSchema = z
  .object({
    match: z.enum(['all', 'found', 'nearest']).meta({
      description:
        '`all`: no query was sent. `found`: the standards match it, the best first; a size of your own is the last. `nearest`: none matches, and the three nearest are listed.',
    }),
    standards: z.array(apiStandardSchema),
    packs: z
      .array(
        z.object({
          id: z.string(),
          name: names,
          country: z.string(),
          remark: z.string().nullable(),
          checked: z.string(),
          files: z.array(
            z.object({
              file: z.string(),
              kind: z.enum(['photo', ...documentKinds]),
              standard: z.string(),
              widthPx: z.number(),
              heightPx: z.number(),
              minBytes: z.number().nullable(),
              maxBytes: z.number().nullable(),
            }),
          ),
        }),
      )
      .meta({
        description:
          'Forms with several files. An order whose `standards` name the pack makes all its files of the kind of the order.',
      }),
    papers: z.array(z.object({ id: z.string(), name: names, widthMm: z.number(), heightMm: z.number() })),
    backdrops: z.array(z.object({ name: names, hex: z.string() })).meta({
      description: 'Colour names for standards that have no colour of that name. Any #RRGGBB is allowed as well.',
    }),
  })
  .meta({ title: 'Catalogue' });

/** The fields that announce a file before its upload. */
export const announcedFile = {
  fileName: z
    .string()
    .max(1024)
    .optional()
    .meta({ description: 'Its extension is used when contentType is empty. The name is not stored.' }),
  sizeBytes: z.int().nonnegative(),
  contentType: z
    .string()
    .max(128)
    .meta({ description: 'Media type of the file; empty when the browser does not know it.' }),
};

export const newPhotoSchema = z.strictObject({ order: orderSchema, ...announcedFile }).meta({ title: 'NewPhoto' });

/** The form of `POST /api/photo`. The field of the picture is checked by hand, because it is a file. */
export const photoFormSchema = z
  .object({
    file: z.string().meta({ description: 'The picture.', contentMediaType: 'application/octet-stream' }),
    standard: z
      .string()
      .optional()
      .meta({ description: 'An id, or several with commas. The field may be repeated, and be named `standards`.' }),
    backdrop: z.string().optional().meta({ description: 'As `standard`, with the backdrops.' }),
    sheet: z
      .string()
      .optional()
      .meta({ description: 'The paper of a print sheet; `sheet.ruler` and so on for the rest.' }),
    caption: z
      .string()
      .optional()
      .meta({ description: 'Lines in the foot of each photo: `JANE DOE|2026-11-30`. The field may be repeated.' }),
    order: z.string().optional().meta({ description: 'The order as JSON. Other fields replace its parts.' }),
  })
  .catchall(z.string())
  .meta({ title: 'PhotoForm', description: 'The other fields are those of an order.' });

export const ticketSchema = z
  .object({
    photoId,
    upload: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }).meta({
      description:
        'POST multipart/form-data to url: first every field, then `file`. The status is 201 when the file is stored.',
    }),
    expiresAt: time,
  })
  .meta({ title: 'Ticket' });

export const newOrderSchema = z.strictObject({ order: orderSchema }).meta({ title: 'NewOrder' });

export const orderAcceptedSchema = z
  .object({ photoId, status: z.literal('composing'), placedAt: time })
  .meta({ title: 'OrderAccepted' });

export const photoLinkSchema = z.object({
  name: z.string().meta({ description: 'File name for saving; the outputs have the same name.' }),
  kind: z.enum(['photo', 'sheet', 'cutout', 'comic', 'working', ...documentKinds]).meta({
    description:
      '`cutout`: the whole person on a transparent background, when the order has `withCutout`. `working`: the upright original in the size of the cutout, until it expires.',
  }),
  contentType: z.string(),
  url: z.string(),
});

export const photoSchema = z
  .object({
    photoId,
    reference: z.string().meta({ description: 'Stands for the photo in logs and in /api/instances.' }),
    status: z.enum(['waiting', 'matting', 'composing', 'done', 'rejected']).meta({
      description:
        '`waiting`: not begun. `matting`: being cut out. `composing`: the outputs are being made. `done`: all outputs exist. `rejected`: no outputs will be made.',
    }),
    isLate: z.boolean().meta({
      description:
        'The photo is not done, and its status has not changed for longer than all attempts take. It waits in a long queue, or the last attempt failed. The operator of the studio can start it again (docs/runbook.md).',
    }),
    order: storedRecordSchema.shape.order,
    placedAt: time.nullable().meta({ description: 'When the order was placed; null while the photo waits.' }),
    rejection: storedRecordSchema.shape.rejection,
    reusedCutout: z.boolean(),
    degraded: storedRecordSchema.shape.degraded.meta({
      description:
        'What the functions made smaller because their memory is short; empty when everything has its usual size.',
    }),
    checks: z.array(checkSchema),
    verdict: z.enum(verdicts).nullable().meta({
      description:
        'The verdict of the worst output; null until the photo is done. `ready`: no check speaks against it, and `notChecked` of each output lists what was not judged. `look-again`: look at the points in `reasons`. `will-be-refused`: a rule of the office is broken.',
    }),
    outputs: z.array(outputSchema.omit({ key: true }).extend({ name: z.string() })),
    timings: storedRecordSchema.shape.timings,
    links: z.array(photoLinkSchema),
    expiresAt: time.meta({ description: 'When the links expire. Request the photo again for new links.' }),
  })
  .meta({ title: 'Photo' });

export type ApiError = z.infer<typeof apiErrorSchema>;
export type Settings = z.infer<typeof settingsSchema>;
export type ApiStandard = z.infer<typeof apiStandardSchema>;
export type Catalogue = z.infer<typeof catalogueSchema>;
export type NewPhoto = z.input<typeof newPhotoSchema>;
export type Ticket = z.infer<typeof ticketSchema>;
export type OrderAccepted = z.infer<typeof orderAcceptedSchema>;
export type ApiPhoto = z.infer<typeof photoSchema>;
export type PhotoLink = z.infer<typeof photoLinkSchema>;
