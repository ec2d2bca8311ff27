/** `ops tail`: reads the logs of all functions in the order of time, once or continuously. */
import { setTimeout as delay } from 'node:timers/promises';
import { type FilteredLogEvent, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { type Filter, isWanted, type Line } from './filter.ts';
import { isFunction } from './function-names.ts';
import { readLogLine } from './log-line.ts';
import type { LogGroup, OpsTarget } from './target.ts';

/** The pause between two reads of the logs. */
const followMs = 2000;
/** CloudWatch may show an event some seconds after younger ones, so each read starts this much earlier. */
const lateMs = 15_000;

export interface TailOptions {
  readonly filter: Filter;
  /** Reads new events until `signal` is aborted. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/** One log event. */
export interface TailEvent {
  /** The text as the function wrote it. */
  readonly message: string;
  /** The parsed event; null for platform lines that are not shown. */
  readonly line: Line | null;
}

/** Yields the events that pass the filter. Platform lines pass only when the filter has neither status nor photo. */
export async function* tailLogs(target: OpsTarget, { filter, follow, signal }: TailOptions): AsyncIterable<TailEvent> {
  const seen = new Map<string, number>();
  let sinceMs = filter.sinceMs;
  do {
    const nextSinceMs = Math.max(sinceMs, Date.now() - lateMs);
    for await (const found of mergeGroups(target, filter, sinceMs)) {
      if (isNew(found, seen)) yield* toTailEvents(found, filter);
    }
    sinceMs = nextSinceMs;
    // Events before the start of the next read cannot come again.
    for (const [id, timestamp] of seen) if (timestamp < sinceMs) seen.delete(id);
    if (follow) await delay(followMs, undefined, { signal }).catch(() => undefined);
  } while (follow && !signal.aborted);
}

/** Returns true for the first call with an event. */
function isNew({ group, event }: GroupEvent, seen: Map<string, number>): boolean {
  const id = `${group.logGroupName} ${event.eventId}`;
  if (seen.has(id)) return false;
  seen.set(id, timeOf(event));
  return true;
}

/** Returns the event in an array, or an empty array when the filter excludes it. */
function toTailEvents({ group, event }: GroupEvent, filter: Filter): TailEvent[] {
  const { message = '' } = event;
  const line = readLogLine(group.functionName, timeOf(event), message);
  const showsPlatformLines = filter.status === undefined && filter.photo === undefined;
  return (line ? isWanted(line, filter) : showsPlatformLines) ? [{ message, line }] : [];
}

interface GroupEvent {
  readonly group: LogGroup;
  readonly event: FilteredLogEvent;
}

/** Yields the events of all groups in the order of time; each group is already in this order. */
async function* mergeGroups(target: OpsTarget, { functionName }: Filter, sinceMs: number): AsyncIterable<GroupEvent> {
  const groups = target.logGroups.filter(
    (group) => functionName === undefined || isFunction(group.functionName, functionName),
  );
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
    yield { group: first.group, event: first.next.value };
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
