/** Speaks to the API (core/api.ts): one function a route. Every refusal comes back as a ApiFailure with the API's code. */
import type { ApiError, ApiPhoto, NewPhoto, OrderAccepted, Settings, Ticket } from '../../core/api.ts';
import type { Instances } from '../../core/instances-api.ts';
import type { PhotoOrderInput } from '../../core/order.ts';
import { accessCode } from './access.ts';

/** The API or the bucket said no, or nothing at all (`offline`). */
export class ApiFailure extends Error {
  override readonly name = 'DeskTrouble';
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly retryAfterSeconds: number;

  constructor(code: string, status: number, retryAfterSeconds = 0) {
    super(code);
    this.code = code;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const readSettings = (): Promise<Settings> => ask('/api/settings');

export function newPhoto(body: NewPhoto, signal: AbortSignal): Promise<Ticket> {
  return ask('/api/photos', { method: 'POST', body: JSON.stringify(body), signal });
}

export function readPhoto(photoId: string, signal?: AbortSignal): Promise<ApiPhoto> {
  return ask(`/api/photos/${photoId}`, signal ? { signal } : {});
}

export function newOrder(photoId: string, order: PhotoOrderInput, signal: AbortSignal): Promise<OrderAccepted> {
  return ask(`/api/photos/${photoId}/orders`, { method: 'POST', body: JSON.stringify({ order }), signal });
}

export async function deletePhoto(photoId: string): Promise<void> {
  await ask(`/api/photos/${photoId}`, { method: 'DELETE' });
}

export const readInstances = (): Promise<Instances> => ask('/api/instances');

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const code = accessCode.value;
  const headers = {
    ...(init.body !== undefined && { 'content-type': 'application/json' }),
    ...(code && { authorization: `Bearer ${code}` }),
  };
  const response = await reach(path, { cache: 'no-store', ...init, headers });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  const error = (await response.json().catch(() => null)) as ApiError | null;
  const retryAfter = Number(response.headers.get('retry-after') ?? 0);
  throw new ApiFailure(error?.code ?? 'unknown', response.status, Number.isFinite(retryAfter) ? retryAfter : 0);
}

/** fetch, but no answer is a ApiFailure. An abort stays one. */
export async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiFailure('offline', 0);
  }
}
