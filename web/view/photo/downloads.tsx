/** The buttons that save the finished files. */
import { useSignal } from '@preact/signals';
import { namedFile, photoZip, sheetPdf, transparentFile } from '../../state/downloads.ts';
import { isPrinted } from '../../state/draft.ts';
import { texts } from '../../state/language.ts';
import type { Photo } from '../../state/photo.ts';
import type { ResultFile } from '../../state/result-files.ts';
import { type NamedFile, saveFile } from '../../state/save-file.ts';
import { photos } from '../../state/workspace.ts';
import { CutoutIcon, DownloadIcon, PrintIcon, SheetIcon, ZipIcon } from '../controls/icons.tsx';
import { bytesText, pixels } from '../format.ts';
import { VerdictBox } from './verdict-box.tsx';
import { zipOf } from './zip-of.ts';

/** The button whose file is being prepared; null when none is. */
type BusyButton = 'transparent' | 'pdf' | 'zip' | 'all' | null;

interface DownloadsProps {
  readonly photo: Photo;
  /** True on the sheet: then the main button saves the sheet. */
  readonly sheetFirst: boolean;
}

export function Downloads({ photo, sheetFirst }: DownloadsProps) {
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
  const sheet = isPrinted(result.draft) ? files.sheet : null;
  const order = !sheet ? ['photo'] : sheetFirst ? ['sheet', 'photo'] : ['photo', 'sheet'];
  const doneCount = photos.value.filter((other) => other.result.value !== null).length;
  return (
    <section class="downloads" aria-label={text.heading}>
      <VerdictBox output={output} />
      {order.map((kind, at) => (
        <FileDownload
          key={kind}
          photo={photo}
          file={kind === 'sheet' && sheet ? sheet : files.photo}
          name={kind === 'sheet' ? text.sheetJpeg : text.photo}
          isMain={at === 0}
          disabled={blocked}
        />
      ))}
      <button
        type="button"
        class="button"
        disabled={blocked}
        onClick={() => fetchAndSave('transparent', () => transparentFile(photo, result))}
      >
        <CutoutIcon />
        {label('transparent', text.transparent)}
      </button>
      {sheet && (
        <>
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

interface FileProps {
  readonly photo: Photo;
  readonly file: ResultFile;
  readonly name: string;
  /** True for the first and largest button. */
  readonly isMain: boolean;
  readonly disabled: boolean;
}

/** The button that saves a photo or a sheet. The main one says so when the photo is not ready. */
function FileDownload({ photo, file, name, isMain, disabled }: FileProps) {
  const {
    downloads: { anyway },
    marks: { comma },
  } = texts.value;
  const { output } = file;
  const isReady = photo.result.value?.files.photo.output.verdict === 'ready';
  return (
    <button
      type="button"
      class={isMain ? 'button primary' : 'button'}
      disabled={disabled}
      onClick={() => saveFile(namedFile(photo, file))}
    >
      {output.kind === 'sheet' ? <SheetIcon /> : <DownloadIcon />}
      <span>
        {isMain && !isReady ? anyway : name}
        {isMain && (
          <small>
            {isReady ? '' : `${name} `}
            {pixels(output) + comma + bytesText(output.sizeBytes)}
          </small>
        )}
      </span>
    </button>
  );
}
