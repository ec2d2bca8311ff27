/** All photos on the page together: how many are finished, and which of them need a look. */
import { computed, signal } from '@preact/signals';
import type { Photo } from './photo.ts';
import { worstPhoto } from './result-files.ts';
import { photos } from './workspace.ts';

/** Which photos the table lists. */
export type Filter = 'all' | 'look' | 'ready';

export const filter = signal<Filter>('all');

/** Returns true for a finished photo without a point against it. */
export function isReady({ phase, result }: Photo): boolean {
  return phase.value.kind === 'done' && result.value !== null && worstPhoto(result.value.files).verdict === 'ready';
}

/** Returns true for a photo that a person has to look at: it is settled, and not ready. */
function needsLook(photo: Photo): boolean {
  return photo.isSettled.value && (!isReady(photo) || photo.orderRejection.value !== null);
}

/** The numbers of the overview. */
export const overview = computed(() => {
  const settled = photos.value.filter(({ isSettled, updating }) => isSettled.value && !updating.value);
  const count = (which: (photo: Photo) => boolean) => settled.filter(which).length;
  return { all: photos.value.length, settled: settled.length, look: count(needsLook), ready: count(isReady) };
});

/** The photos of the table. */
export const listed = computed<readonly Photo[]>(() => {
  if (filter.value === 'all') return photos.value;
  return photos.value.filter(filter.value === 'look' ? needsLook : isReady);
});
