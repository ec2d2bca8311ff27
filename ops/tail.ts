/** `ops tail`: the logs of all functions, in the order of time, once or for as long as one watches. */
import { setTimeout as delay } from 'node:timers/promises';
import { type FilteredLogEvent, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { type Filter, isWanted, type Line } from './filter.ts';
import { readLogLine } from './log-line.ts';
import type { LogGroup, OpsTarget } from './target.ts';

/** Between two looks at the logs. */
const followMs = 2000;
/** CloudWatch may show an event some seconds after others that are younger, so a look begins this much earlier. */
const lateMs = 15_000;

export interface TailOptions {
  readonly filter: Filter;
  /** Goes on until `signal` ends it. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/** One event as it was written, with what was understood of it; null for platform lines that say nothing new. */
export interface TailEvent {
  readonly message: string;
  readonly line: Line | null;
}

/** Events that the filter wants; what has no meaning of its own only while no status or photo is asked for. */
export async function* tailLogs(target: OpsTarget, { filter, follow, signal }: TailOptions): AsyncIterable<TailEvent> {
  const seen = new Map<string, number>();
  let sinceMs = filter.sinceMs;
  do {
    const nextSinceMs = Math.max(sinceMs, Date.now() - lateMs);
    for await (const found of mergeGroups(target, filter, sinceMs)) {
      if (isNew(found, seen)) yield* understand(found, filter);
    }
    sinceMs = nextSinceMs;
    // What lies before the next look's beginning cannot come again.
    for (const [id, timestamp] of seen) if (timestamp < sinceMs) seen.delete(id);
    if (follow) await delay(followMs, undefined, { signal }).catch(() => undefined);
  } while (follow && !signal.aborted);
}

function isNew({ functionName, event }: GroupEvent, seen: Map<string, number>): boolean {
  const id = `${functionName} ${event.eventId}`;
  if (seen.has(id)) return false;
  seen.set(id, timeOf(event));
  return true;
}

function understand({ functionName, event }: GroupEvent, filter: Filter): TailEvent[] {
  const { message = '' } = event;
  const line = readLogLine(functionName, timeOf(event), message);
  const isPlain = filter.status === undefined && filter.photo === undefined;
  return (line ? isWanted(line, filter) : isPlain) ? [{ message, line }] : [];
}

interface GroupEvent {
  readonly functionName: string;
  readonly event: FilteredLogEvent;
}

/** Each group comes in the order of time; together they do, too. */
async function* mergeGroups(target: OpsTarget, { functionName }: Filter, sinceMs: number): AsyncIterable<GroupEvent> {
  const groups = target.logGroups.filter((group) => functionName === undefined || group.functionName === functionName);
  const heads = await Promise.all(
    groups.map(async (group) => {
      const events = readGroup(target, group, sinceMs)[Symbol.asyncIterator]();
      return { group, events, next: await events.next() };
    }),
  );
  for (;;) {
    const open = heads.filter(({ next }) => !next.done);
    if (open.length === 0) return;
    const first = open.reduce((one, other) => (timeOf(other.next.value) < timeOf(one.next.value) ? other : one));
    yield { functionName: first.group.functionName, event: first.next.value };
    first.next = await first.events.next();
  }
}

const timeOf = ({ timestamp = 0 }: FilteredLogEvent) => timestamp;

async function* readGroup(
  { logs }: OpsTarget,
  { logGroupName }: LogGroup,
  sinceMs: number,
): AsyncIterable<FilteredLogEvent> {
  const pages = paginateFilterLogEvents({ client: logs }, { logGroupName, startTime: sinceMs });
  for await (const { events = [] } of pages) yield* events;
}
