/** The buttons that cancel, repeat, remove or delete the photo. */
import { useSignal } from '@preact/signals';
import { history } from '../../state/history.ts';
import { texts } from '../../state/language.ts';
import type { Photo } from '../../state/photo.ts';
import { cancel } from '../../state/photo-run.ts';
import { addFiles, deleteNow, remove, retry, turn, useMainFace } from '../../state/workspace.ts';
import { Dialog } from '../controls/dialog.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { CloseIcon, RetryIcon, TrashIcon, TurnIcon } from '../controls/icons.tsx';
import { shortDate } from '../format.ts';

export function PhotoActions({ photo }: { readonly photo: Photo }) {
  const { actions, drop } = texts.value;
  const isAsking = useSignal(false);
  const phase = photo.phase.value;
  const isStored = photo.result.value !== null;
  const isGone = phase.kind === 'failed' && phase.code === 'gone' && photo.file === null;
  const mayRetry = ['failed', 'cancelled', 'interrupted'].includes(phase.kind) && !isGone;
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
      {phase.kind === 'rejected' && (
        <FileButton kind="primary" onFiles={addFiles} multiple>
          {drop.choose}
        </FileButton>
      )}
      {photo.isSettled.value && photo.file && <TurnButton photo={photo} />}
      {phase.kind === 'rejected' && phase.code === 'several-faces' && (
        <button type="button" class="button" onClick={() => useMainFace(photo)}>
          {actions.mainFace}
        </button>
      )}
      {photo.isSettled.value && !isStored && (
        <button type="button" class="button" onClick={() => remove(photo)}>
          <CloseIcon />
          {actions.remove}
        </button>
      )}
      {isStored && <KeptUntil photo={photo} />}
      {isStored && (
        <button type="button" class="quiet danger" onClick={() => (isAsking.value = true)}>
          <TrashIcon />
          {actions.deleteNow}
        </button>
      )}
      {isAsking.value && <DeleteDialog photo={photo} onClose={() => (isAsking.value = false)} />}
    </div>
  );
}

/** Turns a photo that lies on its side, and sends it again. */
function TurnButton({ photo }: { readonly photo: Photo }) {
  const { actions } = texts.value;
  const failed = useSignal(false);
  const start = () =>
    turn(photo).catch(() => {
      failed.value = true;
    });
  if (failed.value)
    return (
      <p class="error-text" role="alert">
        {actions.turnFailed}
      </p>
    );
  return (
    <button type="button" class="button" onClick={start}>
      <TurnIcon />
      {actions.turn}
    </button>
  );
}

/** Shows until when the bucket keeps the photo, if this browser's history says it. */
function KeptUntil({ photo }: { readonly photo: Photo }) {
  const entry = history.value.find(({ photoId }) => photoId === photo.photoId.value);
  return entry ? <p class="small">{texts.value.photos.expires(shortDate(entry.until))}</p> : null;
}

function DeleteDialog({ photo, onClose }: { readonly photo: Photo; readonly onClose: () => void }) {
  const { actions, failures } = texts.value;
  const state = useSignal<'asking' | 'deleting' | 'failed'>('asking');
  const confirm = async () => {
    state.value = 'deleting';
    try {
      await deleteNow(photo);
      // The element that had the focus is gone with the photo.
      document.getElementById('main')?.focus();
    } catch {
      state.value = 'failed';
    }
  };
  return (
    <Dialog title={actions.deleteSure(photo.name)} kind="narrow" onClose={onClose}>
      <p>{actions.deleteExplained}</p>
      {state.value === 'failed' && (
        <p class="error-text" role="alert">
          {failures.unknown.advice}
        </p>
      )}
      <div class="buttons">
        <button type="button" class="button danger-fill" disabled={state.value === 'deleting'} onClick={confirm}>
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
