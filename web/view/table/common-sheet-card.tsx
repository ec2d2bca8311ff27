/** Puts photos of the table together on sheets: so many copies of each, with or without names, to save or to print. */
import { useSignal } from '@preact/signals';
import { knownPapers } from '../../../core/papers.ts';
import {
  copiesOf,
  made,
  makeSheets,
  mostCopies,
  printed,
  setCopies,
  setWish,
  wish,
} from '../../state/common-sheets.ts';
import { zipFiles } from '../../state/downloads.ts';
import { nameOf, partTexts, texts } from '../../state/language.ts';
import { saveFile } from '../../state/save-file.ts';
import { DownloadIcon, PrintIcon, SheetIcon } from '../controls/icons.tsx';

/** The content is rendered when the card is opened, because a table can have many photos. */
export function CommonSheetCard() {
  const isOpen = useSignal(false);
  if (printed.value.length === 0) return null;
  const onToggle = ({ currentTarget }: { readonly currentTarget: HTMLDetailsElement }) => {
    isOpen.value = currentTarget.open;
  };
  return (
    <details class="card fold" onToggle={onToggle}>
      <summary>{partTexts.value.commonSheet.heading}</summary>
      {isOpen.value && <SheetFields />}
    </details>
  );
}

function SheetFields() {
  const { sheet } = texts.value;
  const own = partTexts.value.commonSheet;
  const { value: of } = wish;
  return (
    <div class="stack">
      <label class="field">
        <span>{sheet.paper}</span>
        <select value={of.paper} onChange={({ currentTarget }) => setWish({ paper: currentTarget.value })}>
          {knownPapers.map(({ id, name }) => (
            <option key={id} value={id}>
              {nameOf(name)}
            </option>
          ))}
        </select>
      </label>
      <CopiesField label={own.each} value={of.copies} onChange={(copies) => setWish({ copies })} />
      <fieldset class="copies-list">
        <legend class="small">{own.ofSingle}</legend>
        {printed.value.map((photo) => (
          <CopiesField
            key={photo.localId}
            label={photo.name}
            value={copiesOf(photo)}
            onChange={(count) => setCopies(photo, count)}
          />
        ))}
      </fieldset>
      <label class="check">
        <input
          type="checkbox"
          checked={of.withNames}
          onChange={({ currentTarget }) => setWish({ withNames: currentTarget.checked })}
        />
        <span>{own.names}</span>
      </label>
      <MadeSheets />
    </div>
  );
}

interface CopiesFieldProps {
  readonly label: string;
  /** Null: an empty field. */
  readonly value: number | null;
  readonly onChange: (count: number) => void;
}

function CopiesField({ label, value, onChange }: CopiesFieldProps) {
  return (
    <label class="field copies-field">
      <span>{label}</span>
      <input
        type="number"
        min="0"
        max={mostCopies}
        value={value ?? ''}
        onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
    </label>
  );
}

/** The button that makes the sheets, or the finished ones. */
function MadeSheets() {
  const { downloads } = texts.value;
  const own = partTexts.value.commonSheet;
  const failed = useSignal(false);
  const { value: state } = made;
  if (state?.kind !== 'pages') {
    const problem = state?.kind === 'too-small' ? own.tooSmall : state?.kind === 'failed' ? downloads.failed : null;
    return (
      <>
        <button type="button" class="button primary" disabled={state?.kind === 'making'} onClick={() => makeSheets()}>
          <SheetIcon />
          {state?.kind === 'making' ? downloads.preparing : own.make}
        </button>
        {problem !== null && (
          <p class="error-text" role="alert">
            {problem}
          </p>
        )}
      </>
    );
  }
  const { pages } = state;
  const save = async () => {
    try {
      saveFile(pages.length === 1 ? pages[0] : await zipFiles('sheets.zip', pages));
    } catch {
      failed.value = true;
    }
  };
  return (
    <>
      <p role="status">{own.made(pages.length)}</p>
      <div class="made-sheets">
        {pages.map(({ url, name }) => (
          <img key={url} src={url} alt={name} decoding="async" />
        ))}
      </div>
      <div class="buttons">
        <button type="button" class="button primary" disabled={pages.length === 0} onClick={save}>
          <DownloadIcon />
          {own.download}
        </button>
        <button type="button" class="button" disabled={pages.length === 0} onClick={() => print()}>
          <PrintIcon />
          {downloads.print}
        </button>
      </div>
      {failed.value && (
        <p class="error-text" role="alert">
          {downloads.failed}
        </p>
      )}
    </>
  );
}
