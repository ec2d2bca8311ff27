/**
 * `npm run ops`: prints logs, dead letters and records of a studio, and redrives dead letters. The work is done in
 * ops/.
 */
import { resolve } from 'node:path';
import { stderr, stdout } from 'node:process';
import { Fault } from '../core/errors.ts';
import { lineOf } from '../ops/dead-letter.ts';
import { receiveDeadLetters } from '../ops/dead-letters.ts';
import { formatLine, isWanted, type Line, lineToJson } from '../ops/filter.ts';
import { listHistory } from '../ops/history.ts';
import { openLocalTarget } from '../ops/local-target.ts';
import { redriveDeadLetters } from '../ops/redrive.ts';
import { openStackTarget } from '../ops/stack-target.ts';
import { tailLogs } from '../ops/tail.ts';
import type { OpsTarget } from '../ops/target.ts';
import { runAccess } from './ops-access.ts';
import { runBrake } from './ops-brake.ts';
import { type OpsCommand, type OpsOptions, readOpsOptions } from './ops-options.ts';
import { runReport } from './ops-report.ts';
import { runVersions } from './ops-versions.ts';
import { UsageError } from './usage.ts';

type Run = (target: OpsTarget, options: OpsOptions) => Promise<number>;

const commands: Readonly<Record<OpsCommand, Run>> = {
  tail: runTail,
  'dead-letters': runDeadLetters,
  redrive: runRedrive,
  history: runHistory,
  report: runReport,
  access: runAccess,
  versions: runVersions,
  brake: runBrake,
};

/**
 * @param args the words after `npm run ops --`.
 * @returns 0; 1 when an event was refused or AWS returned an error. @throws UsageError.
 */
export async function runOps(args: string[]): Promise<number> {
  const options = readOpsOptions(args);
  try {
    const target = await openTarget(options);
    try {
      return await commands[options.command](target, options);
    } finally {
      await target.close();
    }
  } catch (error) {
    if (error instanceof Fault || error instanceof UsageError) throw error;
    stderr.write(`${explain(error)}\n`);
    return 1;
  }
}

function openTarget({ local, stackName }: OpsOptions): Promise<OpsTarget> {
  return local ? openLocalTarget(resolve(process.env.ZEROBOOTH_DATA_DIR ?? '.zerobooth')) : openStackTarget(stackName);
}

async function runTail(target: OpsTarget, { filter, follow, json, raw }: OpsOptions): Promise<number> {
  const stop = new AbortController();
  const end = () => stop.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  for await (const { message, line } of tailLogs(target, { filter, follow, signal: stop.signal })) {
    if (raw) stdout.write(`${message.trimEnd()}\n`);
    else if (line) print(line, json);
  }
  process.off('SIGINT', end).off('SIGTERM', end);
  return 0;
}

async function runDeadLetters(target: OpsTarget, { filter, json, keys }: OpsOptions): Promise<number> {
  const known = target.logGroups.map(({ functionName }) => functionName);
  const lines: Line[] = [];
  let unreadable = 0;
  for await (const batch of receiveDeadLetters(target)) {
    unreadable += batch.filter(({ deadLetter }) => !deadLetter).length;
    lines.push(...batch.flatMap(({ deadLetter }) => (deadLetter ? [lineOf(deadLetter, known, keys)] : [])));
  }
  const wanted = lines.filter((line) => isWanted(line, filter)).sort((one, other) => one.timestamp - other.timestamp);
  for (const line of wanted) print(line, json);
  if (unreadable > 0) {
    stderr.write(`${counted(unreadable, 'message')} could not be read as dead letters and stayed in the queue.\n`);
  }
  stderr.write(`${counted(wanted.length, 'dead letter')}.\n`);
  return 0;
}

async function runRedrive(target: OpsTarget, { filter, ids, json }: OpsOptions): Promise<number> {
  if (!target.lambda)
    throw new UsageError('The studio is not running, so no function can take the events. Start it first: npm start');
  let [accepted, refused] = [0, 0];
  for await (const { line, requestId, refusal } of redriveDeadLetters(target, target.lambda, { filter, ids })) {
    if (refusal === undefined) accepted += 1;
    else refused += 1;
    const outcome = refusal === undefined ? { redrivenAs: requestId } : { refused: refusal };
    print({ ...line, details: { ...line.details, ...outcome } }, json);
  }
  stderr.write(
    `${counted(accepted, 'event')} sent again${refused > 0 ? `, ${refused} refused and still in the queue` : ''}.\n`,
  );
  return refused > 0 ? 1 : 0;
}

async function runHistory(target: OpsTarget, { filter, limit, json, keys }: OpsOptions): Promise<number> {
  const lines = await listHistory(target, { filter, limit, showKeys: keys });
  for (const line of lines) print(line, json);
  stderr.write(`${counted(lines.length, 'record')}${lines.length === limit ? '; there may be older ones' : ''}.\n`);
  return 0;
}

function print(line: Line, json: boolean): void {
  stdout.write(`${json ? lineToJson(line) : formatLine(line)}\n`);
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Returns the message of an AWS error. Such messages name stacks, queues and permissions, but no photos. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const hint = error.name === 'CredentialsProviderError' ? ' Sign in first (aws sso login), or use --local.' : '';
  return `${error.name}: ${error.message}${hint}`;
}
