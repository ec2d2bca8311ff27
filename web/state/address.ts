/**
 * The address of what the page shows: `#objects`, `#tags`, `#all`, `#photo/PHOTOID`, `#sheet/PHOTOID`, `#comic/PHOTOID`, or none for the start page. The back button goes
 * through them, and a reload keeps the place.
 */
import { batch, effect, signal } from '@preact/signals';
import { readPhoto } from '../api/api-client.ts';
import { withRetries } from '../api/retry.ts';
import { type HistoryEntry, history as recentPhotos } from './history.ts';
import { isFinder, type Screen, screen } from './screen.ts';
import { openFromHistory, photos, selected } from './workspace.ts';

const pattern = /^#(photo|sheet|comic)\/(form\/[\w.]{1,64})$/;
/** The address of the table of all photos. */
const tableHash = '#all';
/** The name of a photo that was opened by its address in a browser that does not have it in its list. */
const unnamed = 'photo.jpg';

/** A photo is being looked up, so the address already names what will be shown. */
const isOpening = signal(false);

/** Shows what the address names, and keeps both equal from now on. */
export function followAddress(): void {
  open();
  addEventListener('popstate', open);
  effect(() => {
    const wanted = addressOf(screen.value, selected.value?.photoId.value ?? null);
    if (isOpening.value || wanted === null || wanted === location.hash) return;
    // Without a photo there is nothing to go back to.
    const isReplaced = photos.value.length === 0 && ![wanted, location.hash].some((hash) => isFinder(hash.slice(1)));
    const url = `${location.pathname}${location.search}${wanted}`;
    if (isReplaced) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
  });
}

/** Returns the hash; null for a photo that has no id yet. */
function addressOf(shown: Screen, photoId: string | null): string | null {
  if (isFinder(shown)) return `#${shown}`;
  if (shown === 'start' || photos.value.length === 0) return '';
  if (shown === 'table') return tableHash;
  return photoId === null ? null : `#${shown}/${photoId}`;
}

function open(): void {
  const [, shown, photoId] = pattern.exec(location.hash) ?? [];
  if (photoId === undefined) {
    screen.value = screenOf(location.hash);
    return;
  }
  const entry = recentPhotos.value.find((recent) => recent.photoId === photoId);
  const show = (found: HistoryEntry) =>
    batch(() => {
      openFromHistory(found);
      screen.value = shown as Screen;
    });
  if (entry) show(entry);
  else void findUnlisted(photoId).then(show);
}

/** Returns the screen of an address without a photo. A table without photos is the start page. */
function screenOf(hash: string): Screen {
  const name = hash.slice(1);
  if (isFinder(name)) return name;
  return hash === tableHash && photos.value.length > 0 ? 'table' : 'start';
}

/** Returns a photo that this browser does not have in its list, with the order that it was made for. */
async function findUnlisted(photoId: string): Promise<HistoryEntry> {
  const controller = new AbortController();
  isOpening.value = true;
  const read = () => readPhoto(photoId, controller.signal);
  // A photo that is gone is shown as such.
  const photo = await withRetries(read, controller.signal).catch(() => null);
  isOpening.value = false;
  return { photoId, name: unnamed, order: photo?.order ?? {}, thumbnail: null, until: 0 };
}
