/** The photos lately made in this browser: names, orders and thumbnails in its own storage, for as long as the studio keeps the photos. */
import { signal } from '@preact/signals';
import type { PhotoOrderInput } from '../../core/order.ts';
import { orderOf } from './draft.ts';
import type { Photo } from './photo.ts';
import { settings } from './settings.ts';
import { readStored, writeStored } from './storage.ts';

export interface Remembered {
  readonly photoId: string;
  readonly name: string;
  readonly order: PhotoOrderInput;
  /** `data:` address of a small JPEG; null until the photo was done. */
  readonly thumbnail: string | null;
  /** Epoch ms: what the studio then no longer has. */
  readonly until: number;
}

const key = 'zerobooth.history';
const mostRemembered = 24;
const thumbnailPx = 96;
const dayMs = 24 * 60 * 60 * 1000;

/** Latest first. */
export const history = signal<readonly Remembered[]>([]);

export function loadHistory(): void {
  history.value = parse(readStored(key)).filter(({ until }) => until > Date.now());
}

/** Someone else's entry, or one of an older page, must not break this one. */
function parse(text: string | null): Remembered[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list.filter(isRemembered) : [];
  } catch {
    return [];
  }
}

function isRemembered(entry: unknown): entry is Remembered {
  const { photoId, name, until, order, thumbnail } = (entry ?? {}) as Partial<Remembered>;
  const texts = typeof photoId === 'string' && typeof name === 'string' && typeof until === 'number';
  return texts && typeof order === 'object' && order !== null && (thumbnail === null || typeof thumbnail === 'string');
}

/** Puts a photo first in the list; its thumbnail follows when there is a result. */
export function remember(photo: Photo): void {
  const { value: photoId } = photo.photoId;
  if (photoId === null) return;
  const before = history.value.find((entry) => entry.photoId === photoId);
  const until = before?.until ?? Date.now() + settings.value.keptDays.results * dayMs;
  const entry = {
    ...{ photoId, name: photo.name, order: orderOf(photo.draft.value), until },
    thumbnail: before?.thumbnail ?? null,
  };
  const others = history.value.filter((other) => other.photoId !== photoId);
  save([entry, ...others].slice(0, mostRemembered));
  const { value: result } = photo.result;
  if (result) void drawThumbnail(result.files.photo.blob).then((thumbnail) => setThumbnail(photoId, thumbnail));
}

export function forget(photoId: string): void {
  save(history.value.filter((entry) => entry.photoId !== photoId));
}

export function forgetAll(): void {
  save([]);
}

function setThumbnail(photoId: string, thumbnail: string | null): void {
  save(history.value.map((entry) => (entry.photoId === photoId ? { ...entry, thumbnail } : entry)));
}

function save(entries: readonly Remembered[]): void {
  history.value = entries;
  writeStored(key, entries.length > 0 ? JSON.stringify(entries) : null);
}

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
