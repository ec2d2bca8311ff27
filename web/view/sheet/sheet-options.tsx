/** Chooses the paper, margin, gap, copies, marks and ruler of the print sheet. */
import { knownPapers } from '../../../core/papers.ts';
import { isPrinted, type SheetDraft, usualSheet } from '../../state/draft.ts';
import { nameOf, texts } from '../../state/language.ts';
import { change, draft } from '../../state/workspace.ts';
import { Segments } from '../controls/segments.tsx';

/** The most of an order (core/sheet-order.ts). */
const mostCopies = 500;

export function SheetOptions() {
  const { sheet: text } = texts.value;
  if (!isPrinted(draft.value)) return null;
  const sheet = draft.value.sheet ?? usualSheet;
  const set = (part: Partial<SheetDraft>) => change({ sheet: { ...sheet, ...part } });
  const setCopies = (count: number) => {
    const { copies: _, ...others } = sheet;
    if (Number.isNaN(count)) change({ sheet: others });
    else if (Number.isInteger(count) && count >= 1 && count <= mostCopies) set({ copies: count });
  };
  return (
    <section class="card stack" aria-labelledby="sheet-heading">
      <h2 id="sheet-heading" class="eyebrow">
        {text.heading}
      </h2>
      <label class="field">
        <span>{text.paper}</span>
        <select value={sheet.paper} onChange={({ currentTarget }) => set({ paper: currentTarget.value })}>
          {knownPapers.map(({ id, name }) => (
            <option key={id} value={id}>
              {nameOf(name)}
            </option>
          ))}
        </select>
      </label>
      <div class="pair">
        <Millimetres label={text.margin} value={sheet.marginMm} onChange={(marginMm) => set({ marginMm })} />
        <Millimetres label={text.gap} value={sheet.gapMm} onChange={(gapMm) => set({ gapMm })} />
      </div>
      <label class="field">
        <span>
          {text.copies} <small>{text.copiesHint}</small>
        </span>
        <input
          type="number"
          min="1"
          max={mostCopies}
          value={sheet.copies ?? ''}
          onInput={({ currentTarget }) => setCopies(currentTarget.valueAsNumber)}
        />
      </label>
      <Segments
        label={text.marks}
        name="marks"
        value={sheet.marks}
        choices={[
          ['ticks', text.markNames.ticks],
          ['lines', text.markNames.lines],
          ['none', text.markNames.none],
        ]}
        onChange={(marks) => set({ marks })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={sheet.ruler}
          onChange={({ currentTarget }) => set({ ruler: currentTarget.checked })}
        />
        <span>
          {text.ruler} <small>{text.rulerHint}</small>
        </span>
      </label>
    </section>
  );
}

const maxMm = 30;

interface MillimetresProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (mm: number) => void;
}

function Millimetres({ label, value, onChange }: MillimetresProps) {
  const {
    units,
    marks: { inBrackets },
  } = texts.value;
  return (
    <label class="field">
      <span>{label + inBrackets(units.mm)}</span>
      <input
        type="number"
        min="0"
        max={maxMm}
        step="0.5"
        value={value}
        onInput={({ currentTarget }) => {
          const mm = currentTarget.valueAsNumber;
          if (mm >= 0 && mm <= maxMm) onChange(mm);
        }}
      />
    </label>
  );
}
