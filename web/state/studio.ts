/** All photos on the page, which one is looked at, and what can be done with them. Views call these and nothing below. */
import { computed, signal } from '@preact/signals';
import { ApiFailure, deletePhoto } from './api-client.ts';
import { type Draft, draftOf, standardById, usualDraft } from './draft.ts';
import { forget, type Remembered } from './history.ts';
import { Photo } from './photo.ts';
import { cancel, hasCutout, reorder, run } from './photo-run.ts';
import { revoke } from './result-files.ts';
import { persist } from './retry.ts';
import { readStored, writeStored } from './storage.ts';
import { usualStandard } from './visitor-country.ts';

const draftKey = 'zerobooth.draft';

export const photos = signal<readonly Photo[]>([]);
const selectedId = signal<string | null>(null);
/** What the next photo begins with, and what the start page shows. */
export const firstDraft = signal<Draft>(usualDraft);

export const selected = computed<Photo | null>(
  () => photos.value.find(({ localId }) => localId === selectedId.value) ?? photos.value[0] ?? null,
);
/** The choices in view: of the selected photo, or for the first one to come. */
export const draft = computed<Draft>(() => selected.value?.draft.value ?? firstDraft.value);

/** The document chosen last time, else the usual one at home. */
export function loadDraft(): void {
  const standard = usualStandard();
  if (standard) firstDraft.value = { ...usualDraft, standard };
  try {
    const stored = JSON.parse(readStored(draftKey) ?? 'null') as Partial<Draft> | null;
    if (!stored || typeof stored.standard !== 'string' || !standardById(stored.standard)) return;
    firstDraft.value = { ...usualDraft, standard: stored.standard };
  } catch {
    // Not ours or not whole: the usual one stands.
  }
}

export function addFiles(files: Iterable<File>): void {
  const added = [...files].map((file) => {
    const photo = new Photo(file.name || 'photo.jpg', file, { ...draft.value, mainFace: false });
    photo.preview.value = URL.createObjectURL(file);
    return photo;
  });
  const [first] = added;
  if (!first) return;
  photos.value = [...photos.value, ...added];
  selectedId.value = first.localId;
  for (const photo of added) void run(photo);
}

export function openRemembered({ photoId, name, order }: Remembered): void {
  const open = photos.value.find((photo) => photo.photoId.value === photoId);
  if (open) {
    select(open);
    return;
  }
  const photo = new Photo(name, null, draftOf(order));
  photo.photoId.value = photoId;
  photo.isSent = true;
  photos.value = [...photos.value, photo];
  select(photo);
  void run(photo).then(() => {
    const { value: phase } = photo.phase;
    if (phase.kind === 'failed' && phase.code === 'gone') forget(photoId);
  });
}

export function select(photo: Photo): void {
  selectedId.value = photo.localId;
}

/** A change waits this long for the next one, so that a slider or a colour picker makes one order. */
const settleMs = 180;
const timers = new Map<Photo, ReturnType<typeof setTimeout>>();

/** Changes the choices in view; a photo that was made before is made again at once. */
export function change(part: Partial<Draft>): void {
  const next = { ...draft.value, ...part };
  firstDraft.value = { ...next, sheet: null, mainFace: false };
  writeStored(draftKey, JSON.stringify({ standard: next.standard }));
  if (selected.value) changePhoto(selected.value, next);
}

function changePhoto(photo: Photo, next: Draft): void {
  if (next.standard !== photo.draft.value.standard || next.profile !== photo.draft.value.profile) {
    photo.withoutExtras = false;
  }
  photo.draft.value = next;
  photo.updating.value = hasCutout(photo);
  clearTimeout(timers.get(photo));
  timers.set(
    photo,
    setTimeout(() => void reorder(photo), settleMs),
  );
}

/** The choices in view, for every photo. */
export function applyToAll(): void {
  for (const photo of photos.value) {
    if (photo !== selected.value) changePhoto(photo, { ...draft.value, mainFace: photo.draft.value.mainFace });
  }
}

/** Sends the photo again from the start, or goes on where the studio already has it. */
export function retry(photo: Photo): void {
  const { value: phase } = photo.phase;
  if (photo.file && (phase.kind === 'rejected' || phase.kind === 'failed')) photo.startAnew();
  void run(photo);
}

/** For a photo with several faces: the largest will do. */
export function useMainFace(photo: Photo): void {
  photo.draft.value = { ...photo.draft.value, mainFace: true };
  retry(photo);
}

/** Takes it off the page; the studio deletes it in time. */
export function remove(photo: Photo): void {
  cancel(photo);
  if (photo.preview.value) URL.revokeObjectURL(photo.preview.value);
  if (photo.result.value) revoke(photo.result.value.files);
  photos.value = photos.value.filter((other) => other !== photo);
}

/** Everything of it leaves the studio now, then the page and the history. @throws ApiFailure. */
export async function deleteNow(photo: Photo): Promise<void> {
  const { value: photoId } = photo.photoId;
  cancel(photo);
  if (photoId !== null) {
    const { signal } = new AbortController();
    await persist(() => deletePhoto(photoId), signal).catch((error: unknown) => {
      if (!(error instanceof ApiFailure && error.status === 404)) throw error;
    });
    forget(photoId);
  }
  remove(photo);
}
