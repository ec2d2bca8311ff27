/** Parses the JSON body of a request with its schema. Size and content type are checked before parsing. */
import type * as z from 'zod';
import { PhotoRejected } from '../../core/errors.ts';
import type { HttpRequest } from '../runtime/http-handler.ts';
import { ApiRefused } from './refused.ts';

/** Twice the size of the longest order, bytes. */
const bodyLimitBytes = 32 * 1024;

/** Parses the body. @throws ApiRefused for a body that cannot be read; PhotoRejected `bad-order` when its order is wrong. */
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

/** Returns field and problem as one sentence, shortened: names of unknown fields are the caller's own text. */
function sentence(path: readonly PropertyKey[], message: string): string {
  const text = path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message;
  return `${text.slice(0, 200)}.`;
}
