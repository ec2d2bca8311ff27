/**
 * The API's HTTP interface: every body it takes or gives, as schema and type. The API checks requests with them, the
 * OpenAPI document is made of them (functions/api/openapi.ts), the page has its types from here.
 */
import * as z from 'zod';
import { checkSchema } from './checks.ts';
import { orderSchema } from './order.ts';
import { outputSchema, photoRecordSchema } from './photo-record.ts';
import { uploadTypeNames } from './upload-types.ts';

/** A form photo: `form/`, 128 random bits, and the ending of its type. The slash stands in addresses as it is. */
export const formPhotoIdPattern = /^form\/[0-9a-f]{32}\.[a-z]{3,4}$/;

const photoId = z.string().regex(formPhotoIdPattern).meta({ description: 'Names the photo everywhere.' });
const time = z.iso.datetime().meta({ description: 'UTC.' });
const names = z.object({ en: z.string(), zh: z.string() });

/** Every answer of 400 and above. */
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
    access: z.enum(['code', 'none']).meta({ description: '`code`: /api/photos wants `authorization: Bearer CODE`.' }),
    local: z.boolean().meta({ description: 'On one machine, where /api/instances answers.' }),
    limits: z.object({
      maxBytes: z.number(),
      maxPixels: z.number(),
      minSidePx: z.number(),
      contentTypes: z.array(z.enum(uploadTypeNames)),
      uploadMinutes: z.number().meta({ description: 'How long an upload ticket holds.' }),
      linkMinutes: z.number().meta({ description: 'How long a download link holds.' }),
      maxStandards: z.number(),
      maxBackdrops: z.number(),
    }),
    keptDays: z.object({ uploads: z.number(), results: z.number() }),
  })
  .meta({ title: 'Settings' });

const band = z.object({ min: z.number().nullable(), max: z.number().nullable() }).nullable();
const rule = z
  .object({ mm: band, share: band, px: band })
  .nullable()
  .meta({ description: 'As stated; shares are of the height, of the width for headWidth and eyeDistance.' });
const flag = z.boolean().nullable();

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
      .meta({ description: 'What is made of it; the first is what an order without a profile gets.' }),
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
      .meta({ description: "In the office's order of preference; empty: no rule." }),
    file: z.object({
      minBytes: z.number().nullable(),
      maxBytes: z.number().nullable(),
      maxCompression: z.number().nullable(),
      formats: z.array(z.string()).nullable(),
    }),
    editing: z.object({ crop: flag, resize: flag, rotate: flag, replaceBackdrop: flag, tone: flag, retouch: flag }),
    glasses: z.string().nullable(),
    maxAgeMonths: z.number().nullable(),
    remark: z.string().nullable(),
    sources: z.array(z.object({ ref: z.string(), kind: z.string() })),
    confidence: z.enum(['official', 'secondary', 'convention']),
    unconfirmed: z.array(z.string()),
  })
  .meta({ title: 'Standard' });

export const catalogueSchema = z
  .object({
    standards: z.array(apiStandardSchema),
    papers: z.array(z.object({ id: z.string(), name: names, widthMm: z.number(), heightMm: z.number() })),
    backdrops: z
      .array(z.object({ name: names, hex: z.string() }))
      .meta({ description: 'Colours by name for standards that have none of that name; any #RRGGBB goes as well.' }),
  })
  .meta({ title: 'Catalogue' });

export const newPhotoSchema = z
  .strictObject({
    order: orderSchema,
    fileName: z
      .string()
      .max(1024)
      .optional()
      .meta({ description: 'Its ending says what the file is where contentType does not. Kept nowhere.' }),
    sizeBytes: z.int().nonnegative(),
    contentType: z.string().max(128).meta({ description: 'Of the file; empty where the browser does not know.' }),
  })
  .meta({ title: 'NewPhoto' });

export const ticketSchema = z
  .object({
    photoId,
    upload: z
      .object({ url: z.string(), fields: z.record(z.string(), z.string()) })
      .meta({ description: 'POST multipart/form-data to url: every field, then `file` last. 201 when it is stored.' }),
    expiresAt: time,
  })
  .meta({ title: 'Ticket' });

export const newOrderSchema = z.strictObject({ order: orderSchema }).meta({ title: 'NewOrder' });

export const orderAcceptedSchema = z
  .object({ photoId, status: z.literal('composing'), placedAt: time })
  .meta({ title: 'OrderAccepted' });

export const photoLinkSchema = z.object({
  name: z.string().meta({ description: 'File name to save it under; outputs carry the same.' }),
  kind: z.enum(['photo', 'sheet', 'cutout', 'working']).meta({
    description: '`cutout`: the person on nothing. `working`: the upright original, as large as the cutout.',
  }),
  contentType: z.string(),
  url: z.string(),
});

export const photoSchema = z
  .object({
    photoId,
    reference: z.string().meta({ description: 'What stands for the photo in logs and /api/instances.' }),
    status: z.enum(['waiting', 'matting', 'composing', 'done', 'rejected']).meta({
      description: 'Sent and not begun; being cut out; being put on its backdrop; all outputs stand; will not be made.',
    }),
    isLate: z.boolean().meta({
      description:
        'Not settled, and nothing has moved for longer than all tries take: behind a long queue, or given up after the last. It is not lost; whoever runs the studio can start it again (docs/runbook.md).',
    }),
    order: photoRecordSchema.shape.order,
    placedAt: time.nullable().meta({ description: 'When the order was placed; null while waiting.' }),
    rejection: photoRecordSchema.shape.rejection,
    reusedCutout: z.boolean(),
    checks: z.array(checkSchema),
    outputs: z.array(outputSchema.omit({ key: true }).extend({ name: z.string() })),
    timings: photoRecordSchema.shape.timings,
    links: z.array(photoLinkSchema),
    expiresAt: time.meta({ description: 'Of the links; ask again for new ones.' }),
  })
  .meta({ title: 'Photo' });

export type ApiError = z.infer<typeof apiErrorSchema>;
export type Settings = z.infer<typeof settingsSchema>;
export type ApiStandard = z.infer<typeof apiStandardSchema>;
export type Catalogue = z.infer<typeof catalogueSchema>;
export type NewPhoto = z.input<typeof newPhotoSchema>;
export type Ticket = z.infer<typeof ticketSchema>;
export type NewOrder = z.input<typeof newOrderSchema>;
export type OrderAccepted = z.infer<typeof orderAcceptedSchema>;
export type ApiPhoto = z.infer<typeof photoSchema>;
export type ApiStatus = ApiPhoto['status'];
export type PhotoLink = z.infer<typeof photoLinkSchema>;
