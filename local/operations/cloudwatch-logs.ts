/**
 * FilterLogEvents of CloudWatch Logs over the local log files (log-files.ts): one log group, page by page, in the order
 * of time. Filter patterns are not supported.
 * Source: Amazon CloudWatch Logs API reference, "FilterLogEvents", read 2026-11-25.
 */
import * as z from 'zod';
import { JsonRefused } from './json-protocol.ts';
import { dayOf, type FunctionLogs, type LogPlace } from './log-files.ts';

/** Lambda names log groups with this prefix. */
const groupPrefix = '/aws/lambda/';
/** Returns the name of a function's log group. */
export const logGroupOf = (functionName: string): string => `${groupPrefix}${functionName}`;

/** A page ends at the first limit that it reaches. */
const pageLimit = { events: 10_000, bytes: 1024 * 1024 } as const;

const filterInput = z.strictObject({
  logGroupName: z.string().startsWith(groupPrefix),
  startTime: z.number().int().min(0).default(0),
  endTime: z.number().int().min(0).default(Number.MAX_SAFE_INTEGER),
  limit: z.number().int().min(1).max(pageLimit.events).default(pageLimit.events),
  nextToken: z.string().optional(),
});

const tokenSchema = z.object({ day: z.string(), line: z.number().int() });

/**
 * Runs FilterLogEvents.
 * @param input the request as SDK clients send it.
 * @returns the response as SDK clients expect it.
 * @throws JsonRefused when the log group does not exist, or a parameter is not valid or not supported.
 */
export async function filterLogEvents(logs: FunctionLogs, input: unknown): Promise<unknown> {
  const parsed = filterInput.safeParse(input);
  if (!parsed.success) throw new JsonRefused(400, 'InvalidParameterException', z.prettifyError(parsed.error));
  const { logGroupName, startTime, endTime, limit, nextToken } = parsed.data;
  const functionName = logGroupName.slice(groupPrefix.length);
  if (!(await logs.functionNames()).includes(functionName)) {
    throw new JsonRefused(400, 'ResourceNotFoundException', 'The specified log group does not exist.');
  }
  const from = nextToken === undefined ? { day: dayOf(startTime), line: 0 } : readToken(nextToken);
  const events = [];
  let sizeBytes = 0;
  for await (const { timestamp, message, place } of logs.read(functionName, from)) {
    if (timestamp < startTime || timestamp > endTime) continue;
    sizeBytes += message.length;
    if (events.length === limit || (events.length > 0 && sizeBytes > pageLimit.bytes)) {
      return { events, searchedLogStreams: [], nextToken: tokenOf(place) };
    }
    const eventId = `${place.day}-${String(place.line).padStart(9, '0')}`;
    events.push({ eventId, timestamp, ingestionTime: timestamp, logStreamName: functionName, message });
  }
  return { events, searchedLogStreams: [] };
}

function tokenOf(place: LogPlace): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function readToken(token: string): LogPlace {
  try {
    return tokenSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
  } catch {
    throw new JsonRefused(400, 'InvalidParameterException', 'The specified nextToken is invalid.');
  }
}
