/** The order that is placed again without extra pictures. The API is a stub that answers in a fixed sequence. */
import { afterEach, expect, test, vi } from 'vitest';
import { usualDraft } from '../../../../web/state/draft.ts';
import { awaitWithFallback } from '../../../../web/state/fallback-order.ts';
import { Photo } from '../../../../web/state/photo.ts';

const photoId = 'form/0123456789abcdef0123456789abcdef.jpg';
const placedAt = '2026-01-01T00:00:01.000Z';
const placedAgainAt = '2026-01-01T00:00:02.000Z';
const tooLarge = { photoId, placedAt, status: 'rejected', rejection: { code: 'file-size-unreachable' }, isLate: false };
const photoOutput = { kind: 'photo' };
const done = {
  ...{ photoId, placedAt: placedAgainAt, status: 'done', rejection: null, isLate: false },
  outputs: [photoOutput],
};
const { signal } = new AbortController();

function photoOfApi(): Photo {
  const photo = new Photo('jane.jpg', null, usualDraft);
  photo.photoId.value = photoId;
  return photo;
}

/** Answers the requests in this order. @returns the methods and bodies of the requests. */
function stubApi(...answers: readonly object[]): string[] {
  const requests: string[] = [];
  vi.stubGlobal('fetch', async (_path: string, { method = 'GET', body = '' }: { method?: string; body?: string }) => {
    requests.push(`${method} ${body}`.trim());
    return new Response(JSON.stringify(answers[requests.length - 1]), { status: 200 });
  });
  return requests;
}
afterEach(() => vi.unstubAllGlobals());

test('a rejected file size places one more order, of the photo alone', async () => {
  const photo = photoOfApi();
  const requests = stubApi(tooLarge, { photoId, status: 'composing', placedAt: placedAgainAt }, tooLarge, done);
  const { apiPhoto, draft } = await awaitWithFallback(photo, usualDraft, placedAt, signal);
  expect(apiPhoto.status).toBe('done');
  expect(draft).toBe(usualDraft);
  expect(photo.withoutExtras).toBe(true);
  expect(requests.map((request) => request.split(' ')[0])).toEqual(['GET', 'POST', 'GET', 'GET']);
  expect(JSON.parse(requests[1].slice('POST '.length)).order.backdrops).toHaveLength(1);
});

test('a photo that was last ordered as a comic is ordered again as a photo', async () => {
  const comic = { ...done, outputs: [{ kind: 'comic' }] };
  const requests = stubApi(comic, { photoId, status: 'composing', placedAt: placedAgainAt }, done);
  const { apiPhoto } = await awaitWithFallback(photoOfApi(), usualDraft, null, signal);
  expect(apiPhoto.outputs).toEqual([photoOutput]);
  expect(JSON.parse(requests[1].slice('POST '.length)).order).toMatchObject({ standards: [usualDraft.standard] });
});

test('an order without extra pictures is not placed again', async () => {
  const photo = photoOfApi();
  photo.withoutExtras = true;
  const requests = stubApi(tooLarge);
  expect((await awaitWithFallback(photo, usualDraft, placedAt, signal)).apiPhoto.status).toBe('rejected');
  expect(requests).toEqual(['GET']);
});

test('a photo that is late ends with the failure lost, and its phase is shown until then', async () => {
  const photo = photoOfApi();
  stubApi({ ...done, status: 'matting' }, { ...done, status: 'composing', isLate: true });
  await expect(awaitWithFallback(photo, usualDraft, null, signal)).rejects.toMatchObject({ code: 'lost', status: 0 });
  expect(photo.phase.value).toEqual({ kind: 'matting' });
});
