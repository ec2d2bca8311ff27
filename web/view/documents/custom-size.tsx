/** Chooses a custom size instead of a document: in mm for paper, in px for an upload. */
import { useSignal } from '@preact/signals';
import { standardById } from '../../state/draft.ts';
import { texts } from '../../state/language.ts';
import { withUnit } from '../format.ts';

export function CustomSize({ onChoose }: { readonly onChoose: (id: string) => void }) {
  const { document, units } = texts.value;
  const width = useSignal('35');
  const height = useSignal('45');
  const unit = useSignal<'mm' | 'px'>('mm');
  const id = `${width.value.trim()}x${height.value.trim()}${unit.value}`;
  const standard = standardById(id);
  const fields = [
    [document.width, width],
    [document.height, height],
  ] as const;
  return (
    <form
      class="custom-size"
      onSubmit={(event) => {
        event.preventDefault();
        if (standard) onChoose(standard.id);
      }}
    >
      <h3>{document.customSize}</h3>
      {fields.map(([label, value]) => (
        <label key={label} class="field">
          <span>{label}</span>
          <input
            inputmode="decimal"
            value={value.value}
            onInput={({ currentTarget }) => {
              value.value = currentTarget.value;
            }}
          />
        </label>
      ))}
      <label class="field">
        <span>{document.unit}</span>
        <select
          value={unit.value}
          onChange={({ currentTarget }) => {
            unit.value = currentTarget.value === 'px' ? 'px' : 'mm';
          }}
        >
          <option value="mm">{units.mm}</option>
          <option value="px">{units.px}</option>
        </select>
      </label>
      <button type="submit" class="button" disabled={!standard}>
        {standard
          ? document.customSizeUse(withUnit(`${width.value} × ${height.value}`, unit.value))
          : document.customSizeBad}
      </button>
    </form>
  );
}
