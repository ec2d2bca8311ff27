/** The bodies of the API's requests and responses for pictures in which things are found, as schemas and types (core/api.ts). */
import * as z from 'zod';
import { formPhotoIdPattern, ticketSchema } from './api.ts';
import { objectResultSchema } from './object-result.ts';

const pictureId = z
  .string()
  .regex(formPhotoIdPattern)
  .meta({ description: 'Identifies the picture in every request. It has the form of a photoId, and is none.' });
const { shape: result } = objectResultSchema;

export const newPictureSchema = z
  .strictObject({
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
    draw: z.boolean().default(false).meta({ description: 'Also makes a picture with the boxes drawn.' }),
  })
  .meta({ title: 'NewPicture' });

export const pictureTicketSchema = ticketSchema
  .omit({ photoId: true })
  .extend({ pictureId })
  .meta({ title: 'PictureTicket' });

export const pictureSchema = z
  .object({
    pictureId,
    status: z.enum(['waiting', 'done', 'rejected']).meta({
      description: '`waiting`: not finished. `rejected`: the picture cannot be read; `rejection` says why.',
    }),
    isLate: z.boolean().meta({ description: 'The picture waits for longer than all attempts take.' }),
    picture: result.picture,
    objects: result.objects.meta({
      description: 'What was found, the best first: the 80 classes of COCO, in English and Chinese.',
    }),
    rejection: result.rejection,
    degraded: result.degraded.meta({ description: 'What was made smaller because memory is short; usually empty.' }),
    model: result.model.nullable().meta({ description: 'The network; null while the picture waits.' }),
    timings: result.timings,
    drawnUrl: z
      .string()
      .nullable()
      .meta({ description: 'A link to the picture with the boxes; null when it was not asked for.' }),
    expiresAt: z.iso.datetime().meta({ description: 'When the link expires, UTC.' }),
  })
  .meta({ title: 'Picture' });

export type NewPicture = z.input<typeof newPictureSchema>;
export type PictureTicket = z.infer<typeof pictureTicketSchema>;
export type ApiPicture = z.infer<typeof pictureSchema>;
