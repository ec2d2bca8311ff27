/** Makes results.csv: one row for each photo and for each wrong row of the roster. */

/** A row of results.csv. */
export interface ResultRow {
  readonly name: string;
  readonly file: string;
  /** The verdict; without a photo, why there is none: `rejected`, `failed`, `missing`, `wrong-row` ... */
  readonly verdict: string;
  /** What to look at, or the reason. */
  readonly notes: string;
  /** Seconds of work; null: nothing was made. */
  readonly seconds: number | null;
  /** Paths of the finished files. */
  readonly results: readonly string[];
}

const header = ['name', 'file', 'verdict', 'notes', 'seconds', 'results'];

/** Returns the text of the file. It begins with a BOM, so that Excel reads it as UTF-8. */
export function resultsCsv(rows: readonly ResultRow[]): string {
  const lines = rows.map(({ name, file, verdict, notes, seconds, results }) => [
    ...[name, file, verdict, notes],
    ...[seconds === null ? '' : seconds.toFixed(2), results.join(' | ')],
  ]);
  return `\ufeff${[header, ...lines].map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;
}

/**
 * Quotes a cell. Spreadsheets calculate cells that begin with these signs, so a name such as `=1+1` gets an apostrophe.
 */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
