/** The command line of `npm run ops`: which command, on which studio, about what. */
import type { Filter } from '../ops/filter.ts';
import { readArguments, UsageError } from './usage.ts';

const commandNames = ['tail', 'dead-letters', 'redrive', 'history'] as const;
export type OpsCommand = (typeof commandNames)[number];

export const opsUsage = `Usage: npm run ops -- tail|dead-deadLetters|redrive|history [options]
  tail               what the functions logged (last hour)
  dead-deadLetters       events that failed for good
  redrive            give such events to their functions again: --all, --id, or a filter
  history            records of photos (last seven days)

  --local            the studio on this machine (npm start), running or not
  --stack NAME       the studio on AWS (default: Zerobooth), with the SDK's usual region and credentials
  --since TIME       15m, 2h, 3d, or a date such as 2026-01-31T12:00Z
  --status WORD      only this outcome, error code or state: done, rejected, no-face, error, EventAgeExceeded ...
  --photo DIGEST     only this photo, by the 16 digits that stand for it in logs
  --function NAME    tail, dead-deadLetters, redrive: only matting, compose ...
  --follow           tail: go on until Ctrl-C
  --id ID            redrive: this deadLetter; may be repeated
  --all              redrive: every deadLetter
  --limit N          history: the newest so many (default 50)
  --json             one JSON object a line
  --keys             dead-deadLetters, history: show photo ids, which hold the names of files
  --raw              tail: lines as they were written, whatever they hold
`;

export interface OpsOptions {
  readonly command: OpsCommand;
  readonly local: boolean;
  readonly stackName: string;
  readonly filter: Filter;
  readonly follow: boolean;
  readonly ids: readonly string[];
  readonly limit: number;
  readonly json: boolean;
  readonly keys: boolean;
  readonly raw: boolean;
}

const hourMs = 3600 * 1000;
const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: hourMs, d: 24 * hourMs };
const defaultSinceMs: Readonly<Partial<Record<OpsCommand, number>>> = { tail: hourMs, history: 7 * 24 * hourMs };

/** @param now epoch ms. @returns null when help is asked for. @throws UsageError. */
export function readOpsOptions(args: string[], now = Date.now()): OpsOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [command, ...rest] = positionals;
  if (!isCommand(command)) throw new UsageError(`${command ? `There is no ${command}.\n` : ''}${opsUsage}`);
  if (rest.length > 0) throw new UsageError(`What is ${rest[0]}?\n${opsUsage}`);
  if (values.local && values.stack !== undefined) throw new UsageError('--local and --stack name two studios.');
  if (values.photo !== undefined && !/^[0-9a-f]{16}$/.test(values.photo)) {
    throw new UsageError('--photo wants the 16 hexadecimal digits that logs show.');
  }
  const usualMs = defaultSinceMs[command];
  const options = {
    ...{ command, local: values.local === true, stackName: values.stack ?? 'Zerobooth' },
    filter: {
      sinceMs: values.since === undefined ? (usualMs === undefined ? 0 : now - usualMs) : readSince(values.since, now),
      ...{ status: values.status, photo: values.photo, functionName: values.function },
    },
    ...{ follow: values.follow === true, ids: values.id ?? [], limit: readLimit(values.limit) },
    ...{ json: values.json === true, keys: values.keys === true, raw: values.raw === true },
  };
  checkChoice(options, values);
  return options;
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
  json: { type: 'boolean' },
  keys: { type: 'boolean' },
  raw: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const parse = (args: string[]) => readArguments({ args, options, allowPositionals: true }, opsUsage);

/** A redrive must be meant: everything is what one says, not what one forgets to narrow. */
function checkChoice({ command, filter, ids }: OpsOptions, { all, since }: { all?: boolean; since?: string }): void {
  if (command !== 'redrive') return;
  const narrowed = ids.length > 0 || since !== undefined || filter.status || filter.photo || filter.functionName;
  if (!all && !narrowed)
    throw new UsageError('Which letters? --all, --id ID, or a filter such as --status or --since.');
}

/** @returns epoch ms. */
function readSince(text: string, now: number): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const time = count && unit ? now - Number(count) * unitMs[unit] : Date.parse(text);
  if (Number.isFinite(time)) return time;
  throw new UsageError(`--since wants 15m, 2h, 3d or a date, not ${JSON.stringify(text)}.`);
}

function readLimit(text = '50'): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new UsageError(`--limit wants a whole number, not ${JSON.stringify(text)}.`);
}

function isCommand(name: string | undefined): name is OpsCommand {
  return commandNames.some((known) => known === name);
}
