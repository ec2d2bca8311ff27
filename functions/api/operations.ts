/**
 * The operations of the API: method, path, bodies and possible errors. The router and the OpenAPI document are built from
 * this table, and handler.ts has one route per operation.
 */
import type * as z from 'zod';
import {
  catalogueSchema,
  maxQueryLength,
  newOrderSchema,
  newPhotoSchema,
  orderAcceptedSchema,
  photoFormSchema,
  photoSchema,
  settingsSchema,
  ticketSchema,
} from '../../core/api.ts';
import type { ApiErrorCode } from '../../core/api-errors.ts';
import { type RejectionCode, rejections } from '../../core/errors.ts';
import type { FinderName } from '../../core/functions.ts';
import { instancesSchema } from '../../core/instances-api.ts';
import {
  newDrawnPictureSchema,
  newPictureSchema,
  pictureObjectsSchema,
  pictureTagsSchema,
  pictureTicketSchema,
} from '../../core/pictures-api.ts';

export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** The OpenAPI path template; `{name}` is the photoId or pictureId after `form/`. */
  readonly path: string;
  readonly summary: string;
  /** True when the operation needs no access code. */
  readonly isPublic: boolean;
  /** The description and greatest length of each parameter of the query string. */
  readonly query?: Readonly<Record<string, { readonly description: string; readonly maxLength: number }>>;
  readonly request?: z.ZodType;
  /** The schema of a form (`multipart/form-data`) in place of a JSON body. */
  readonly form?: z.ZodType;
  /** The media types of a file that the answer is, unless the caller accepts JSON. Such an operation may answer 202. */
  readonly files?: readonly string[];
  readonly status: number;
  /** The schema of the body; null: no body; `document`: the OpenAPI document. */
  readonly answer: z.ZodType | 'document' | null;
  /** Error codes of this operation; openapi.ts adds those that every operation of its kind may return. */
  readonly refusals: readonly ApiErrorCode[];
  /** The function to whose pictures it belongs; left out for the operations of photos. */
  readonly finder?: FinderName;
}

const refusedOrders = ['bad-order', 'unknown-standard'] as const;
const photoPath = '/api/photos/form/{name}';
const noPicture = ['no-such-photo'] as const;

/** Returns the operation that issues tickets for pictures of a function. @param finds the name of what it finds. */
const sends = (finder: FinderName, finds: string, request: z.ZodType) =>
  ({
    ...{ method: 'POST', path: `/api/${finder}`, isPublic: false, status: 201, answer: pictureTicketSchema, finder },
    summary: `Issues a ticket to upload one picture, in which ${finds} are found`,
    request,
    refusals: ['empty', 'too-large', 'unsupported-format', 'daily-limit', 'no-such-page'],
  }) as const satisfies Operation;

/** Returns the operation that reads what a function found in a picture. */
const reads = (finder: FinderName, finds: string, answer: z.ZodType) =>
  ({
    ...{ method: 'GET', path: `/api/${finder}/form/{name}`, isPublic: false, status: 200, answer, finder },
    summary: `Returns the ${finds} of a picture`,
    refusals: noPicture,
  }) as const satisfies Operation;

/** Returns the operation that deletes a picture of a function. */
const deletes = (finder: FinderName) =>
  ({
    ...{ method: 'DELETE', path: `/api/${finder}/form/{name}`, isPublic: false, status: 204, answer: null, finder },
    summary: 'Deletes upload and results of a picture; succeeds also when nothing is left',
    refusals: noPicture,
  }) as const satisfies Operation;

export const operations = {
  readSettings: {
    ...{ method: 'GET', path: '/api/settings', isPublic: true, status: 200, answer: settingsSchema, refusals: [] },
    summary: 'Returns limits, and whether an access code is required',
  },
  readStandards: {
    ...{ method: 'GET', path: '/api/standards', isPublic: true, status: 200, answer: catalogueSchema, refusals: [] },
    summary: 'Lists everything that can be ordered, or the standards that a query finds',
    query: {
      query: {
        description:
          'A document, country, id or size, in English or Chinese: `india`, `一寸`, `2x2in`. Empty: everything.',
        maxLength: maxQueryLength,
      },
    },
  },
  readInterface: {
    ...{ method: 'GET', path: '/api/openapi.json', isPublic: true, status: 200, answer: 'document', refusals: [] },
    summary: 'Returns this document',
  },
  checkAccess: {
    ...{ method: 'GET', path: '/api/access', isPublic: false, status: 204, answer: null, refusals: [] },
    summary: 'Checks the access code',
  },
  sendPhoto: {
    ...{ method: 'POST', path: '/api/photos', isPublic: false, status: 201, answer: ticketSchema },
    summary: 'Issues a ticket to upload one photo; the upload starts the work',
    request: newPhotoSchema,
    refusals: [...refusedOrders, 'empty', 'too-large', 'unsupported-format', 'daily-limit'],
  },
  sendAndWait: {
    ...{ method: 'POST', path: '/api/photo', isPublic: false, status: 200, answer: photoSchema },
    summary: 'Takes one photo and answers with the first finished file, or with the status when JSON is accepted',
    form: photoFormSchema,
    files: ['image/jpeg', 'image/png'],
    refusals: ['bad-request', 'body-too-large', ...(Object.keys(rejections) as RejectionCode[]), 'daily-limit'],
  },
  readPhoto: {
    ...{ method: 'GET', path: photoPath, isPublic: false, status: 200, answer: photoSchema },
    summary: 'Returns the status of a photo, with download links',
    refusals: ['no-such-photo'],
  },
  orderAgain: {
    ...{ method: 'POST', path: `${photoPath}/orders`, isPublic: false, status: 202, answer: orderAcceptedSchema },
    summary: 'Places a new order on a photo that is cut out',
    request: newOrderSchema,
    refusals: [...refusedOrders, 'no-such-photo', 'not-cut-out', 'cutout-expired', 'daily-limit'],
  },
  deletePhoto: {
    ...{ method: 'DELETE', path: photoPath, isPublic: false, status: 204, answer: null, refusals: ['no-such-photo'] },
    summary: 'Deletes upload, cutout, results and record; succeeds also when nothing is left',
  },
  sendToObjects: sends('objects', 'things of 80 kinds', newDrawnPictureSchema),
  readObjects: reads('objects', 'things', pictureObjectsSchema),
  deleteObjects: deletes('objects'),
  sendToTags: sends('tags', 'tags', newPictureSchema),
  readTags: reads('tags', 'tags', pictureTagsSchema),
  deleteTags: deletes('tags'),
  readInstances: {
    ...{ method: 'GET', path: '/api/instances', isPublic: false, status: 200, answer: instancesSchema },
    summary: 'Returns processes and their cost; on one machine only',
    refusals: ['no-such-page'],
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
