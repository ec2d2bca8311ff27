/** `npm run standards`: lists or searches the photo standards, or explains one with its sizes in mm and px and their sources. */
import { stdout } from 'node:process';
import { customStandard } from '../core/custom-size.ts';
import { PhotoRejected } from '../core/errors.ts';
import { findPacks } from '../core/forms/find-packs.ts';
import { type Pack, packFiles } from '../core/forms/packs.ts';
import { frameOf } from '../core/frame.ts';
import { searchStandards, standardNamed } from '../core/search/search-standards.ts';
import { type PhotoStandard, standards } from '../core/standards.ts';
import { readCommand } from './arguments/read.ts';
import { explainStandard, sizesOf } from './standard-page.ts';
import { auditText } from './standards-audit.ts';
import { standardsTable } from './tables/small-tables.ts';
import { UsageError } from './usage.ts';

/**
 * Prints a list or an explanation.
 * @returns 0.
 * @throws UsageError (exit code 2) when no standard matches or the country does not exist.
 */
export async function runStandards(args: string[]): Promise<number> {
  const { values, words } = readCommand(standardsTable, args);
  stdout.write(values.audit ? auditText(chosenBy(words, values.country)) : textOf(words, values.country, values.json));
  return 0;
}

/** Returns the standards that the words name, as all of them do, or that the search or the country brings. */
function chosenBy(words: readonly string[], country: string | undefined): readonly PhotoStandard[] {
  const named = namedBy(words);
  return named ?? (words.length > 0 ? search(words.join(' ')) : ofCountry(country));
}

/** Returns the standards that the words name; null when one of them names none. */
function namedBy(words: readonly string[]): readonly PhotoStandard[] | null {
  const named = words.flatMap((word) => standardNamed(word) ?? []);
  return words.length > 0 && named.length === words.length ? named : null;
}

function textOf(words: readonly string[], country: string | undefined, json: boolean): string {
  const isNamed = namedBy(words) !== null;
  const chosen = chosenBy(words, country);
  if (json) return `${JSON.stringify(chosen, null, 2)}\n`;
  const own = chosen.findLast(({ sources }) => sources.length === 0);
  const forms = words.length > 0 ? findPacks(words.join(' '), chosen).map(formText).join('') : '';
  if (isNamed || chosen.length === 1) return `${chosen.map(explainStandard).join('\n')}${forms}`;
  return own ? `${explainStandard(own)}\n${listing(chosen)}` : `${listing(chosen)}${forms}`;
}

/** Returns the files of a form, and the option that makes them. */
function formText({ id, name }: Pack): string {
  const files = packFiles
    .filter(({ pack }) => pack.id === id)
    .map(({ file, standard }) => {
      const { widthPx, heightPx } = frameOf(standard);
      return `  ${file.padEnd(12)}  ${widthPx} x ${heightPx} px  ${kilobytes(standard)} kB  ${standard.id}`;
    });
  return `\n${name.en} · ${name.zh}: all files with --pack ${id}\n${files.join('\n')}\n`;
}

/** @throws UsageError with the three nearest standards when none matches. */
function search(query: string): readonly PhotoStandard[] {
  const { match, standards: found } = searchStandards(query);
  if (match === 'found') return found;
  refuseOddSize(query);
  const width = Math.max(...found.map(({ id }) => id.length));
  const near = found.map(({ id, name }) => `  ${id.padEnd(width)}  ${name.en} · ${name.zh}`);
  throw new UsageError(`No standard matches ${JSON.stringify(query)}. The nearest are:\n\n${near.join('\n')}`);
}

/** @throws UsageError with the reason when the text is a size outside the limits. */
function refuseOddSize(text: string): void {
  try {
    customStandard(text);
  } catch (error) {
    if (error instanceof PhotoRejected) throw new UsageError(error.message);
    throw error;
  }
}

const noCountry = 'INTL';

/** Returns the standards of a country, all without one. @throws UsageError that lists the countries. */
export function ofCountry(country: string | undefined): readonly PhotoStandard[] {
  if (country === undefined) return standards;
  const wanted = country.toUpperCase();
  const chosen = standards.filter((standard) => (standard.country ?? noCountry) === wanted);
  if (chosen.length > 0) return chosen;
  const known = [...new Set(standards.map((standard) => standard.country ?? noCountry))].sort();
  throw new UsageError(
    `There is no standard of the country ${JSON.stringify(country)}; the countries are ${known.join(' ')}.`,
  );
}

/** Formats one line for each standard. The name is last, because Chinese characters are two columns wide. */
function listing(chosen: readonly PhotoStandard[]): string {
  const head = ['id', 'print mm', 'upload px', 'head mm', 'backdrops', 'file kB', 'sources', 'checked', 'name'];
  const rows = chosen.map((standard) => {
    const { id, name, backdrops, confidence, checked } = standard;
    const colours = backdrops.map(({ name: { en } }) => en).join(', ') || 'any';
    const names = `${name.en} · ${name.zh}`;
    return [id, ...sizesOf(standard), colours, kilobytes(standard), confidence, checked ?? '-', names];
  });
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  const count = `${chosen.length} standards. To explain one: npm run standards -- ID`;
  return `${[line(head), ...rows.map(line), '', count].join('\n')}\n`;
}

/** Returns the allowed file size: `14..20` kB, rounded inwards; `-` when there is no limit. */
function kilobytes({ file: { minBytes, maxBytes } }: PhotoStandard): string {
  if (minBytes === null && maxBytes === null) return '-';
  const floor = minBytes === null ? '' : String(Math.ceil(minBytes / 1024));
  return `${floor}..${maxBytes === null ? '' : Math.floor(maxBytes / 1000)}`;
}
