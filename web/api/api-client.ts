/** Calls the API (core/api.ts): one function for each route. Each of them throws an ApiFailure when the API refuses. */
import type { ApiError, ApiPhoto, NewPhoto, OrderAccepted, Settings, Ticket } from '../../core/api.ts';
import { contentDigest } from '../../core/content-digest.ts';
import type { RejectionFacts } from '../../core/errors.ts';
import type { FinderName } from '../../core/functions.ts';
import type { Instances } from '../../core/instances-api.ts';
import type { PhotoOrderInput } from '../../core/order.ts';
import type { NewDrawnPicture, NewPicture, PictureAnswers, PictureTicket } from '../../core/pictures-api.ts';
import { accessCode } from './access.ts';

/** The API or the bucket refused a request, or did not answer. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  /** A code of the API, or `offline` when no answer came. */
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** 0 when the API names no time. */
  readonly retryAfterSeconds: number;
  /** Figures and names of a rejection; empty for other failures. */
  readonly facts: RejectionFacts;

  constructor(code: string, status: number, retryAfterSeconds = 0, facts: RejectionFacts = {}) {
    super(code);
    this.code = code;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
    this.facts = facts;
  }
}

export const readSettings = (): Promise<Settings> => callApi('/api/settings');

/** Announces an upload. @returns the ticket for it. */
export function newPhoto(body: NewPhoto, signal: AbortSignal): Promise<Ticket> {
  return callApi('/api/photos', { method: 'POST', body: JSON.stringify(body), signal });
}

export function readPhoto(photoId: string, signal?: AbortSignal): Promise<ApiPhoto> {
  return callApi(`/api/photos/${photoId}`, signal ? { signal } : {});
}

/** Places a new order on a photo that was cut out before. */
export function newOrder(photoId: string, order: PhotoOrderInput, signal: AbortSignal): Promise<OrderAccepted> {
  return callApi(`/api/photos/${photoId}/orders`, { method: 'POST', body: JSON.stringify({ order }), signal });
}

export async function deletePhoto(photoId: string): Promise<void> {
  await callApi(`/api/photos/${photoId}`, { method: 'DELETE' });
}

/** Announces a picture in which a function is to find something. @returns the ticket for it. */
export function newPicture(
  finder: FinderName,
  body: NewPicture | NewDrawnPicture,
  signal: AbortSignal,
): Promise<PictureTicket> {
  return callApi(`/api/${finder}`, { method: 'POST', body: JSON.stringify(body), signal });
}

export function readPicture<Finder extends FinderName>(
  finder: Finder,
  pictureId: string,
  signal: AbortSignal,
): Promise<PictureAnswers[Finder]> {
  return callApi(`/api/${finder}/${pictureId}`, { signal });
}

export async function deletePicture(finder: FinderName, pictureId: string): Promise<void> {
  await callApi(`/api/${finder}/${pictureId}`, { method: 'DELETE' });
}

export const readInstances = (): Promise<Instances> => callApi('/api/instances');

async function callApi<T>(path: string, init: RequestInit & { readonly body?: string } = {}): Promise<T> {
  const code = accessCode.value;
  const digest = init.body === undefined ? null : await contentDigest(init.body);
  const headers = {
    ...(init.body !== undefined && { 'content-type': 'application/json' }),
    ...(digest !== null && { 'x-amz-content-sha256': digest }),
    ...(code && { authorization: `Bearer ${code}` }),
  };
  const response = await request(path, { cache: 'no-store', ...init, headers });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  const error = (await response.json().catch(() => null)) as ApiError | null;
  const retryAfter = Number(response.headers.get('retry-after') ?? 0);
  throw new ApiFailure(error?.code ?? 'unknown', response.status, Number.isFinite(retryAfter) ? retryAfter : 0);
}

/** Calls fetch. @throws ApiFailure `offline` when no answer comes; the reason of the signal when it aborts. */
export async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiFailure('offline', 0);
  }
}
