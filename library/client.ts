/** The entry `zerobooth/client`: calls the API of a studio, on one machine or on AWS, from Node or a browser. */
import type { ApiError, ApiPhoto, Catalogue, OrderAccepted, Settings, Ticket } from '../core/api.ts';
import { contentDigest } from '../core/content-digest.ts';
import type { FinderName } from '../core/functions.ts';
import type { PhotoOrderInput } from '../core/order.ts';
import type { PictureAnswers, PictureObjects, PictureTags, PictureTicket } from '../core/pictures-api.ts';
import { ClientFailure } from './client-failure.ts';
import { type PhotoEvent, readPhotoEvent, type WebhookRequest } from './webhook-events.ts';

export type {
  ApiPhoto,
  Catalogue,
  FinderName,
  OrderAccepted,
  PhotoEvent,
  PhotoOrderInput,
  PictureObjects,
  PictureTags,
  Settings,
  WebhookRequest,
};
export { ClientFailure, readPhotoEvent };

export interface ClientOptions {
  /** The address of the studio, such as `http://127.0.0.1:7860`. */
  readonly url: string;
  /** Left out for a studio that asks for none. */
  readonly accessCode?: string;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

export interface UploadOptions {
  /** Its extension is used when `contentType` is missing. The name is not stored. */
  readonly fileName?: string;
  /** The media type. Default: that of the blob, else the one that belongs to the extension. */
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

export interface TagsOptions extends UploadOptions {
  /** Time between two questions, ms. Default: 500. */
  readonly everyMs?: number;
}

export interface ObjectsOptions extends TagsOptions {
  /** Also makes a picture with the boxes drawn; `drawnUrl` leads to it. */
  readonly draw?: boolean;
}

export interface WaitOptions {
  /** `placedAt` of a new order, so that the result of an earlier one does not count. */
  readonly placedAt?: string;
  readonly signal?: AbortSignal;
  /** Time between two questions, ms. Default: 500. */
  readonly everyMs?: number;
}

/** The operations of a client. Each throws a ClientFailure when the studio refuses, and what `fetch` throws without an answer. */
export interface PhotoClient {
  readSettings(): Promise<Settings>;
  /** Returns the standards that match a query; all without one. */
  findStandards(query?: string): Promise<Catalogue>;
  /** Uploads a photo, which starts the work. @returns its photoId. */
  upload(file: Blob | Uint8Array, order?: PhotoOrderInput, options?: UploadOptions): Promise<string>;
  /** Returns the state of a photo, with links that are valid for some minutes. */
  read(photoId: string): Promise<ApiPhoto>;
  /**
   * Waits until a photo is done or rejected. @throws ClientFailure `late` when the studio has given the photo up; the
   * reason of the signal.
   */
  wait(photoId: string, options?: WaitOptions): Promise<ApiPhoto>;
  /** Yields the photo now and after each change of its status; the last one is done or rejected. @throws as wait. */
  watch(photoId: string, options?: WaitOptions): AsyncGenerator<ApiPhoto, void>;
  /** Downloads a file. @param url of a link of the photo. */
  download(url: string): Promise<Uint8Array>;
  /** Orders other files of a photo that is cut out. Wait for them with its `placedAt`. */
  orderAgain(photoId: string, order: PhotoOrderInput): Promise<OrderAccepted>;
  /** Deletes upload, cutout, files and record. */
  delete(photoId: string): Promise<void>;
  /**
   * Uploads a picture and waits for the things that are found in it. @throws ClientFailure `late` as wait.
   */
  findObjects(file: Blob | Uint8Array, options?: ObjectsOptions): Promise<PictureObjects>;
  /** Uploads a picture and waits for its tags. @throws ClientFailure `late` as wait. */
  findTags(file: Blob | Uint8Array, options?: TagsOptions): Promise<PictureTags>;
  /** Deletes upload and results of a picture. @param finder the function that found something in it. */
  deletePicture(finder: FinderName, pictureId: string): Promise<void>;
}

/** Returns a client. It sends nothing yet. */
export function openClient({ url, accessCode, fetch: send = globalThis.fetch }: ClientOptions): PhotoClient {
  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    const text = body === undefined ? null : JSON.stringify(body);
    const digest = text === null ? null : await contentDigest(text);
    const headers = {
      ...(text !== null && { 'content-type': 'application/json' }),
      ...(digest !== null && { 'x-amz-content-sha256': digest }),
      ...(accessCode !== undefined && { authorization: `Bearer ${accessCode}` }),
    };
    const response = await send(new URL(path, url), { method, headers, ...(text !== null && { body: text }) });
    if (!response.ok) throw await failureOf(response);
    return response;
  };
  const json = async <T>(method: string, path: string, body?: object): Promise<T> =>
    (await (await call(method, path, body)).json()) as T;
  const read = (photoId: string) => json<ApiPhoto>('GET', `/api/photos/${photoId}`);
  const sendFile = async ({ url: to, fields }: Ticket['upload'], blob: Blob, signal?: AbortSignal): Promise<void> => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', blob);
    const response = await send(to, { method: 'POST', body: form, ...(signal && { signal }) });
    if (!response.ok) throw await failureOf(response, 'upload-refused');
  };
  /** Uploads a picture for a function and waits for its answer. @param more further fields of the announcement. */
  const find = async <Finder extends FinderName>(
    finder: Finder,
    file: Blob | Uint8Array,
    { fileName = 'photo.jpg', contentType, signal, everyMs = 500 }: TagsOptions,
    more: object = {},
  ): Promise<PictureAnswers[Finder]> => {
    const blob = blobOf(file);
    const announced = { fileName, sizeBytes: blob.size, contentType: contentType ?? blob.type, ...more };
    const { pictureId, upload } = await json<PictureTicket>('POST', `/api/${finder}`, announced);
    await sendFile(upload, blob, signal);
    for (;;) {
      const picture = await json<PictureAnswers[Finder]>('GET', `/api/${finder}/${pictureId}`);
      if (picture.status !== 'waiting') return picture;
      if (picture.isLate) throw new ClientFailure('late', 0, lateTexts);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      signal?.throwIfAborted();
    }
  };
  return {
    ...followWith(read),
    readSettings: () => json('GET', '/api/settings'),
    findStandards: (query = '') => json('GET', `/api/standards?query=${encodeURIComponent(query)}`),
    upload: async (file, order = {}, { fileName = 'photo.jpg', contentType, signal } = {}) => {
      const blob = blobOf(file);
      const announced = { order, fileName, sizeBytes: blob.size, contentType: contentType ?? blob.type };
      const { photoId, upload } = await json<Ticket>('POST', '/api/photos', announced);
      await sendFile(upload, blob, signal);
      return photoId;
    },
    read,
    download: async (link) => {
      const response = await send(link);
      if (!response.ok) throw await failureOf(response);
      return new Uint8Array(await response.arrayBuffer());
    },
    orderAgain: (photoId, order) => json('POST', `/api/photos/${photoId}/orders`, { order }),
    delete: async (photoId) => {
      await call('DELETE', `/api/photos/${photoId}`);
    },
    findObjects: (file, { draw = false, ...options } = {}) => find('objects', file, options, { draw }),
    findTags: (file, options = {}) => find('tags', file, options),
    deletePicture: async (finder, pictureId) => {
      await call('DELETE', `/api/${finder}/${pictureId}`);
    },
  };
}

const blobOf = (file: Blob | Uint8Array): Blob =>
  file instanceof Blob ? file : new Blob([file as Uint8Array<ArrayBuffer>]);

/** Returns the methods that follow a photo. @param read asks for its state. */
function followWith(read: PhotoClient['read']): Pick<PhotoClient, 'wait' | 'watch'> {
  async function* watch(photoId: string, { placedAt, signal, everyMs = 500 }: WaitOptions = {}) {
    for (let before = ''; ; await new Promise((resolve) => setTimeout(resolve, everyMs))) {
      signal?.throwIfAborted();
      const photo = await read(photoId);
      // The result of an earlier order is no state of this one.
      const isEarlier = isSettled(photo) && !isResultOf(photo, placedAt);
      if (!isEarlier && photo.status !== before) yield photo;
      if (!isEarlier && isSettled(photo)) return;
      if (photo.isLate) throw new ClientFailure('late', 0, lateTexts);
      before = photo.status;
    }
  }
  const wait = async (photoId: string, options?: WaitOptions) => {
    let last: ApiPhoto | undefined;
    for await (const photo of watch(photoId, options)) last = photo;
    return last as ApiPhoto;
  };
  return { wait, watch };
}

const lateTexts = {
  message: 'The photo takes longer than all attempts together.',
  advice: 'Ask the operator of this studio.',
};

const isSettled = ({ status }: ApiPhoto): boolean => status === 'done' || status === 'rejected';

const isResultOf = ({ placedAt: found }: ApiPhoto, wanted: string | undefined): boolean =>
  wanted === undefined || (found !== null && found >= wanted);

/** Reads the error of the API. Another answer, such as the XML of S3, gets the code `other`. */
async function failureOf(response: Response, other = 'unknown'): Promise<ClientFailure> {
  const text = await response.text();
  const error = errorIn(text);
  const details = error ?? { message: `The answer is ${response.status} ${text.slice(0, 200)}`.trim() };
  return new ClientFailure(error?.code ?? other, response.status, details, response.headers.get('retry-after'));
}

function errorIn(text: string): ApiError | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'code' in value ? (value as ApiError) : null;
  } catch {
    return null;
  }
}
