/** The buttons that save all photos, or the ready ones, as one zip. */
import { type Signal, useSignal } from '@preact/signals';
import { partTexts, texts } from '../../state/language.ts';
import { isReady, overview } from '../../state/overview.ts';
import type { Photo } from '../../state/photo.ts';
import { saveFile } from '../../state/save-file.ts';
import { photos } from '../../state/workspace.ts';
import { ZipIcon } from '../controls/icons.tsx';
import { zipOf } from '../photo/zip-of.ts';

export function TableDownloads() {
  const own = partTexts.value.table;
  const busy = useSignal(false);
  const failed = useSignal(false);
  const made = photos.value.filter(({ result }) => result.value !== null);
  const { ready } = overview.value;
  return (
    <div class="buttons">
      {made.length > 0 && (
        <button
          type="button"
          class="button primary"
          disabled={busy.value}
          onClick={() => save(photos.value, busy, failed)}
        >
          <ZipIcon />
          {own.zipAll(made.length)}
        </button>
      )}
      {ready > 0 && ready < made.length && (
        <button
          type="button"
          class="button"
          disabled={busy.value}
          onClick={() => save(photos.value.filter(isReady), busy, failed)}
        >
          <ZipIcon />
          {own.zipReady(ready)}
        </button>
      )}
      {failed.value && (
        <p class="error-text" role="alert">
          {texts.value.downloads.failed}
        </p>
      )}
    </div>
  );
}

async function save(of: readonly Photo[], busy: Signal<boolean>, failed: Signal<boolean>): Promise<void> {
  busy.value = true;
  try {
    saveFile(await zipOf(of));
    failed.value = false;
  } catch {
    failed.value = true;
  }
  busy.value = false;
}
