/** Attacks on the API's operations for things and tags: odd announcements, ids that lead elsewhere, other methods. */
import { finderNames } from '../../core/functions.ts';
import { ask, oddValues } from './api.ts';
import { jsonBombs } from './bodies.ts';
import type { Attack } from './fields.ts';

const good = { sizeBytes: 1000, contentType: 'image/jpeg' };

/** @param photoId of a photo that exists. It is the id of no picture. */
export function* pictureAttacks(photoId: string): Generator<Attack> {
  for (const finder of finderNames) {
    const path = `/api/${finder}`;
    const part = (name: string) => ({ family: 'api: pictures', name: `${finder}: ${name.slice(0, 50)}` });
    const bodies = [
      ...jsonBombs,
      ...oddValues.map((text) => `{"contentType":"image/jpeg","sizeBytes":${text}}`),
      ...oddValues.map(
        (text) => `{"contentType":"image/jpeg","sizeBytes":1000,"draw":${text === 'true' ? '1' : text}}`,
      ),
      ...['pictureId', 'key', 'bucket', 'metadata', 'order', '__proto__x'].map((field) =>
        JSON.stringify({ ...good, [field]: 'x' }),
      ),
    ];
    for (const body of bodies) yield ask(part(body), 'POST', path, body);
    const ids = [photoId, photoId.slice(5), photoId.toUpperCase(), `form/../${photoId}`, `${photoId}/x`, 'boxes/x.jpg'];
    for (const id of ids) yield ask(part(`read ${id}`), 'GET', `${path}/${id}`);
    // Ids of this form belong to nothing; their deletion succeeds and changes nothing.
    for (const id of ids.slice(1)) yield ask(part(`delete ${id}`), 'DELETE', `${path}/${id}`);
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) yield ask(part(method), method, path);
  }
}
