/** Chooses the look of the comic and the colour behind it. */
import { comicLooks } from '../../../core/comic-looks.ts';
import { ground, look } from '../../state/comic.ts';
import { nameOf, partTexts, texts } from '../../state/language.ts';
import { Segments } from '../controls/segments.tsx';

/** Colours that suit all three looks. */
const grounds = [
  { hex: '#ffffff', name: { en: 'White', zh: '白色' } },
  { hex: '#ffd84d', name: { en: 'Yellow', zh: '黄色' } },
  { hex: '#f7a8b8', name: { en: 'Pink', zh: '粉色' } },
  { hex: '#8fd3c7', name: { en: 'Mint', zh: '薄荷绿' } },
  { hex: '#cfe3f3', name: { en: 'Pale blue', zh: '淡蓝色' } },
  { hex: '#438edb', name: { en: 'Blue', zh: '蓝色' } },
] as const;

export function ComicOptions() {
  const own = partTexts.value.comic;
  const { backdrop } = texts.value;
  const chosen = ground.value;
  const isCustom = chosen !== null && !grounds.some(({ hex }) => hex === chosen);
  const choose = (hex: string | null) => {
    ground.value = hex;
  };
  return (
    <section class="card stack" aria-labelledby="comic-heading">
      <h2 id="comic-heading" class="eyebrow">
        {own.heading}
      </h2>
      <Segments
        label={own.look}
        name="look"
        value={look.value}
        choices={comicLooks.map((id) => [id, own.looks[id]] as const)}
        onChange={(next) => {
          look.value = next;
        }}
      />
      <fieldset class="swatches">
        <legend>{own.ground}</legend>
        <div>
          <GroundButton hex={null} name={own.clear} checked={chosen === null} onChoose={choose} />
          {grounds.map(({ hex, name }) => (
            <GroundButton key={hex} hex={hex} name={nameOf(name)} checked={chosen === hex} onChoose={choose} />
          ))}
          <label class="swatch" title={backdrop.custom}>
            <input
              type="color"
              class="swatch-colour"
              aria-label={backdrop.custom}
              value={isCustom ? chosen : '#b7c9b5'}
              onInput={({ currentTarget }) => choose(currentTarget.value)}
            />
            <span class="swatch-name">{backdrop.customShort}</span>
          </label>
        </div>
      </fieldset>
    </section>
  );
}

interface GroundProps {
  readonly hex: string | null;
  readonly name: string;
  readonly checked: boolean;
  readonly onChoose: (hex: string | null) => void;
}

function GroundButton({ hex, name, checked, onChoose }: GroundProps) {
  return (
    <label class="swatch">
      <input
        class="visually-hidden"
        type="radio"
        name="comic-ground"
        checked={checked}
        onChange={() => onChoose(hex)}
      />
      <span class="swatch-paint" data-clear={hex === null} style={{ backgroundColor: hex ?? '' }} />
      <span class="swatch-name">{name}</span>
    </label>
  );
}
