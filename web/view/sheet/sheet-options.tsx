/** Paper, white edges, gaps and marks of the print sheet. */
import { knownPapers } from '../../../core/papers.ts';
import { isPrinted, type SheetDraft, usualSheet } from '../../state/draft.ts';
import { nameOf, words } from '../../state/language.ts';
import { change, draft } from '../../state/studio.ts';
import { Segments } from '../controls/segments.tsx';

export function SheetOptions() {
  const { sheet: said } = words.value;
  if (!isPrinted(draft.value)) return null;
  const sheet = draft.value.sheet ?? usualSheet;
  const set = (part: Partial<SheetDraft>) => change({ sheet: { ...sheet, ...part } });
  return (
    <section class="card stack" aria-labelledby="sheet-heading">
      <h2 id="sheet-heading" class="eyebrow">
        {said.heading}
      </h2>
      <label class="field">
        <span>{said.paper}</span>
        <select value={sheet.paper} onChange={({ currentTarget }) => set({ paper: currentTarget.value })}>
          {knownPapers.map(({ id, name }) => (
            <option key={id} value={id}>
              {nameOf(name)}
            </option>
          ))}
        </select>
      </label>
      <div class="pair">
        <Millimetres label={said.margin} value={sheet.marginMm} onChange={(marginMm) => set({ marginMm })} />
        <Millimetres label={said.gap} value={sheet.gapMm} onChange={(gapMm) => set({ gapMm })} />
      </div>
      <Segments
        label={said.marks}
        name="marks"
        value={sheet.marks}
        choices={[
          ['ticks', said.marksWords.ticks],
          ['lines', said.marksWords.lines],
          ['none', said.marksWords.none],
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
          {said.ruler} <small>{said.rulerHint}</small>
        </span>
      </label>
    </section>
  );
}

const mostMm = 30;

interface MillimetresProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (mm: number) => void;
}

function Millimetres({ label, value, onChange }: MillimetresProps) {
  return (
    <label class="field">
      <span>{label} (mm)</span>
      <input
        type="number"
        min="0"
        max={mostMm}
        step="0.5"
        value={value}
        onInput={({ currentTarget }) => {
          const mm = currentTarget.valueAsNumber;
          if (mm >= 0 && mm <= mostMm) onChange(mm);
        }}
      />
    </label>
  );
}
