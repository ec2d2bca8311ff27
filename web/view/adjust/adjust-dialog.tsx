/** Adjusts the crop of the selected photo by hand. Applying it orders the photo again. */
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { type Adjust, isAdjusted, noAdjust } from '../../../core/adjust/adjusted-map.ts';
import type { AdjustTexts } from '../../locales/part-texts.ts';
import { type AdjustSession, adjustSession } from '../../state/adjust-session.ts';
import { standardOf } from '../../state/draft.ts';
import { partTexts, texts } from '../../state/language.ts';
import { loadCutout } from '../../state/load-cutout.ts';
import { adjustOpen } from '../../state/open-overlays.ts';
import type { Photo, Result } from '../../state/photo.ts';
import { change, selected } from '../../state/workspace.ts';
import { Dialog } from '../controls/dialog.tsx';
import { CheckIcon, CrossIcon, RetryIcon } from '../controls/icons.tsx';
import { list } from '../format.ts';
import { LiveNumbers } from './live-numbers.tsx';
import { PartSlider } from './part-slider.tsx';
import { Stage } from './stage.tsx';

export function AdjustDialog() {
  const photo = selected.value;
  const result = photo?.result.value;
  const own = partTexts.value.adjust;
  const session = useMemo(() => (result ? adjustSession(result) : null), [result]);
  const close = () => {
    adjustOpen.value = false;
  };
  return (
    <Dialog title={own.title} kind="adjust" onClose={close}>
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
  readonly session: AdjustSession;
  readonly own: AdjustTexts;
  readonly onDone: () => void;
}

const parts: readonly (keyof Adjust)[] = ['right', 'down', 'scale', 'turnDeg'];

function Editor({ photo, result, session, own, onDone }: EditorProps) {
  const picture = useSignal<HTMLCanvasElement | null>(null);
  const failed = useSignal(false);
  const standard = standardOf(result.draft);
  const { backdrop } = result.files.photo.output;
  useEffect(() => {
    const controller = new AbortController();
    loadCutout(photo.photoId.value ?? '', backdrop === 'original', controller.signal).then(
      (canvas) => {
        picture.value = canvas;
        session.picture.value = { widthPx: canvas.width, heightPx: canvas.height };
      },
      () => {
        failed.value = !controller.signal.aborted;
      },
    );
    return () => controller.abort();
  }, [photo, backdrop, session]);
  const { adjust, heads } = session;
  const isTurned = adjust.value.turnDeg !== 0;
  const apply = () => {
    change({ adjust: isAdjusted(adjust.value) ? adjust.value : null });
    onDone();
  };
  return (
    <div class="adjust-body">
      <Stage session={session} draft={result.draft} picture={picture} own={own} />
      <div class="adjust-panel">
        {failed.value && (
          <p class="error-text" role="alert">
            {own.failed}
          </p>
        )}
        <Summary session={session} own={own} />
        {isTurned && standard.editing.rotate === 'forbidden' && <p class="small caution">{own.noTurning}</p>}
        {parts.map((part) => (
          <PartSlider key={part} session={session} part={part} own={own} />
        ))}
        {heads.value.map((head, at) => (
          <LiveNumbers key={at} session={session} head={head} own={own} />
        ))}
        <p class="small hint-mouse">{own.hint}</p>
        <p class="small hint-touch">{own.touchHint}</p>
      </div>
      <div class="buttons adjust-buttons">
        <button type="button" class="button primary" disabled={failed.value} onClick={apply}>
          {own.apply}
        </button>
        <button type="button" class="button" onClick={onDone}>
          {own.cancel}
        </button>
        <button type="button" class="button" onClick={() => (adjust.value = noAdjust)}>
          <RetryIcon />
          {own.reset}
        </button>
      </div>
    </div>
  );
}

/** One sentence on the rules. Screen readers read it when it changes. */
function Summary({ session, own }: Pick<EditorProps, 'session' | 'own'>) {
  const { byCode } = texts.value.checks;
  const names = session.broken.value.map((code) => byCode[code].title);
  const points = session.isShort.value ? [...names, own.ends] : names;
  return (
    <p class="adjust-summary" data-off={points.length > 0} role="status">
      {points.length > 0 ? <CrossIcon /> : <CheckIcon />}
      {points.length > 0 ? own.breaks(list(points)) : own.inside}
    </p>
  );
}
