/** The print sheet as it will come out of the printer, on the table. */
import { findPaper } from '../../../core/papers.ts';
import { isPrinted } from '../../state/draft.ts';
import { nameOf, words } from '../../state/language.ts';
import type { Photo, Result } from '../../state/photo.ts';

export function SheetView({ photo, result }: { readonly photo: Photo; readonly result: Result }) {
  const { sheet: said } = words.value;
  const { sheet } = result.files;
  if (!isPrinted(photo.draft.value)) return <p class="mat-note">{said.noPrint}</p>;
  if (!sheet?.output.sheet) return photo.refused.value ? null : <p class="mat-note">{said.making}</p>;
  const { paper, photos } = sheet.output.sheet;
  const { widthPx, heightPx } = sheet.output;
  const count = photos.reduce((sum, { count: times }) => sum + times, 0);
  const known = findPaper(paper);
  const name = known ? nameOf(known.name) : paper;
  return (
    <figure class="sheet">
      <div class="sheet-paper" style={{ '--ratio': String(widthPx / heightPx) }}>
        <img src={sheet.url} alt={said.alt(count, name)} width={widthPx} height={heightPx} />
      </div>
      <figcaption>
        {said.holds(count, name)}
        <span class="small">{said.printHint}</span>
      </figcaption>
    </figure>
  );
}
