/** Corrects the cutout of the selected photo by hand. Applying it orders the photo again. */
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { BrushTexts } from '../../locales/part-texts.ts';
import { brushPicture } from '../../state/brush/picture.ts';
import { type BrushSession, beginWith, brushSession } from '../../state/brush/session.ts';
import { standardOf } from '../../state/draft.ts';
import { partTexts } from '../../state/language.ts';
import { loadLayers } from '../../state/load-cutout.ts';
import { brushOpen } from '../../state/open-overlays.ts';
import type { Photo, Result } from '../../state/photo.ts';
import { change, selected } from '../../state/workspace.ts';
import { Dialog } from '../controls/dialog.tsx';
import { BrushStage } from './brush-stage.tsx';
import { BrushTools, UndoButtons } from './brush-tools.tsx';
import { actOnKey } from './keys.ts';

export function BrushDialog() {
  const photo = selected.value;
  const result = photo?.result.value;
  const own = partTexts.value.brush;
  const session = useMemo(() => (result ? brushSession(result.draft.strokes ?? []) : null), [result]);
  const close = () => {
    brushOpen.value = false;
  };
  return (
    <Dialog title={own.title} kind="brush" onClose={close}>
      {photo && result && session ? (
        <Editor photo={photo} result={result} session={session} own={own} onDone={close} />
      ) : (
        <p role="alert">{own.failed}</p>
      )}
    </Dialog>
  );
}

interface EditorProps {
  readonly photo: Photo;
  readonly result: Result;
  readonly session: BrushSession;
  readonly own: BrushTexts;
  readonly onDone: () => void;
}

function Editor({ photo, result, session, own, onDone }: EditorProps) {
  const failed = useSignal(false);
  useEffect(() => {
    const controller = new AbortController();
    loadLayers(photo.photoId.value ?? '', controller.signal).then(
      (layers) => beginWith(session, brushPicture(layers)),
      () => {
        failed.value = !controller.signal.aborted;
      },
    );
    return () => controller.abort();
  }, [photo, session]);
  const { strokes, isChanged, isFull } = session;
  const { editing } = standardOf(result.draft);
  const apply = () => {
    if (isChanged.value) change({ strokes: strokes.value.length > 0 ? strokes.value : null });
    onDone();
  };
  const applyNow = useRef(apply);
  applyNow.current = apply;
  useEffect(() => {
    const controller = new AbortController();
    const act = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && actOnKey(event, session, () => applyNow.current())) event.preventDefault();
    };
    addEventListener('keydown', act, { signal: controller.signal });
    return () => controller.abort();
  }, [session]);
  return (
    <div class="brush-body">
      <BrushStage session={session} draft={result.draft} output={result.files.photo.output} own={own} />
      <div class="brush-panel">
        {failed.value && (
          <p class="error-text" role="alert">
            {own.failed}
          </p>
        )}
        {editing.retouch === 'forbidden' && <p class="small caution">{own.forbidden}</p>}
        <BrushTools session={session} own={own} />
        <p class="small" role="status">
          {isFull.value ? own.full : own.count(strokes.value.length)}
        </p>
        <p class="small hint-mouse">{own.hint}</p>
        <p class="small hint-touch">{own.touchHint}</p>
      </div>
      <div class="buttons brush-buttons">
        <button type="button" class="button primary" disabled={failed.value || !isChanged.value} onClick={apply}>
          {own.apply}
        </button>
        <button type="button" class="button" onClick={onDone}>
          {own.cancel}
        </button>
        <UndoButtons session={session} own={own} />
      </div>
    </div>
  );
}
