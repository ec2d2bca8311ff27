/** The tools of the brush: what it does, its size, undo and redo, and what is shown behind the person. */
import { useId } from 'preact/hooks';
import { strokeLimits } from '../../../core/brush/stroke.ts';
import type { BrushTexts } from '../../locales/part-texts.ts';
import { type BrushSession, redo, setRadius, undo } from '../../state/brush/session.ts';
import { RedoIcon, UndoIcon } from '../controls/icons.tsx';
import { Segments } from '../controls/segments.tsx';
import { percent } from '../format.ts';

interface BrushToolsProps {
  readonly session: BrushSession;
  readonly own: BrushTexts;
}

/** The slider has the square root of the radius, so that small sizes have room. */
const toSlider = (radius: number): number => Math.sqrt(radius);

export function BrushTools({ session, own }: BrushToolsProps) {
  const { tool, wholeArea, behind } = session;
  return (
    <>
      <Segments
        label={own.tool}
        name="brush-tool"
        value={tool.value}
        choices={[
          ['remove', own.remove],
          ['keep', own.keep],
          ['move', own.move],
        ]}
        onChange={(value) => (tool.value = value)}
      />
      <Size session={session} own={own} />
      <label class="check">
        <input
          type="checkbox"
          checked={!wholeArea.value}
          onChange={({ currentTarget }) => (wholeArea.value = !currentTarget.checked)}
        />
        <span>
          {own.follow}
          <small>{own.followHint}</small>
        </span>
      </label>
      <Segments
        label={own.behind}
        name="brush-behind"
        value={behind.value}
        choices={[
          ['photo', own.behindPhoto],
          ['backdrop', own.behindBackdrop],
          ['contrast', own.behindContrast],
        ]}
        onChange={(value) => (behind.value = value)}
      />
    </>
  );
}

/** Takes strokes back and applies them again. They stay in reach while the tools are scrolled on a phone. */
export function UndoButtons({ session, own }: BrushToolsProps) {
  const { strokes, undone } = session;
  const isLoaded = session.picture.value !== null;
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label={own.undo}
        title={own.undo}
        disabled={!isLoaded || strokes.value.length === 0}
        onClick={() => undo(session)}
      >
        <UndoIcon />
      </button>
      <button
        type="button"
        class="button"
        aria-label={own.redo}
        title={own.redo}
        disabled={!isLoaded || undone.value.length === 0}
        onClick={() => redo(session)}
      >
        <RedoIcon />
      </button>
    </>
  );
}

function Size({ session, own }: BrushToolsProps) {
  const id = useId();
  const { min, max } = strokeLimits.radius;
  const { value: radius } = session.radius;
  const text = percent(radius * 2, 1);
  return (
    <div class="brush-size">
      <label for={id}>{own.size}</label>
      <span aria-hidden="true">{text}</span>
      <input
        id={id}
        type="range"
        min={toSlider(min)}
        max={toSlider(max)}
        step="0.001"
        value={toSlider(radius)}
        aria-valuetext={text}
        onInput={({ currentTarget }) => setRadius(session, Number(currentTarget.value) ** 2)}
      />
    </div>
  );
}
