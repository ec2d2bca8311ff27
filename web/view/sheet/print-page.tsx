/** The page on paper: the sheet alone, or the photo alone where there is no sheet, at its true size. */
import { useEffect } from 'preact/hooks';
import { pxToMm } from '../../../core/measure.ts';
import { isPrinted } from '../../state/draft.ts';
import type { Result } from '../../state/photo.ts';
import { screen } from '../../state/screen.ts';
import { selected } from '../../state/workspace.ts';

interface Paper {
  readonly url: string;
  /** False for a photo, which is printed in the corner of any paper. */
  readonly isSheet: boolean;
  readonly widthMm: number;
  readonly heightMm: number;
}

export function PrintPage() {
  const isShown = screen.value === 'photo' || screen.value === 'sheet';
  const result = isShown ? selected.value?.result.value : null;
  const paper = result ? paperOf(result) : null;
  const { widthMm = 0, heightMm = 0, isSheet = false } = paper ?? {};
  useEffect(() => (isSheet ? setPageSize(widthMm, heightMm) : undefined), [widthMm, heightMm, isSheet]);
  if (!paper) return null;
  return (
    <div class="print-page" aria-hidden="true">
      <img src={paper.url} alt="" style={{ width: `${widthMm}mm`, height: `${heightMm}mm` }} />
    </div>
  );
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

/** Sets the size of the paper for the print dialog. @returns a function that removes it. */
function setPageSize(widthMm: number, heightMm: number): () => void {
  const page = new CSSStyleSheet();
  page.replaceSync(`@page { size: ${widthMm}mm ${heightMm}mm; margin: 0; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== page);
  };
}
