/** Reads a request's JSON body against its schema. Size and type are looked at before anything is parsed. */
import type * as z from 'zod';
import { PhotoRejected } from '../../core/errors.ts';
import type { HttpRequest } from '../runtime/http-handler.ts';
import { ApiRefused } from './refused.ts';

/** Twice what the longest order takes. */
export const bodyLimitBytes = 32 * 1024;

/** @throws ApiRefused for bodies that cannot be read; PhotoRejected `bad-order` where the order in it is at fault. */
export function readBody<T extends z.ZodType>(request: HttpRequest, schema: T): z.output<T> {
  if (request.body.length > bodyLimitBytes) {
    throw new ApiRefused('body-too-large', `It has ${request.body.length} bytes; the limit is ${bodyLimitBytes}.`);
  }
  if (!/^application\/json *(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new ApiRefused('bad-content-type');
  }
  const parsed = schema.safeParse(parseJson(request.body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const [first, ...rest] = issue?.path ?? [];
  const message = issue?.message ?? 'invalid';
  if (first === 'order') throw new PhotoRejected('bad-order', sentence(rest, message));
  throw new ApiRefused('bad-request', sentence(issue?.path ?? [], message));
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new ApiRefused('bad-json');
  }
}

/** Field and complaint; names of unknown fields are the caller's own text and are cut short. */
function sentence(path: readonly PropertyKey[], message: string): string {
  const text = path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message;
  return `${text.slice(0, 200)}.`;
}
