/** The print sheet as it will be printed. */
import { findPaper } from '../../../core/papers.ts';
import { isPrinted } from '../../state/draft.ts';
import { nameOf, texts } from '../../state/language.ts';
import type { Photo, Result } from '../../state/photo.ts';

export function SheetView({ photo, result }: { readonly photo: Photo; readonly result: Result }) {
  const { sheet: text } = texts.value;
  const { sheet } = result.files;
  if (!isPrinted(photo.draft.value)) return <p class="mat-note">{text.noPrint}</p>;
  if (!sheet?.output.sheet) return photo.orderRejection.value ? null : <p class="mat-note">{text.making}</p>;
  const { paper, photos } = sheet.output.sheet;
  const { widthPx, heightPx } = sheet.output;
  const count = photos.reduce((sum, { count: times }) => sum + times, 0);
  const known = findPaper(paper);
  const name = known ? nameOf(known.name) : paper;
  return (
    <figure class="sheet">
      <div class="sheet-paper" style={{ '--ratio': String(widthPx / heightPx) }}>
        <img src={sheet.url} alt={text.alt(count, name)} width={widthPx} height={heightPx} />
      </div>
      <figcaption>
        {text.holds(count, name)}
        <span class="small">{text.printHint}</span>
      </figcaption>
    </figure>
  );
}
