/** Reads the command line of `npm run ops`. */
import type { Filter } from '../ops/filter.ts';
import { presentName } from '../ops/function-names.ts';
import { say } from './arguments/language.ts';
import { readCommand } from './arguments/read.ts';
import type { ValuesOf } from './arguments/table.ts';
import { opsTable } from './tables/ops-table.ts';
import { UsageError } from './usage.ts';

const commandNames = ['tail', 'dead-letters', 'redrive', 'history', 'report', 'access', 'versions', 'brake'] as const;
export type OpsCommand = (typeof commandNames)[number];

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
const defaultSinceMs: Readonly<Partial<Record<OpsCommand, number>>> = {
  tail: hourMs,
  history: 7 * 24 * hourMs,
  report: 24 * hourMs,
};

/** Reads and checks the arguments. @param now epoch ms. @throws UsageError. */
export function readOpsOptions(args: string[], now = Date.now()): OpsOptions {
  const { values, words: given } = readCommand(opsTable, args);
  const [command, ...words] = given;
  if (!isCommand(command)) throw new UsageError(unknownCommand(command));
  if (words.length > 0 && !hasWords.has(command)) {
    throw new UsageError(
      say({ en: `${command} takes no words, but was given ${words[0]}.`, zh: `${command} 不接受参数 ${words[0]}。` }),
    );
  }
  if (values.local && values.stack !== undefined) throw new UsageError('Use either --local or --stack, not both.');
  const options = {
    ...{ command, words, local: values.local, stackName: values.stack ?? 'Zerobooth' },
    filter: readFilter(values, now, now - (defaultSinceMs[command] ?? now)),
    ...{ follow: values.follow, ids: values.id },
    limit: readCount('--limit', values.limit) ?? defaultLimit,
    photosPerDay: readCount('--photos-per-day', values['photos-per-day']),
    ...{ json: values.json, keys: values.keys, raw: values.raw },
  };
  checkChoice(options, values);
  return options;
}

type Values = ValuesOf<typeof opsTable.options>;

/** @param defaultSinceMs epoch ms. @throws UsageError. */
function readFilter({ since, status, photo, function: name }: Values, now: number, defaultSinceMs: number): Filter {
  if (photo !== undefined && !/^[0-9a-f]{16}$/.test(photo)) {
    throw new UsageError('--photo must be the 16 hexadecimal digits that the logs show for the photo.');
  }
  const sinceMs = since === undefined ? defaultSinceMs : readSince(since, now);
  return { sinceMs, status, photo, functionName: name && presentName(name) };
}

/** @throws UsageError for a redrive without a choice, so that a forgotten filter does not redrive everything. */
function checkChoice({ command, filter, ids }: OpsOptions, { all, since }: Pick<Values, 'all' | 'since'>): void {
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

function unknownCommand(name: string | undefined): string {
  const list = commandNames.join(', ');
  if (name === undefined) return say({ en: `Name a command: ${list}.`, zh: `请给出命令：${list}。` });
  return say({
    en: `There is no command ${name}. The commands are ${list}.`,
    zh: `没有命令 ${name}。可用的命令：${list}。`,
  });
}
