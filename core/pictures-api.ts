/**
 * The bodies of the API's requests and responses for pictures in which a function finds something, as schemas and types
 * (core/api.ts). The functions are those of core/functions.ts with `isFinder`.
 */
import * as z from 'zod';
import { announcedFile, formPhotoIdPattern, ticketSchema } from './api.ts';
import type { FinderName } from './functions.ts';
import { objectResultSchema } from './object-result.ts';
import { pictureResultFields } from './picture-result.ts';
import { tagResultSchema } from './tag-result.ts';

const pictureId = z
  .string()
  .regex(formPhotoIdPattern)
  .meta({ description: 'Identifies the picture in every request. It has the form of a photoId, and is none.' });

export const newPictureSchema = z.strictObject(announcedFile).meta({ title: 'NewPicture' });

export const newDrawnPictureSchema = newPictureSchema
  .extend({ draw: z.boolean().default(false).meta({ description: 'Also makes a picture with the boxes drawn.' }) })
  .meta({ title: 'NewDrawnPicture' });

export const pictureTicketSchema = ticketSchema
  .omit({ photoId: true })
  .extend({ pictureId })
  .meta({ title: 'PictureTicket' });

const { picture, rejection, degraded, timings } = pictureResultFields;
/** The fields that the answers of all these functions have. */
const pictureFields = {
  pictureId,
  status: z.enum(['waiting', 'done', 'rejected']).meta({
    description: '`waiting`: not finished. `rejected`: the picture cannot be read; `rejection` says why.',
  }),
  isLate: z.boolean().meta({ description: 'The picture waits for longer than all attempts take.' }),
  ...{ picture, rejection, timings },
  degraded: degraded.meta({ description: 'What was made smaller because memory is short; usually empty.' }),
};

export const pictureObjectsSchema = z
  .object({
    ...pictureFields,
    objects: objectResultSchema.shape.objects.meta({
      description: 'What was found, the best first: the 80 classes of COCO, in English and Chinese.',
    }),
    model: objectResultSchema.shape.model
      .nullable()
      .meta({ description: 'The network; null while the picture waits.' }),
    drawnUrl: z
      .string()
      .nullable()
      .meta({ description: 'A link to the picture with the boxes; null when it was not asked for.' }),
    expiresAt: z.iso.datetime().meta({ description: 'When the link expires, UTC.' }),
  })
  .meta({ title: 'PictureObjects' });

export const pictureTagsSchema = z
  .object({
    ...pictureFields,
    tags: tagResultSchema.shape.tags.meta({ description: 'By kind, the best of each first, in English and Chinese.' }),
    limits: tagResultSchema.shape.limits.meta({ description: 'What these tags cannot say, in English and Chinese.' }),
    models: tagResultSchema.shape.models.meta({ description: 'The networks; empty while the picture waits.' }),
    modelVersion: z
      .string()
      .nullable()
      .meta({ description: 'The name of the function among its versions; null when it has none.' }),
  })
  .meta({ title: 'PictureTags' });

export type NewPicture = z.input<typeof newPictureSchema>;
export type NewDrawnPicture = z.input<typeof newDrawnPictureSchema>;
export type PictureTicket = z.infer<typeof pictureTicketSchema>;
export type PictureObjects = z.infer<typeof pictureObjectsSchema>;
export type PictureTags = z.infer<typeof pictureTagsSchema>;

/** The answers of the functions by name. */
export interface PictureAnswers extends Record<FinderName, unknown> {
  readonly objects: PictureObjects;
  readonly tags: PictureTags;
}
