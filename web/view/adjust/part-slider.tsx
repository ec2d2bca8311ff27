/** One part of the correction as a slider with a button on each side. */
import { useId } from 'preact/hooks';
import { type Adjust, adjustLimits } from '../../../core/adjust/adjusted-map.ts';
import type { AdjustTexts } from '../../locales/part-texts.ts';
import { type AdjustSession, setAdjust } from '../../state/adjust-session.ts';
import { MinusIcon, PlusIcon } from '../controls/icons.tsx';
import { number, percent } from '../format.ts';
import { step, steps } from './gestures.ts';

interface PartSliderProps {
  readonly session: AdjustSession;
  readonly part: keyof Adjust;
  readonly own: AdjustTexts;
}

export function PartSlider({ session, part, own }: PartSliderProps) {
  const id = useId();
  const value = session.adjust.value[part];
  const text = textOf(part, value);
  const { min, max } = adjustLimits[part];
  return (
    <div class="part-slider">
      <label for={id}>{own.parts[part]}</label>
      <span aria-hidden="true">{text}</span>
      <button type="button" class="icon-button" aria-label={own.less[part]} onClick={() => step(session, part, -1)}>
        <MinusIcon />
      </button>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={steps[part] / 4}
        value={value}
        aria-valuetext={text}
        onInput={({ currentTarget }) => setAdjust(session, { [part]: Number(currentTarget.value) }, false)}
      />
      <button type="button" class="icon-button" aria-label={own.more[part]} onClick={() => step(session, part, 1)}>
        <PlusIcon />
      </button>
    </div>
  );
}

function textOf(part: keyof Adjust, value: number): string {
  if (part === 'turnDeg') return `${number(value, 1)}°`;
  return percent(value, 1);
}
