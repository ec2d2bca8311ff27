/** The finished files to take home. */
import { useSignal } from '@preact/signals';
import {
  type NamedFile,
  namedFile,
  photosZip,
  photoZip,
  save,
  sheetPdf,
  transparentFile,
} from '../../state/downloads.ts';
import { isPrinted } from '../../state/draft.ts';
import { words } from '../../state/language.ts';
import type { Photo } from '../../state/photo.ts';
import { photos } from '../../state/studio.ts';
import { CutoutIcon, DownloadIcon, SheetIcon, ZipIcon } from '../controls/icons.tsx';
import { bytesText, pixels } from '../wording.ts';

type Busy = 'transparent' | 'pdf' | 'zip' | 'all' | null;

export function Downloads({ photo }: { readonly photo: Photo }) {
  const { downloads: said, photos: photosSaid } = words.value;
  const busy = useSignal<Busy>(null);
  const failed = useSignal(false);
  const result = photo.result.value;
  if (!result) return null;
  const { files } = result;
  const blocked = photo.updating.value || photo.refused.value !== null || busy.value !== null;
  const fetchAndSave = async (what: Busy, get: () => Promise<NamedFile>) => {
    busy.value = what;
    failed.value = false;
    try {
      save(await get());
    } catch {
      failed.value = true;
    }
    busy.value = null;
  };
  const label = (what: Busy, text: string) => (busy.value === what ? said.preparing : text);
  const { output } = files.photo;
  const doneCount = photos.value.filter((other) => other.result.value !== null).length;
  return (
    <section class="downloads" aria-label={said.heading}>
      <button
        type="button"
        class="button primary"
        disabled={blocked}
        onClick={() => save(namedFile(photo, files.photo))}
      >
        <DownloadIcon />
        <span>
          {said.photo}
          <small>
            {pixels(output)}, {bytesText(output.sizeBytes)}
          </small>
        </span>
      </button>
      <button
        type="button"
        class="button"
        disabled={blocked}
        onClick={() => fetchAndSave('transparent', () => transparentFile(photo, result))}
      >
        <CutoutIcon />
        {label('transparent', said.transparent)}
      </button>
      {files.sheet && isPrinted(result.draft) && (
        <>
          <button
            type="button"
            class="button"
            disabled={blocked}
            onClick={() => files.sheet && save(namedFile(photo, files.sheet))}
          >
            <SheetIcon />
            {said.sheetJpeg}
          </button>
          <button
            type="button"
            class="button"
            disabled={blocked}
            onClick={() => fetchAndSave('pdf', () => sheetPdf(photo, result))}
          >
            <SheetIcon />
            {label('pdf', said.sheetPdf)}
          </button>
        </>
      )}
      <button
        type="button"
        class="button"
        disabled={blocked}
        onClick={() => fetchAndSave('zip', () => photoZip(photo, result))}
      >
        <ZipIcon />
        {label('zip', said.zip)}
      </button>
      {doneCount > 1 && (
        <button
          type="button"
          class="button"
          disabled={busy.value !== null}
          onClick={() => fetchAndSave('all', () => photosZip(photos.value))}
        >
          <ZipIcon />
          {label('all', photosSaid.zipAll)}
        </button>
      )}
      {failed.value && (
        <p class="trouble" role="alert">
          {said.failed}
        </p>
      )}
    </section>
  );
}
