/** Changes light and contrast of the selected photo, where its office allows it. Each change orders the photo again. */
import { useId } from 'preact/hooks';
import { isToned, noTone, type Tone, toneLimits } from '../../../core/tone/tone.ts';
import { isNarrow } from '../../browser/narrow-screen.ts';
import { refusesTone, standardOf } from '../../state/draft.ts';
import { partTexts } from '../../state/language.ts';
import { change, draft } from '../../state/workspace.ts';
import { MinusIcon, PlusIcon, RetryIcon } from '../controls/icons.tsx';
import { percent } from '../format.ts';

const parts: readonly (keyof Tone)[] = ['light', 'contrast'];
/** The step of the buttons; that of the slider and its keys is a fifth of it. */
const step = 0.25;

/** On narrow screens it is closed at first. */
export function ToneCard() {
  const { heading } = partTexts.value.tone;
  if (isNarrow.value) {
    return (
      <details class="card fold">
        <summary>{heading}</summary>
        <Controls />
      </details>
    );
  }
  return (
    <section class="card stack" aria-labelledby="tone-heading">
      <h2 id="tone-heading" class="eyebrow">
        {heading}
      </h2>
      <Controls />
    </section>
  );
}

function Controls() {
  const { tone: own, adjust } = partTexts.value;
  const { editing, confidence } = standardOf(draft.value);
  const isUnknown = editing.tone === 'not-known' && confidence !== 'convention';
  if (refusesTone(draft.value)) return <p class="small caution">{own.forbidden}</p>;
  return (
    <>
      {parts.map((part) => (
        <ToneSlider key={part} part={part} />
      ))}
      <p class="small">
        {own.isEdit} {isUnknown && own.unknown}
      </p>
      {draft.value.tone && (
        <button type="button" class="button" onClick={() => change({ tone: null })}>
          <RetryIcon />
          {adjust.reset}
        </button>
      )}
    </>
  );
}

/** One part as a slider with a button on each side. */
function ToneSlider({ part }: { readonly part: keyof Tone }) {
  const own = partTexts.value.tone;
  const id = useId();
  const tone = draft.value.tone ?? noTone;
  const text = percent(tone[part]);
  const { min, max } = toneLimits;
  const set = (value: number) => {
    const next = { ...tone, [part]: Math.min(max, Math.max(min, Number(value.toFixed(2)))) };
    change({ tone: isToned(next) ? next : null });
  };
  return (
    <div class="part-slider">
      <label for={id}>{own.parts[part]}</label>
      <span aria-hidden="true">{text}</span>
      <button type="button" class="icon-button" aria-label={own.less[part]} onClick={() => set(tone[part] - step)}>
        <MinusIcon />
      </button>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step / 5}
        value={tone[part]}
        aria-valuetext={text}
        onInput={({ currentTarget }) => set(currentTarget.valueAsNumber)}
      />
      <button type="button" class="icon-button" aria-label={own.more[part]} onClick={() => set(tone[part] + step)}>
        <PlusIcon />
      </button>
    </div>
  );
}
