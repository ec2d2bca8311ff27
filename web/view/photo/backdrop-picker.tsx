/** Chooses the backdrop, or several: a colour of the office, another one, a custom colour, or the photo's own background. */
import type { ComponentChildren } from 'preact';
import { resolveBackdrop } from '../../../core/backdrop.ts';
import { backdropNames, officeAccepts, standardOf } from '../../state/draft.ts';
import { nameOf, texts } from '../../state/language.ts';
import { settings } from '../../state/settings.ts';
import { officeSwatches, otherSwatches, paintOf, type Swatch } from '../../state/swatches.ts';
import { change, draft } from '../../state/workspace.ts';
import { PersonIcon } from '../controls/icons.tsx';

interface BackdropPickerProps {
  /** True: several can be chosen, and the photos are made on each. */
  readonly several?: boolean;
}

export function BackdropPicker({ several = false }: BackdropPickerProps) {
  const { backdrop } = texts.value;
  const standard = standardOf(draft.value);
  const all = backdropNames(draft.value);
  const chosen = several ? all : all.slice(0, 1);
  const [office, others] = [officeSwatches(standard), otherSwatches(standard)];
  const nameFor = (text: string) => resolveBackdrop(text, standard).name;
  const known = ['original', ...[...office, ...others].map((swatch) => nameFor(swatch.backdrop))];
  const customs = chosen.filter((name) => !known.includes(name));
  const refused = chosen.filter((name) => !officeAccepts(draft.value, name));
  const chooseAll = ([first, ...rest]: readonly string[]) =>
    change(several ? { backdrop: first, further: rest } : { backdrop: first });
  const choose = (text: string) => chooseAll(several ? toggled(chosen, nameFor(text)) : [text]);
  const chooseCustom = (colour: string) => {
    // The colour takes the place of the custom one before.
    const others = several ? chosen.filter((name) => known.includes(name)) : [];
    chooseAll([...others, colour].slice(-settings.value.limits.maxBackdrops));
  };
  const button = (text: string, label: string, paint: string | null) => (
    <SwatchButton
      key={text}
      value={text}
      paint={paint}
      several={several}
      checked={chosen.includes(nameFor(text))}
      onChoose={choose}
    >
      {label}
    </SwatchButton>
  );
  const swatchButton = ({ backdrop: text, name, paint }: Swatch) => button(text, nameOf(name), paint);
  return (
    <section class="card backdrops" aria-labelledby="backdrop-heading">
      <h2 id="backdrop-heading" class="eyebrow">
        {backdrop.heading}
      </h2>
      <div class="swatch-row">
        {office.length > 0 && (
          <Group label={standard.confidence === 'convention' ? backdrop.usual : backdrop.office}>
            {office.map(swatchButton)}
          </Group>
        )}
        <Group label={backdrop.other}>
          {others.map(swatchButton)}
          {several && customs.map((name) => button(name, name, paintOf(resolveBackdrop(name, standard))))}
          <label class="swatch" title={backdrop.custom}>
            <input
              type="color"
              class="swatch-colour"
              aria-label={backdrop.custom}
              value={customs[0]?.startsWith('#') ? customs[0].toLowerCase() : '#b7c9b5'}
              onInput={({ currentTarget }) => chooseCustom(currentTarget.value.toUpperCase())}
            />
            <span class="swatch-name">{backdrop.customShort}</span>
          </label>
          {button('original', backdrop.original, null)}
        </Group>
      </div>
      {!several && all.length > 1 && <p class="small">{backdrop.also(all.length - 1)}</p>}
      {refused.length > 0 && (
        <p class="small caution">
          {standard.editing.replaceBackdrop === 'forbidden' ? backdrop.noReplacing : backdrop.refused}
        </p>
      )}
    </section>
  );
}

/** Returns the names with one more, or without one that is there. One name always stays. */
function toggled(chosen: readonly string[], name: string): readonly string[] {
  if (!chosen.includes(name)) return [...chosen, name].slice(0, settings.value.limits.maxBackdrops);
  return chosen.length > 1 ? chosen.filter((other) => other !== name) : chosen;
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
  /** The backdrop as an order names it. */
  readonly value: string;
  /** CSS `background`; null for the photo's own. */
  readonly paint: string | null;
  readonly checked: boolean;
  readonly several: boolean;
  readonly onChoose: (backdrop: string) => void;
  readonly children: string;
}

function SwatchButton({ value, paint, checked, several, onChoose, children }: SwatchProps) {
  return (
    <label class="swatch">
      <input
        class="visually-hidden"
        type={several ? 'checkbox' : 'radio'}
        name="backdrop"
        value={value}
        checked={checked}
        onChange={() => onChoose(value)}
      />
      {paint === null ? (
        <span class="swatch-paint original">
          <PersonIcon />
        </span>
      ) : (
        <span class="swatch-paint" style={{ background: paint }} />
      )}
      <span class="swatch-name">{children}</span>
    </label>
  );
}
