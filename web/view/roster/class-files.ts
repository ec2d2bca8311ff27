/** Makes the files of a class: photos and sheets named by person, and results.csv. Loaded on demand. */
import { type ResultRow, resultsCsv } from '../../../core/roster/results-csv.ts';
import { safeName } from '../../../core/roster/safe-name.ts';
import { problemText, texts } from '../../state/language.ts';
import type { Photo } from '../../state/photo.ts';
import type { NamedFile } from '../../state/save-file.ts';
import { wrongRows } from '../../state/workspace.ts';
import { phaseText } from '../photo/phase-text.ts';

/** Returns the finished files of all photos, and a table with a row for each photo and each wrong row. */
export function classFiles(photos: readonly Photo[]): NamedFile[] {
  const files: NamedFile[] = [];
  const rows: ResultRow[] = [];
  const taken = new Set<string>();
  for (const photo of photos) {
    const made = namedFiles(photo, taken);
    files.push(...made);
    rows.push(rowOf(photo, made));
  }
  const wrong = wrongRows.value.map(({ line, name, file, reason }) => {
    const notes = `${line}${texts.value.marks.colon}${problemText(reason)}`;
    return { name, file, verdict: 'wrong-row', notes, seconds: null, results: [] };
  });
  const table = new Blob([resultsCsv([...rows, ...wrong])], { type: 'text/csv' });
  return [...files, { name: 'results.csv', blob: table }];
}

/**
 * Returns the files of a photo with folder and name of the person. A number follows the name when another photo has one of
 * the names. @param taken the names so far, in lower case. Those of this photo are added.
 */
function namedFiles({ name, person, result }: Photo, taken: Set<string>): NamedFile[] {
  const { photo, further = [], sheet } = result.value?.files ?? {};
  const made = [photo, ...further, sheet].filter((file) => file != null);
  const start = `${folderOf(person?.file ?? name)}${safeName(person?.name || name.replace(/\.[^.]+$/, ''))}`;
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? start : `${start}-${number}`;
    const files = made.map((file) => ({ name: `${numbered}-${file.name}`, blob: file.blob }));
    const keys = files.map((file) => file.name.toLowerCase());
    if (keys.some((key) => taken.has(key))) continue;
    for (const key of keys) taken.add(key);
    return files;
  }
}

/** Returns the folder of a path as it may stand in a zip, with `/` at its end; empty: none. */
function folderOf(path: string): string {
  const names = path.split('/').slice(0, -1);
  return names
    .filter((name) => !/^\.*$/.test(name))
    .map((name) => `${safeName(name)}/`)
    .join('');
}

function rowOf({ name, person, phase, result }: Photo, made: readonly NamedFile[]): ResultRow {
  const { apiPhoto, files } = result.value ?? {};
  const output = files?.photo.output;
  const steps = Object.values({ ...apiPhoto?.timings.matting, ...apiPhoto?.timings.compose });
  const sum = steps.reduce((total, ms) => total + ms, 0);
  return {
    ...{ name: person?.name ?? '', file: person?.file ?? name },
    verdict: output?.verdict ?? phase.value.kind,
    notes: output ? [...new Set(output.reasons.map(titleOf))].join(' | ') : phaseText(phase.value),
    seconds: apiPhoto ? sum / 1000 : null,
    results: made.map((file) => file.name),
  };
}

function titleOf({ code }: { readonly code: string }): string {
  const { checks, verdict } = texts.value;
  if (code in verdict.points) return verdict.points[code as keyof typeof verdict.points];
  return checks.byCode[code as keyof typeof checks.byCode].title;
}
