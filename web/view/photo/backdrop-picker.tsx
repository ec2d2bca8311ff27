/** Chooses the backdrop: a colour of the office, another one, a custom colour, or the photo's own background. */
import type { ComponentChildren } from 'preact';
import { resolveBackdrop } from '../../../core/backdrop.ts';
import { backdropName, officeAccepts, standardOf } from '../../state/draft.ts';
import { nameOf, texts } from '../../state/language.ts';
import { officeSwatches, otherSwatches, type Swatch } from '../../state/swatches.ts';
import { change, draft } from '../../state/workspace.ts';
import { PersonIcon } from '../controls/icons.tsx';

export function BackdropPicker() {
  const { backdrop } = texts.value;
  const standard = standardOf(draft.value);
  const chosen = backdropName(draft.value);
  const office = officeSwatches(standard);
  const others = otherSwatches(standard);
  const isChosen = (swatch: Swatch) => resolveBackdrop(swatch.backdrop, standard).name === chosen;
  const isCustom = chosen !== 'original' && ![...office, ...others].some(isChosen);
  const noReplacing = standard.editing.replaceBackdrop === 'forbidden' && chosen !== 'original';
  const choose = (next: string) => change({ backdrop: next });
  return (
    <section class="card" aria-labelledby="backdrop-heading">
      <h2 id="backdrop-heading" class="eyebrow">
        {backdrop.heading}
      </h2>
      {office.length > 0 && (
        <Group label={standard.confidence === 'convention' ? backdrop.usual : backdrop.office}>
          {office.map((swatch) => (
            <SwatchButton key={swatch.backdrop} swatch={swatch} checked={isChosen(swatch)} onChoose={choose} />
          ))}
        </Group>
      )}
      <Group label={backdrop.other}>
        {others.map((swatch) => (
          <SwatchButton key={swatch.backdrop} swatch={swatch} checked={isChosen(swatch)} onChoose={choose} />
        ))}
        <label class="swatch" title={backdrop.custom}>
          <input
            type="color"
            class="swatch-colour"
            aria-label={backdrop.custom}
            value={isCustom && chosen.startsWith('#') ? chosen.toLowerCase() : '#b7c9b5'}
            onInput={({ currentTarget }) => choose(currentTarget.value.toUpperCase())}
          />
          <span class="swatch-name">{backdrop.customShort}</span>
        </label>
        <label class="swatch">
          <input
            class="visually-hidden"
            type="radio"
            name="backdrop"
            checked={chosen === 'original'}
            onChange={() => choose('original')}
          />
          <span class="swatch-paint original">
            <PersonIcon />
          </span>
          <span class="swatch-name">{backdrop.original}</span>
        </label>
      </Group>
      {!officeAccepts(draft.value, chosen) && (
        <p class="small caution">{noReplacing ? backdrop.noReplacing : backdrop.refused}</p>
      )}
    </section>
  );
}

function Group({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <fieldset class="swatches">
      <legend>{label}</legend>
      <div>{children}</div>
    </fieldset>
  );
}

interface SwatchProps {
  readonly swatch: Swatch;
  readonly checked: boolean;
  readonly onChoose: (backdrop: string) => void;
}

function SwatchButton({ swatch: { backdrop, name, paint }, checked, onChoose }: SwatchProps) {
  return (
    <label class="swatch">
      <input
        class="visually-hidden"
        type="radio"
        name="backdrop"
        value={backdrop}
        checked={checked}
        onChange={() => onChoose(backdrop)}
      />
      <span class="swatch-paint" style={{ background: paint }} />
      <span class="swatch-name">{nameOf(name)}</span>
    </label>
  );
}
