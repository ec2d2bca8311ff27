/** What can be done with the photo itself: cancel, try again, take off the page, delete from the studio. */
import { useSignal } from '@preact/signals';
import { history } from '../../state/history.ts';
import { words } from '../../state/language.ts';
import type { Photo } from '../../state/photo.ts';
import { cancel } from '../../state/photo-run.ts';
import { deleteNow, remove, retry, useMainFace } from '../../state/studio.ts';
import { Dialog } from '../controls/dialog.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { CloseIcon, RetryIcon, TrashIcon } from '../controls/icons.tsx';
import { shortDate } from '../wording.ts';

export function PhotoActions({ photo }: { readonly photo: Photo }) {
  const { actions, drop } = words.value;
  const asking = useSignal(false);
  const phase = photo.phase.value;
  const inStudio = photo.result.value !== null;
  const isLost = phase.kind === 'failed' && phase.code === 'gone' && photo.file === null;
  const mayRetry = ['failed', 'cancelled', 'interrupted'].includes(phase.kind) && !isLost;
  return (
    <div class="photo-actions">
      {!photo.isSettled.value && (
        <button type="button" class="button" onClick={() => cancel(photo)}>
          <CloseIcon />
          {actions.cancel}
        </button>
      )}
      {mayRetry && (
        <button type="button" class="button" onClick={() => retry(photo)}>
          <RetryIcon />
          {actions.retry}
        </button>
      )}
      {phase.kind === 'rejected' && <FileButton kind="primary">{drop.choose}</FileButton>}
      {phase.kind === 'rejected' && phase.code === 'several-faces' && (
        <button type="button" class="button" onClick={() => useMainFace(photo)}>
          {actions.mainFace}
        </button>
      )}
      {photo.isSettled.value && !inStudio && (
        <button type="button" class="button" onClick={() => remove(photo)}>
          <CloseIcon />
          {actions.remove}
        </button>
      )}
      {inStudio && <Kept photo={photo} />}
      {inStudio && (
        <button type="button" class="quiet danger" onClick={() => (asking.value = true)}>
          <TrashIcon />
          {actions.deleteNow}
        </button>
      )}
      {asking.value && <DeleteDialog photo={photo} onClose={() => (asking.value = false)} />}
    </div>
  );
}

/** Until when the studio keeps it, as far as this browser remembers. */
function Kept({ photo }: { readonly photo: Photo }) {
  const entry = history.value.find(({ photoId }) => photoId === photo.photoId.value);
  return entry ? <p class="small">{words.value.photos.expires(shortDate(entry.until))}</p> : null;
}

function DeleteDialog({ photo, onClose }: { readonly photo: Photo; readonly onClose: () => void }) {
  const { actions, troubles } = words.value;
  const state = useSignal<'asking' | 'deleting' | 'failed'>('asking');
  const go = async () => {
    state.value = 'deleting';
    try {
      await deleteNow(photo);
      // What had the focus is gone with the photo.
      document.getElementById('main')?.focus();
    } catch {
      state.value = 'failed';
    }
  };
  return (
    <Dialog title={actions.deleteSure(photo.name)} kind="narrow" onClose={onClose}>
      <p>{actions.deleteExplained}</p>
      {state.value === 'failed' && (
        <p class="trouble" role="alert">
          {troubles.unknown.advice}
        </p>
      )}
      <div class="buttons">
        <button type="button" class="button danger-fill" disabled={state.value === 'deleting'} onClick={go}>
          <TrashIcon />
          {state.value === 'deleting' ? actions.deleting : actions.deleteNow}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {actions.keep}
        </button>
      </div>
    </Dialog>
  );
}
