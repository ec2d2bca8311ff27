/** The list of documents by country, with the packs of forms first. */
import type { Pack } from '../../../core/forms/packs.ts';
import { frameOf } from '../../../core/frame.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import { standardOf } from '../../state/draft.ts';
import type { DocumentGroup } from '../../state/find-documents.ts';
import { countryName, documentName, englishName } from '../../state/language.ts';
import { draft } from '../../state/workspace.ts';
import { millimetres, pixels } from '../format.ts';
import { FormItems } from './form-items.tsx';
import { FrameDrawing } from './frame-drawing.tsx';
import { moveFocus } from './move-focus.ts';

interface ListProps {
  /** Packs of forms, shown first. */
  readonly forms: readonly Pack[];
  readonly groups: readonly DocumentGroup[];
  readonly onChoose: (id: string) => void;
  readonly onForm: (id: string) => void;
}

export function DocumentList({ forms, groups, onChoose, onForm }: ListProps) {
  return (
    <div class="document-list">
      {forms.length > 0 && (
        <ul>
          <FormItems found={forms} onChoose={onForm} />
        </ul>
      )}
      {groups.map(({ name, standards }) => (
        <section key={name} aria-label={name || undefined}>
          {name && <h3 class="eyebrow">{name}</h3>}
          <ul>
            {standards.map((standard) => (
              <DocumentItem key={standard.id} standard={standard} onChoose={onChoose} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

interface ItemProps {
  readonly standard: PhotoStandard;
  readonly onChoose: (id: string) => void;
}

function DocumentItem({ standard, onChoose }: ItemProps) {
  const frame = frameOf(standard);
  const english = englishName(standard);
  const isCurrent = standard.id === standardOf(draft.value).id;
  return (
    <li>
      <button type="button" aria-pressed={isCurrent} onKeyDown={moveFocus} onClick={() => onChoose(standard.id)}>
        <FrameDrawing frame={frame} />
        <span class="document-list-name">{documentName(standard)}</span>
        {english ? (
          <span class="small" lang="en">
            {english}
          </span>
        ) : (
          <span class="small">{countryName(standard.country)}</span>
        )}
        <span class="document-list-size">
          {millimetres(standard) && <b>{millimetres(standard)}</b>}
          <span>{pixels(frame)}</span>
        </span>
      </button>
    </li>
  );
}
