/** The button that makes a link to the photo, copies it, and says until when it works. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { partTexts } from '../../state/language.ts';
import type { Photo } from '../../state/photo.ts';
import type { ResultFile } from '../../state/result-files.ts';
import { type SharedLink, shareLink } from '../../state/share-link.ts';
import { LinkIcon } from '../controls/icons.tsx';
import { shortDate } from '../format.ts';

export function ShareLink({ photo, file }: { readonly photo: Photo; readonly file: ResultFile }) {
  const { share: text } = partTexts.value;
  const shared = useSignal<SharedLink | null>(null);
  const failed = useSignal(false);
  const result = photo.result.value;
  useEffect(() => {
    shared.value = null;
    failed.value = false;
  }, [file]);
  if (!result) return null;
  const make = async () => {
    try {
      shared.value = await shareLink(result.apiPhoto.photoId, file, photo.controller.signal);
    } catch {
      shared.value = null;
    }
    failed.value = shared.value === null;
    // A browser may refuse the clipboard. The link can be copied from the field then.
    if (shared.value) await navigator.clipboard?.writeText(shared.value.url).catch(() => {});
  };
  return (
    <div class="share">
      <button type="button" class="button wide" disabled={photo.updating.value} onClick={make}>
        <LinkIcon />
        {text.make}
      </button>
      <p role="status">
        {shared.value && (
          <>
            {text.until(shortDate(shared.value.untilMs))}
            {shared.value.isLocal && ` ${text.local}`}
          </>
        )}
      </p>
      {shared.value && (
        <label class="field">
          {text.field}
          <input readOnly dir="ltr" value={shared.value.url} onFocus={({ currentTarget }) => currentTarget.select()} />
        </label>
      )}
      {failed.value && (
        <p class="error-text" role="alert">
          {text.failed}
        </p>
      )}
    </div>
  );
}
