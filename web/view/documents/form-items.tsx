/** The forms in the list of documents. Each stands for several files. */
import type { Pack } from '../../../core/forms/packs.ts';
import { countryName, nameOf, partTexts } from '../../state/language.ts';
import { SheetIcon } from '../controls/icons.tsx';
import { list } from '../format.ts';
import { moveFocus } from './move-focus.ts';

interface FormItemsProps {
  readonly found: readonly Pack[];
  readonly onChoose: (id: string) => void;
}

export function FormItems({ found, onChoose }: FormItemsProps) {
  const { kinds } = partTexts.value.form;
  return (
    <>
      {found.map((pack) => (
        <li key={pack.id} class="form-item">
          <button type="button" onKeyDown={moveFocus} onClick={() => onChoose(pack.id)}>
            <SheetIcon />
            <span class="document-list-name">{nameOf(pack.name)}</span>
            <span class="small">
              {countryName(pack.country)} · {list([...new Set(pack.files.map(({ kind }) => kinds[kind].name))])}
            </span>
          </button>
        </li>
      ))}
    </>
  );
}
