/** The button that saves the comic, and the note that no office takes it. */
import { useSignal } from '@preact/signals';
import { comicFile, comicsOf, ground, look } from '../../state/comic.ts';
import { partTexts, texts } from '../../state/language.ts';
import type { Photo } from '../../state/photo.ts';
import { saveFile } from '../../state/save-file.ts';
import { DownloadIcon, InfoIcon } from '../controls/icons.tsx';

export function ComicDownload({ photo }: { readonly photo: Photo }) {
  const own = partTexts.value.comic;
  const { downloads } = texts.value;
  const failed = useSignal(false);
  const comic = comicsOf(photo).value.get(look.value);
  const save = async () => {
    if (comic?.kind !== 'done') return;
    try {
      saveFile(await comicFile(comic.file, ground.value));
      failed.value = false;
    } catch {
      failed.value = true;
    }
  };
  return (
    <section class="downloads" aria-label={downloads.heading}>
      <p class="verdict" data-verdict="look-again">
        <InfoIcon />
        <span>{own.notForOffices}</span>
      </p>
      <button type="button" class="button primary" disabled={comic?.kind !== 'done'} onClick={save}>
        <DownloadIcon />
        <span>
          {own.download}
          <small>PNG · {own.looks[look.value]}</small>
        </span>
      </button>
      {failed.value && (
        <p class="error-text" role="alert">
          {downloads.failed}
        </p>
      )}
    </section>
  );
}
