/** The buttons that save the finished files. */
import { useSignal } from '@preact/signals';
import { namedFile, photoZip, sheetPdf, transparentFile } from '../../state/downloads.ts';
import { isPrinted } from '../../state/draft.ts';
import { texts } from '../../state/language.ts';
import type { Photo } from '../../state/photo.ts';
import { type NamedFile, saveFile } from '../../state/save-file.ts';
import { photos } from '../../state/workspace.ts';
import { CutoutIcon, DownloadIcon, PrintIcon, SheetIcon, ZipIcon } from '../controls/icons.tsx';
import { bytesText, pixels } from '../format.ts';
import { VerdictBox } from './verdict-box.tsx';
import { zipOf } from './zip-of.ts';

/** The button whose file is being prepared; null when none is. */
type BusyButton = 'transparent' | 'pdf' | 'zip' | 'all' | null;

export function Downloads({ photo }: { readonly photo: Photo }) {
  const { downloads: text, photos: photosText } = texts.value;
  const busy = useSignal<BusyButton>(null);
  const failed = useSignal(false);
  const result = photo.result.value;
  if (!result) return null;
  const { files } = result;
  const blocked = photo.updating.value || photo.orderRejection.value !== null || busy.value !== null;
  const fetchAndSave = async (button: BusyButton, get: () => Promise<NamedFile>) => {
    busy.value = button;
    failed.value = false;
    try {
      saveFile(await get());
    } catch {
      failed.value = true;
    }
    busy.value = null;
  };
  const label = (button: BusyButton, name: string) => (busy.value === button ? text.preparing : name);
  const { output } = files.photo;
  const isReady = output.verdict === 'ready';
  const doneCount = photos.value.filter((other) => other.result.value !== null).length;
  return (
    <section class="downloads" aria-label={text.heading}>
      <VerdictBox output={output} />
      <button
        type="button"
        class="button primary"
        disabled={blocked}
        onClick={() => saveFile(namedFile(photo, files.photo))}
      >
        <DownloadIcon />
        <span>
          {isReady ? text.photo : text.anyway}
          <small>
            {isReady ? '' : `${text.photo} `}
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
        {label('transparent', text.transparent)}
      </button>
      {files.sheet && isPrinted(result.draft) && (
        <>
          <button
            type="button"
            class="button"
            disabled={blocked}
            onClick={() => files.sheet && saveFile(namedFile(photo, files.sheet))}
          >
            <SheetIcon />
            {text.sheetJpeg}
          </button>
          <button type="button" class="button" disabled={blocked} onClick={() => print()}>
            <PrintIcon />
            {text.print}
          </button>
          <button
            type="button"
            class="button"
            disabled={blocked}
            onClick={() => fetchAndSave('pdf', () => sheetPdf(photo, result))}
          >
            <SheetIcon />
            {label('pdf', text.sheetPdf)}
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
        {label('zip', text.zip)}
      </button>
      {(doneCount > 1 || photo.person) && (
        <button
          type="button"
          class="button"
          disabled={busy.value !== null}
          onClick={() => fetchAndSave('all', () => zipOf(photos.value))}
        >
          <ZipIcon />
          {label('all', photosText.zipAll)}
        </button>
      )}
      {failed.value && (
        <p class="error-text" role="alert">
          {text.failed}
        </p>
      )}
    </section>
  );
}
