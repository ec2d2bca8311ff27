/**
 * The API's operations: method, address, bodies and possible refusals, once. The router finds requests by them, the
 * OpenAPI document is written from them, and handler.ts has a route for each.
 */
import type * as z from 'zod';
import {
  catalogueSchema,
  newOrderSchema,
  newPhotoSchema,
  orderAcceptedSchema,
  photoSchema,
  settingsSchema,
  ticketSchema,
} from '../../core/api.ts';
import type { ApiErrorCode } from '../../core/api-errors.ts';
import { instancesSchema } from '../../core/instances-api.ts';

export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** OpenAPI template; `{name}` is the photoId behind `form/`. */
  readonly path: string;
  readonly summary: string;
  /** Needs no access code. */
  readonly isPublic: boolean;
  readonly request?: z.ZodType;
  readonly status: number;
  /** Null: no body. `document`: this interface itself. */
  readonly answer: z.ZodType | 'document' | null;
  /** Beside those that every operation of its kind may give (openapi.ts). */
  readonly refusals: readonly ApiErrorCode[];
}

const refusedOrders = ['bad-order', 'unknown-standard'] as const;
const photoPath = '/api/photos/form/{name}';

export const operations = {
  readSettings: {
    ...{ method: 'GET', path: '/api/settings', isPublic: true, status: 200, answer: settingsSchema, refusals: [] },
    summary: 'Limits, and whether a code is wanted',
  },
  readStandards: {
    ...{ method: 'GET', path: '/api/standards', isPublic: true, status: 200, answer: catalogueSchema, refusals: [] },
    summary: 'Everything that can be ordered',
  },
  readInterface: {
    ...{ method: 'GET', path: '/api/openapi.json', isPublic: true, status: 200, answer: 'document', refusals: [] },
    summary: 'This document',
  },
  checkAccess: {
    ...{ method: 'GET', path: '/api/access', isPublic: false, status: 204, answer: null, refusals: [] },
    summary: 'Whether the access code is right',
  },
  sendPhoto: {
    ...{ method: 'POST', path: '/api/photos', isPublic: false, status: 201, answer: ticketSchema },
    summary: 'A ticket to upload one photo, which starts the work',
    request: newPhotoSchema,
    refusals: [...refusedOrders, 'empty', 'too-large', 'unsupported-format'],
  },
  readPhoto: {
    ...{ method: 'GET', path: photoPath, isPublic: false, status: 200, answer: photoSchema },
    summary: 'What became of a photo, with download links',
    refusals: ['no-such-photo'],
  },
  orderAgain: {
    ...{ method: 'POST', path: `${photoPath}/orders`, isPublic: false, status: 202, answer: orderAcceptedSchema },
    summary: 'A new order on a photo that is cut out',
    request: newOrderSchema,
    refusals: [...refusedOrders, 'no-such-photo', 'not-cut-out'],
  },
  deletePhoto: {
    ...{ method: 'DELETE', path: photoPath, isPublic: false, status: 204, answer: null, refusals: ['no-such-photo'] },
    summary: 'Removes upload, cutout, results and record; also when there is nothing left to remove',
  },
  readInstances: {
    ...{ method: 'GET', path: '/api/instances', isPublic: true, status: 200, answer: instancesSchema },
    summary: 'Processes and what they cost; on one machine only',
    refusals: ['no-such-page'],
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
