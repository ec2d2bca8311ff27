/** Reads the command line of `npm run ops`. */
import type { Filter } from '../ops/filter.ts';
import { presentName } from '../ops/function-names.ts';
import { readArguments, UsageError } from './usage.ts';

const commandNames = ['tail', 'dead-letters', 'redrive', 'history', 'access', 'versions', 'brake'] as const;
export type OpsCommand = (typeof commandNames)[number];

export const opsUsage = `Usage: npm run ops -- COMMAND [options]

Commands:
  tail               print the logs of the functions (default: of the last hour)
  dead-letters       list the events that failed for good
  redrive            send such events to their functions again; choose them with --all, --id or a filter
  history            list the records of photos (default: of the last seven days)
  access list        list the access codes with their daily limits
  access add NAME    make an access code and print it; it cannot be printed again
  access revoke NAME revoke an access code; «access revoke first» replaces the first code by a new one
  versions list      list the versions of matting and compose on AWS, and which is in use
  versions use NAME [N]  make the studio use version N of matting or compose at once (default: the one before)
  brake status       print if matting is stopped because of the spend (brakeUsdPerDay), on AWS
  brake release      let matting go on

Options:
  --local            use the studio on this machine (npm start), running or stopped
  --stack NAME       use this stack on AWS, with the usual region and credentials of the SDK (default: Zerobooth)
  --since TIME       show nothing older: 15m, 2h, 3d, or a date such as 2026-01-31T12:00Z
  --status WORD      show only this outcome, error code or state: done, rejected, no-face, error, EventAgeExceeded ...
  --photo DIGEST     show only this photo, by the 16 hexadecimal digits that the logs show for it
  --function NAME    tail, dead-letters, redrive: only this function: matting, compose, api or pre-traffic
  --follow           tail: print new lines until Ctrl-C
  --raw              tail: print the lines as they were written; they may contain names
  --id ID            redrive: the dead letter with this id; may be repeated
  --all              redrive: every dead letter
  --limit N          history: at most the newest N records (default: 50)
  --photos-per-day N access add: the most photos that the code makes in one day (UTC; default: no limit)
  --keys             dead-letters, history: also print photo ids, which contain file names
  --json             print one JSON object per line
  -h, --help         print this text
`;

/** The command line of `npm run ops`, checked. */
export interface OpsOptions {
  readonly command: OpsCommand;
  /** The words after the command, such as `add` and `NAME`. */
  readonly words: readonly string[];
  readonly local: boolean;
  readonly stackName: string;
  readonly filter: Filter;
  readonly follow: boolean;
  /** Request ids of dead letters; empty: no choice by id. */
  readonly ids: readonly string[];
  readonly limit: number;
  /** Null: no limit. */
  readonly photosPerDay: number | null;
  readonly json: boolean;
  readonly keys: boolean;
  readonly raw: boolean;
}

/** The commands that take further words. */
const hasWords: ReadonlySet<OpsCommand> = new Set(['access', 'versions', 'brake']);

/** The most records that `history` lists. */
const defaultLimit = 50;

const hourMs = 3600 * 1000;
/** Units of `--since`. */
const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: hourMs, d: 24 * hourMs };
const defaultSinceMs: Readonly<Partial<Record<OpsCommand, number>>> = { tail: hourMs, history: 7 * 24 * hourMs };

/** Reads and checks the arguments. @param now epoch ms. @returns null for `--help`. @throws UsageError. */
export function readOpsOptions(args: string[], now = Date.now()): OpsOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [command, ...words] = positionals;
  if (!isCommand(command)) throw new UsageError(`${command ? `There is no command ${command}.\n` : ''}${opsUsage}`);
  if (words.length > 0 && !hasWords.has(command)) throw new UsageError(`Unexpected argument ${words[0]}.\n${opsUsage}`);
  if (values.local && values.stack !== undefined) throw new UsageError('Use either --local or --stack, not both.');
  const options = {
    ...{ command, words, local: values.local === true, stackName: values.stack ?? 'Zerobooth' },
    filter: readFilter(values, now, now - (defaultSinceMs[command] ?? now)),
    ...{ follow: values.follow === true, ids: values.id ?? [] },
    limit: readCount('--limit', values.limit) ?? defaultLimit,
    photosPerDay: readCount('--photos-per-day', values['photos-per-day']),
    ...{ json: values.json === true, keys: values.keys === true, raw: values.raw === true },
  };
  checkChoice(options, values);
  return options;
}

type Values = ReturnType<typeof parse>['values'];

/** @param defaultSinceMs epoch ms. @throws UsageError. */
function readFilter({ since, status, photo, function: name }: Values, now: number, defaultSinceMs: number): Filter {
  if (photo !== undefined && !/^[0-9a-f]{16}$/.test(photo)) {
    throw new UsageError('--photo must be the 16 hexadecimal digits that the logs show for the photo.');
  }
  const sinceMs = since === undefined ? defaultSinceMs : readSince(since, now);
  return { sinceMs, status, photo, functionName: name && presentName(name) };
}

const options = {
  local: { type: 'boolean' },
  stack: { type: 'string' },
  since: { type: 'string' },
  status: { type: 'string' },
  photo: { type: 'string' },
  function: { type: 'string' },
  follow: { type: 'boolean' },
  id: { type: 'string', multiple: true },
  all: { type: 'boolean' },
  limit: { type: 'string' },
  'photos-per-day': { type: 'string' },
  json: { type: 'boolean' },
  keys: { type: 'boolean' },
  raw: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const parse = (args: string[]) => readArguments({ args, options, allowPositionals: true }, opsUsage);

/** @throws UsageError for a redrive without a choice, so that a forgotten filter does not redrive everything. */
function checkChoice({ command, filter, ids }: OpsOptions, { all, since }: { all?: boolean; since?: string }): void {
  if (command !== 'redrive') return;
  const narrowed = ids.length > 0 || since !== undefined || filter.status || filter.photo || filter.functionName;
  if (!all && !narrowed)
    throw new UsageError('Choose the dead letters: --all, --id ID, or a filter such as --status or --since.');
}

/** @returns epoch ms. */
function readSince(text: string, now: number): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const time = count && unit ? now - Number(count) * unitMs[unit] : Date.parse(text);
  if (Number.isFinite(time)) return time;
  throw new UsageError(`--since must be 15m, 2h, 3d or a date, not ${JSON.stringify(text)}.`);
}

/** @returns null when the option is not given. */
function readCount(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError(`${option} must be a whole number above 0, not ${JSON.stringify(text)}.`);
}

function isCommand(name: string | undefined): name is OpsCommand {
  return commandNames.some((known) => known === name);
}
