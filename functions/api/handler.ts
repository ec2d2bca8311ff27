/**
 * The API function: HTTP for the page and for programs. It issues upload tickets and download links and places orders;
 * pictures go from and to the buckets directly and never pass through it.
 */
import { fileURLToPath } from 'node:url';
import { maxQueryLength, newOrderSchema, newPhotoSchema } from '../../core/api.ts';
import type { FinderName } from '../../core/functions.ts';
import { newDrawnPictureSchema, newPictureSchema } from '../../core/pictures-api.ts';
import { viewerHeaders } from '../../core/viewer-headers.ts';
import { apiConfig, configFromEnv } from '../runtime/config.ts';
import { deletePhoto } from '../runtime/delete-photo.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../runtime/http-handler.ts';
import { photoReference } from '../runtime/log.ts';
import { openBucket } from '../runtime/object-store.ts';
import { type Signer, signerAt } from '../runtime/presign.ts';
import { emptyAnswer, errorAnswer, jsonAnswer } from './answers.ts';
import { asCallerSent } from './caller-request.ts';
import { readCameraNetworks } from './camera-networks.ts';
import { catalogue } from './catalogue.ts';
import { DailyLimit } from './daily-limit.ts';
import { checkPhotoId, type Found, findOperation, notAllowed } from './find-operation.ts';
import { checkAccess, openGuard } from './guard.ts';
import { placeOrder } from './new-order.ts';
import { issueTicket } from './new-photo.ts';
import { acceptPhoto, type OneCall } from './one-call/accept-photo.ts';
import { answerPhoto } from './one-call/answer-photo.ts';
import { lambdaLimits } from './one-call/lambda-limits.ts';
import { openApiDocument } from './openapi.ts';
import type { OperationName } from './operations.ts';
import { readPage } from './page.ts';
import { photoStatus } from './photo-status.ts';
import { issuePictureTicket } from './pictures/new-picture.ts';
import { deletePicture, pictureStatus, uploadOf } from './pictures/picture-status.ts';
import { readBody } from './read-body.ts';
import { ApiRefused } from './refused.ts';
import { securityHeaders } from './security-headers.ts';
import { settingsOf } from './settings.ts';
import { revalidated, type StaticFile, serveStatic, staticFile } from './static-file.ts';

const config = configFromEnv(apiConfig);
const buckets = { uploads: openBucket(config.uploadsBucket), results: openBucket(config.resultsBucket) };
const guard = openGuard(buckets.results);
const dailyLimit = new DailyLimit(buckets.results);
const oneCall: OneCall = { config, buckets, ...lambdaLimits };
const page = new Map([
  ...readPage(config.pageDir || fileURLToPath(new URL('web', import.meta.url))),
  ...readCameraNetworks(config.modelDir),
]);
const everywhere = await securityHeaders(config);

const settings = once(() => settingsOf(config));
const standards = once(() => catalogue());
const document = once(openApiDocument);

/** Counts a photo of the request's access code. @throws ApiRefused `daily-limit`. */
type CountPhoto = () => Promise<void>;

type Route = (
  request: HttpRequest,
  photoId: string,
  countPhoto: CountPhoto,
  code: string,
) => Promise<HttpAnswer> | HttpAnswer;

const routes: Readonly<Record<OperationName, Route>> = {
  readSettings: (request) => serveStatic(settings(), request),
  readStandards: (request) => serveStatic(searched(request.query), request),
  readInterface: (request) => serveStatic(document(), request),
  checkAccess: () => emptyAnswer(204),
  sendPhoto: async (request, _, countPhoto) => {
    const ticket = await issueTicket(config, readBody(request, newPhotoSchema), signerOf(request));
    await countPhoto();
    return jsonAnswer(201, ticket);
  },
  sendAndWait: async (request, _, countPhoto, name) => {
    const photoId = await acceptPhoto(oneCall, request, { name, countPhoto });
    return answerPhoto(oneCall, request, { photoId, signer: signerOf(request) });
  },
  readPhoto: async (request, photoId) =>
    jsonAnswer(200, await photoStatus(config, buckets, photoId, signerOf(request))),
  orderAgain: async (request, photoId, countPhoto) => {
    const { order } = readBody(request, newOrderSchema);
    return jsonAnswer(202, await placeOrder(config, buckets, { photoId, order, countPhoto }));
  },
  deletePhoto: async (_, photoId) => {
    await deletePhoto(buckets.uploads, buckets.results, photoId);
    return emptyAnswer(204);
  },
  sendToObjects: sendTo('objects', newDrawnPictureSchema),
  readObjects: readFound('objects'),
  deleteObjects: deleteFound('objects'),
  sendToTags: sendTo('tags', newPictureSchema),
  readTags: readFound('tags'),
  deleteTags: deleteFound('tags'),
  // On one machine the function URL server answers this itself; a request here would keep an instance alive.
  readInstances: () => {
    throw new ApiRefused('no-such-page');
  },
};

/** Returns the route that issues tickets for pictures of a function. */
function sendTo(finder: FinderName, schema: typeof newPictureSchema | typeof newDrawnPictureSchema): Route {
  return async (request, _, countPhoto) => {
    const ticket = await issuePictureTicket(config, finder, readBody(request, schema), signerOf(request));
    await countPhoto();
    return jsonAnswer(201, ticket);
  };
}

/** Returns the route that reads what a function found. */
function readFound(finder: FinderName): Route {
  return async (request, pictureId) =>
    jsonAnswer(200, await pictureStatus(config, buckets, { finder, pictureId }, signerOf(request)));
}

/** Returns the route that deletes a picture of a function. */
function deleteFound(finder: FinderName): Route {
  return async (_, pictureId) => {
    await deletePicture(buckets, { finder, pictureId });
    return emptyAnswer(204);
  };
}

/** Returns the signer for the origin that the function URL server names; undefined where it names none. */
function signerOf({ headers }: HttpRequest): Signer | undefined {
  const origin = config.isOnNetwork ? headers[viewerHeaders.origin] : undefined;
  return origin === undefined ? undefined : signerAt(origin);
}

/** Returns the catalogue, or the part of it that a query string searches for. */
function searched(queryString: string): StaticFile {
  const query = new URLSearchParams(queryString).get('query')?.trim() ?? '';
  return query === '' ? standards() : jsonFile(catalogue(query.slice(0, maxQueryLength)));
}

/** Returns a function that builds a JSON file at its first call and keeps it. Most instances never need it. */
function once(make: () => unknown): () => StaticFile {
  let made: StaticFile | undefined;
  return () => {
    made ??= jsonFile(make());
    return made;
  };
}

function jsonFile(value: unknown): StaticFile {
  return staticFile(new TextEncoder().encode(JSON.stringify(value)), 'application/json; charset=utf-8', revalidated);
}

export const handler = httpHandler('api', async (received) => {
  const request = config.isBehindCloudFront ? asCallerSent(received) : received;
  const answer = await serve(request);
  const headers = { ...everywhere, ...answer.headers };
  return request.method === 'HEAD' ? { ...answer, headers, body: '' } : { ...answer, headers };
});

async function serve(request: HttpRequest): Promise<HttpAnswer> {
  let found: Found | null = null;
  try {
    found = findOperation(request.method, request.path);
    if (!found) return servePage(request);
    const { name, operation, photoId } = found;
    const isGuarded = !operation.isPublic && config.access === 'code';
    const code = isGuarded ? await checkAccess(guard, request) : null;
    const countPhoto = async () => void (code && (await dailyLimit.count(code)));
    const photo = photoId === undefined ? '' : checkPhotoId(photoId);
    const answer = await routes[name](request, photo, countPhoto, code?.name ?? '');
    return { ...answer, logFields: { ...logFieldsOf(found), ...answer.logFields } };
  } catch (error) {
    const answer = errorAnswer(error, request.requestId, found?.photoId);
    return { ...answer, logFields: { ...logFieldsOf(found), ...answer.logFields } };
  }
}

function servePage(request: HttpRequest): HttpAnswer {
  const file = page.get(request.path);
  if (!file) throw new ApiRefused('no-such-page');
  if (request.method !== 'GET' && request.method !== 'HEAD') throw notAllowed(['GET']);
  return { ...serveStatic(file, request), logFields: { route: 'page' } };
}

function logFieldsOf(found: Found | null) {
  if (!found) return { route: 'page' };
  const { name, operation, photoId } = found;
  const { finder } = operation;
  if (photoId === undefined) return { route: name };
  // The function of a picture logs the same reference.
  return { route: name, photo: photoReference(finder ? uploadOf({ finder, pictureId: photoId }) : photoId) };
}
