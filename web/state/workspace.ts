/** The photos on the page, the selected one, and every action on them. Views call these actions, not the API. */
import { computed, signal } from '@preact/signals';
import type { WrongRow } from '../../core/roster/roster.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { ApiFailure, deletePhoto } from '../api/api-client.ts';
import { withRetries } from '../api/retry.ts';
import { readStored, writeStored } from '../browser/storage.ts';
import { usualStandard } from '../browser/visitor-country.ts';
import { backdropFor, type Draft, draftOf, standardById, standardOf, usualDraft } from './draft.ts';
import { type HistoryEntry, removeFromHistory } from './history.ts';
import { loadPart } from './load-part.ts';
import { cameraUse, rosterFiles } from './open-overlays.ts';
import { Photo } from './photo.ts';
import { cancel, hasCutout, reorder, run } from './photo-run.ts';
import { revokeFiles } from './result-files.ts';
import type { ClassPhoto } from './roster/read-class.ts';
import { screen } from './screen.ts';
import { makeThumbnail } from './thumbnails.ts';

const draftKey = 'zerobooth.draft';
/** The parts of a draft that another photo does not get. */
const ofOnePhoto = { mainFace: false, adjust: null, strokes: null, tone: null, caption: null } as const;

export const photos = signal<readonly Photo[]>([]);
/** The rows of rosters that cannot be carried out. */
export const wrongRows = signal<readonly WrongRow[]>([]);
const selectedId = signal<string | null>(null);
/** The draft of the next photo. The start page shows it. */
const nextDraft = signal<Draft>(usualDraft);

export const selected = computed<Photo | null>(
  () => photos.value.find(({ localId }) => localId === selectedId.value) ?? photos.value[0] ?? null,
);
/** The draft that the page shows: that of the selected photo, or of the next one. */
export const draft = computed<Draft>(() => selected.value?.draft.value ?? nextDraft.value);

/** Sets the next draft to the document of the last visit, else to the usual one of the visitor's country. */
export function loadDraft(): void {
  const standard = usualStandard();
  if (standard) nextDraft.value = { ...usualDraft, standard };
  try {
    const stored = JSON.parse(readStored(draftKey) ?? 'null') as Partial<Draft> | null;
    if (!stored || typeof stored.standard !== 'string' || !standardById(stored.standard)) return;
    nextDraft.value = { ...usualDraft, standard: stored.standard };
  } catch {
    // The stored text is not valid JSON: the usual document stays.
  }
}

/** Adds photos, selects the first of them and starts their uploads. With a CSV file, the dialog for a roster opens. */
export function addFiles(files: Iterable<File>): void {
  const all = [...files];
  if (all.some(({ name }) => /\.csv$/i.test(name))) {
    rosterFiles.value = all;
    return;
  }
  addPhotos(all.map((file) => new Photo(file.name || 'photo.jpg', file, { ...draft.value, ...ofOnePhoto })));
}

/** Adds the photos of a roster. @param wrong the rows that cannot be carried out. */
export function addClass(added: readonly ClassPhoto[], wrong: readonly WrongRow[]): void {
  wrongRows.value = [...wrongRows.value, ...wrong];
  addPhotos(
    added.map(({ row, file, draft: own }) => {
      return new Photo(row.name || file.name, file, own, { name: row.name, file: row.file });
    }),
  );
}

function addPhotos(added: readonly Photo[]): void {
  const [first] = added;
  if (!first) return;
  for (const photo of added) {
    showFile(photo);
  }
  photos.value = [...photos.value, ...added];
  select(first);
  for (const photo of added) void run(photo);
}

/** Shows the file of a photo until there is a result. */
function showFile(photo: Photo): void {
  if (photo.file) photo.preview.value = URL.createObjectURL(photo.file);
  makeThumbnail(photo);
}

/** Opens the camera for a photo of a person. */
export function takePhoto(): void {
  const takes = standardOf(draft.value).people === 2 ? 'couple' : 'portrait';
  cameraUse.value = { takes, onTaken: (file) => addFiles([file]) };
}

/** Opens a photo of the history. When the API does not have it any more, it leaves the history. */
export function openFromHistory({ photoId, name, order }: HistoryEntry): void {
  const opened = photos.value.find((photo) => photo.photoId.value === photoId);
  if (opened) {
    select(opened);
    return;
  }
  const photo = new Photo(name, null, draftOf(order));
  photo.photoId.value = photoId;
  photo.isSent = true;
  photos.value = [...photos.value, photo];
  select(photo);
  void run(photo).then(() => {
    const { value: phase } = photo.phase;
    if (phase.kind === 'failed' && phase.code === 'gone') removeFromHistory(photoId);
  });
}

export function select(photo: Photo): void {
  selectedId.value = photo.localId;
  if (screen.value === 'start') screen.value = 'photo';
}

/** A change waits this long for the next one, so that moving a slider or a colour picker makes one order. */
const settleMs = 180;
const timers = new Map<Photo, ReturnType<typeof setTimeout>>();

/** Changes the draft that the page shows. A photo that was cut out before is ordered again at once. */
export function change(part: Partial<Draft>): void {
  const next = { ...draft.value, ...part };
  nextDraft.value = { ...next, sheet: null, ...ofOnePhoto };
  writeStored(draftKey, JSON.stringify({ standard: next.standard }));
  // The table shows all photos, and a choice there is for all of them.
  const changed = screen.value === 'table' ? photos.value : selected.value ? [selected.value] : [];
  const isForShown = part.standard === undefined && part.backdrop !== undefined;
  for (const photo of changed) {
    const own = photo.draft.value;
    changePhoto(photo, fitted({ ...own, ...part }, standardOf(isForShown ? next : own)));
  }
}

/** Returns the draft with its backdrops as its document can have them. @param chosenFor the document for which they were chosen. */
function fitted(of: Draft, chosenFor: PhotoStandard): Draft {
  const inDocument = (text: string) => backdropFor(text, chosenFor, standardOf(of));
  return {
    ...of,
    backdrop: of.backdrop === null ? null : inDocument(of.backdrop),
    further: of.further.map(inDocument),
  };
}

function changePhoto(photo: Photo, next: Draft): void {
  const isOtherFrame = next.standard !== photo.draft.value.standard || next.profile !== photo.draft.value.profile;
  if (isOtherFrame) photo.withoutExtras = false;
  // Another frame has another automatic crop.
  photo.draft.value = isOtherFrame ? { ...next, adjust: null } : next;
  photo.updating.value = hasCutout(photo);
  clearTimeout(timers.get(photo));
  timers.set(
    photo,
    setTimeout(() => void reorder(photo), settleMs),
  );
}

/** Gives every photo the draft of the selected one. */
export function applyToAll(): void {
  for (const photo of photos.value) {
    const { mainFace, adjust, strokes, tone, caption } = photo.draft.value;
    if (photo !== selected.value) changePhoto(photo, { ...draft.value, mainFace, adjust, strokes, tone, caption });
  }
}

/** Runs the photo again. It is uploaded again when it was rejected or has failed. */
export function retry(photo: Photo): void {
  const { value: phase } = photo.phase;
  if (photo.file && (phase.kind === 'rejected' || phase.kind === 'failed')) {
    photo.resetUpload();
    // The order of an upload has no room for strokes.
    photo.draft.value = { ...photo.draft.value, strokes: null };
  }
  void run(photo);
}

/** Sends a photo again, turned to the right by a quarter. @throws Error when the browser cannot read the picture. */
export async function turn(photo: Photo): Promise<void> {
  if (!photo.file) return;
  const { turned } = await loadPart(() => import('../browser/turn-picture.ts'));
  const upright = new Photo(
    photo.name,
    await turned(photo.file),
    { ...photo.draft.value, strokes: null },
    photo.person,
  );
  showFile(upright);
  photos.value = photos.value.map((other) => (other === photo ? upright : other));
  if (selectedId.value === photo.localId) select(upright);
  remove(photo);
  void run(upright);
}

/** Runs a photo with several faces again, with the largest one. */
export function useMainFace(photo: Photo): void {
  photo.draft.value = { ...photo.draft.value, mainFace: true };
  retry(photo);
}

/** Removes the photo from the page. The bucket deletes it later. */
export function remove(photo: Photo): void {
  cancel(photo);
  for (const { value: address } of [photo.preview, photo.thumbnail]) if (address) URL.revokeObjectURL(address);
  if (photo.result.value) revokeFiles(photo.result.value.files);
  photos.value = photos.value.filter((other) => other !== photo);
}

/** Deletes the photo from the buckets, the page and the history. @throws ApiFailure. */
export async function deleteNow(photo: Photo): Promise<void> {
  const { value: photoId } = photo.photoId;
  cancel(photo);
  if (photoId !== null) {
    const { signal } = new AbortController();
    await withRetries(() => deletePhoto(photoId), signal).catch((error: unknown) => {
      if (!(error instanceof ApiFailure && error.status === 404)) throw error;
    });
    removeFromHistory(photoId);
  }
  remove(photo);
}
