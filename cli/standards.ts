/** `npm run standards`: lists the photo standards, or explains one with its sizes in mm and px and their sources. */
import { stdout } from 'node:process';
import { PhotoRejected } from '../core/errors.ts';
import { findStandard } from '../core/find-standard.ts';
import { type PhotoStandard, standards } from '../core/standards.ts';
import { explainStandard, sizesOf } from './standard-page.ts';
import { readArguments, UsageError } from './usage.ts';

const usage = `Usage: npm run standards [-- ID | --country CC] [--json]

  ID              explain one standard, or a size of your own such as 35x45mm or 600x600px
  --country CC    list only the standards of one country: CN, US, EU ...; INTL: those without a country
  --json          print the records as JSON
  -h, --help      print this text
`;

const options = {
  country: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Prints a list or an explanation.
 * @returns 0.
 * @throws UsageError (exit code 2) when the id or country does not exist.
 */
export async function runStandards(args: string[]): Promise<number> {
  const { values, positionals } = readArguments({ args, options, allowPositionals: true }, usage);
  if (values.help) stdout.write(usage);
  else stdout.write(textOf(positionals, values.country, values.json));
  return 0;
}

function textOf(ids: readonly string[], country: string | undefined, json: boolean): string {
  const chosen = ids.length > 0 ? ids.map(find) : ofCountry(country);
  if (json) return `${JSON.stringify(chosen, null, 2)}\n`;
  return ids.length > 0 ? chosen.map(explainStandard).join('\n') : listing(chosen);
}

/** @throws UsageError, with similar ids when there are any. */
function find(id: string): PhotoStandard {
  try {
    return findStandard(id);
  } catch (error) {
    if (!(error instanceof PhotoRejected)) throw error;
    const similar = standards.filter((other) => other.id.includes(id.toLowerCase())).map((other) => other.id);
    throw new UsageError(`${error.message} ${similar.length > 0 ? `Similar: ${similar.join(', ')}.` : error.advice}`);
  }
}

const noCountry = 'INTL';

function ofCountry(country: string | undefined): readonly PhotoStandard[] {
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
  const head = ['id', 'print mm', 'upload px', 'head mm', 'backdrops', 'file kB', 'sources', 'name'];
  const rows = chosen.map((standard) => {
    const { id, name, backdrops, confidence } = standard;
    const colours = backdrops.map(({ name: { en } }) => en).join(', ') || 'any';
    return [id, ...sizesOf(standard), colours, kilobytes(standard), confidence, `${name.en} · ${name.zh}`];
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
