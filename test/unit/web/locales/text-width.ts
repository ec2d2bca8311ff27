/** How wide the texts of the page may be, in widths of a Latin letter. */

const segmenter = new Intl.Segmenter();
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60]/u;

/** Returns the width: 2 for a letter of Chinese, Japanese or Korean, 1 for any other with its marks. */
export function widthOf(text: string): number {
  const letters = [...segmenter.segment(text.replace(/[\u2060-\u2069\u00ad]/g, ''))];
  return letters.reduce((sum, { segment }) => sum + (wide.test(segment) ? 2 : 1), 0);
}

/** Places in which a longer text would break the layout on a phone of 360 px. The first that fits a path counts. */
const places: readonly (readonly [RegExp, number])[] = [
  // Three tabs side by side.
  [/^sheet\.(tab|photoTab|comicTab)$/, 12],
  [/^sheet\.markNames\./, 13],
  [/^comic\.looks\./, 12],
  // Two segments.
  [/^document\.(print|upload)$|^found\.kinds\./, 17],
  [/^table\.(all|look|ready)$/, 22],
  // Buttons that stand side by side.
  [/^drop\.(choose|camera)$/, 22],
  [/^drop\.roster$/, 28],
  [/^actions\.(add|cancel|retry|remove|close|keep)$/, 20],
  [/^actions\.(deleteNow|deleting|mainFace|turn)$/, 28],
  [/^downloads\.(photo|transparent|sheetJpeg|sheetPdf|print|zip|preparing)$/, 20],
  [/^downloads\.anyway$/, 26],
  [/^(adjust|brush)\.(reset|apply|cancel)$/, 16],
  [/^brush\.(keep|remove|move)$/, 16],
  [/^brush\.(undo|redo)$/, 18],
  [/^brush\.behind(Photo|Backdrop|Contrast)$/, 20],
  [/^camera\.(take|switchCamera|use|again)$/, 22],
  // Names on the photo and under colours.
  [/^adjust\.lines\./, 12],
  [/^compare\.head$/, 10],
  [/^backdrop\.(customShort|original)$/, 18],
  // Badges, steps and the pill of the header.
  [/^verdict\.names\./, 22],
  [/^phases\.(queued|sending|waiting|matting|composing|done|rejected|failed|cancelled|interrupted)$/, 26],
  [/^instances\.running$/, 14],
  [/^instances\.states\.|^instances\.idle$/, 16],
  [/^units\./, 10],
];

/** Returns the largest width of the text at a path. Texts without a place of their own may be half as long again as English. */
export function widestOf(path: string, english: string): number {
  const place = places.find(([paths]) => paths.test(path));
  return place ? place[1] : Math.round(widthOf(english) * 1.5 + 20);
}
