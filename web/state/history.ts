/** The recent photos of this browser. It stores their names, orders and thumbnails for as long as the bucket keeps the photos. */
import { signal } from '@preact/signals';
import type { PhotoOrderInput } from '../../core/order.ts';
import { readStored, writeStored } from '../browser/storage.ts';
import { orderOf } from './draft.ts';
import type { Photo } from './photo.ts';
import { settings } from './settings.ts';

export interface HistoryEntry {
  readonly photoId: string;
  readonly name: string;
  readonly order: PhotoOrderInput;
  /** `data:` address of a small JPEG; null until the photo is done. */
  readonly thumbnail: string | null;
  /** Epoch ms. The bucket keeps the photo until then. */
  readonly until: number;
}

const key = 'zerobooth.history';
const maxEntries = 24;
const thumbnailPx = 96;
const dayMs = 24 * 60 * 60 * 1000;

/** The latest comes first. */
export const history = signal<readonly HistoryEntry[]>([]);

export function loadHistory(): void {
  history.value = parseEntries(readStored(key)).filter(({ until }) => until > Date.now());
}

/** Returns the valid entries. It ignores the others: an older version of the page may have stored them. */
function parseEntries(text: string | null): HistoryEntry[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(entry: unknown): entry is HistoryEntry {
  const { photoId, name, until, order, thumbnail } = (entry ?? {}) as Partial<HistoryEntry>;
  const isNamed = typeof photoId === 'string' && typeof name === 'string' && typeof until === 'number';
  return (
    isNamed && typeof order === 'object' && order !== null && (thumbnail === null || typeof thumbnail === 'string')
  );
}

/** Puts the photo first in the list. Its thumbnail is added when there is a result. */
export function addToHistory(photo: Photo): void {
  const { value: photoId } = photo.photoId;
  if (photoId === null) return;
  const previous = history.value.find((entry) => entry.photoId === photoId);
  const until = previous?.until ?? Date.now() + settings.value.keptDays.results * dayMs;
  const entry = {
    ...{ photoId, name: photo.name, order: orderOf(photo.draft.value), until },
    thumbnail: previous?.thumbnail ?? null,
  };
  const others = history.value.filter((other) => other.photoId !== photoId);
  save([entry, ...others].slice(0, maxEntries));
  const { value: result } = photo.result;
  if (result) void drawThumbnail(result.files.photo.blob).then((thumbnail) => setThumbnail(photoId, thumbnail));
}

export function removeFromHistory(photoId: string): void {
  save(history.value.filter((entry) => entry.photoId !== photoId));
}

export function clearHistory(): void {
  save([]);
}

function setThumbnail(photoId: string, thumbnail: string | null): void {
  save(history.value.map((entry) => (entry.photoId === photoId ? { ...entry, thumbnail } : entry)));
}

function save(entries: readonly HistoryEntry[]): void {
  history.value = entries;
  writeStored(key, entries.length > 0 ? JSON.stringify(entries) : null);
}

/** Returns a `data:` address; null when the browser cannot show the picture. */
async function drawThumbnail(blob: Blob): Promise<string | null> {
  try {
    const picture = await createImageBitmap(blob);
    const scale = thumbnailPx / Math.max(picture.width, picture.height);
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return canvas.toDataURL('image/jpeg', 0.8);
  } catch {
    return null;
  }
}
