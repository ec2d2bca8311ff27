/** The page on paper, at its true size: the sheet alone, the photo alone where there is no sheet, or the common sheets of the table. */
import { useEffect } from 'preact/hooks';
import { pxToMm } from '../../../core/measure.ts';
import { isPrinted } from '../../state/draft.ts';
import type { Result } from '../../state/photo.ts';
import { printedPages, type SheetPage } from '../../state/printed-pages.ts';
import { screen } from '../../state/screen.ts';
import { selected } from '../../state/workspace.ts';

interface Paper extends SheetPage {
  /** False for a photo, which is printed in the corner of any paper. */
  readonly isSheet: boolean;
}

export function PrintPage() {
  const papers = shownPapers();
  const rules = papers.filter(({ isSheet }) => isSheet).map(pageRules);
  useEffect(() => (rules.length > 0 ? setPageRules(rules.join('\n')) : undefined), [rules.join()]);
  if (papers.length === 0) return null;
  return (
    <div class="print-page" aria-hidden="true">
      {papers.map(({ url, widthMm, heightMm }) => (
        <img key={url} src={url} alt="" style={{ width: `${widthMm}mm`, height: `${heightMm}mm` }} />
      ))}
    </div>
  );
}

/** Returns what is printed, page by page. */
function shownPapers(): readonly Paper[] {
  if (screen.value === 'table') return printedPages.value.map((page) => ({ ...page, isSheet: true }));
  const isShown = screen.value === 'photo' || screen.value === 'sheet';
  const result = isShown ? selected.value?.result.value : null;
  const paper = result ? paperOf(result) : null;
  return paper ? [paper] : [];
}

/** Returns the size of a page. Pages of a paper can lie in different directions, so each has a name. */
function pageRules({ widthMm, heightMm }: Paper, at: number): string {
  const size = `size: ${widthMm}mm ${heightMm}mm; margin: 0;`;
  const first = at === 0 ? `@page { ${size} }` : '';
  return `${first} @page sheet${at} { ${size} } .print-page img:nth-child(${at + 1}) { page: sheet${at}; }`;
}

/** Returns what is printed; null for a file without a size on paper. */
function paperOf({ draft, files: { sheet, photo } }: Result): Paper | null {
  if (sheet?.output.sheet) {
    const { widthMm, heightMm } = sheet.output.sheet;
    return { url: sheet.url, widthMm, heightMm, isSheet: true };
  }
  if (!isPrinted(draft)) return null;
  const { widthPx, heightPx, densityDpi } = photo.output;
  const [widthMm, heightMm] = [pxToMm(widthPx, densityDpi), pxToMm(heightPx, densityDpi)];
  return { url: photo.url, widthMm, heightMm, isSheet: false };
}

/** Sets the sizes of the pages for the print dialog. @returns a function that removes them. */
function setPageRules(rules: string): () => void {
  const page = new CSSStyleSheet();
  page.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== page);
  };
}
