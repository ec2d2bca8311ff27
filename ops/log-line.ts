/**
 * Parses one event of a function's log: our own JSON lines (functions/runtime/log.ts), the lines of the platform, and
 * other text that a process wrote. Only the first two are known to contain no names, so other text is not shown.
 */
import * as z from 'zod';
import type { Line } from './filter.ts';

const ownLine = z.looseObject({ level: z.enum(['info', 'warn', 'error']), event: z.string() });
/** Fields of our lines that are not repeated in the details of a {@link Line}. */
const shownFields = ['level', 'event', 'function', 'photo', 'outcome', 'errorCode'];

/** Platform lines that add nothing to the REPORT line. */
const redundantLine = /^(START|END|INIT_START|INIT_REPORT|EXTENSION|TELEMETRY)\b/;

/** Parses one log event. @returns null for empty lines and platform lines that are not shown. */
export function readLogLine(functionName: string, timestamp: number, message: string): Line | null {
  const text = message.trimEnd();
  if (text === '' || redundantLine.test(text)) return null;
  const base = { functionName, timestamp, codes: [], photos: [] };
  if (text.startsWith('REPORT ')) return { ...base, ...readReport(text) };
  const own = ownLine.safeParse(parseJson(text));
  if (own.success) return { ...base, ...readOwnLine(own.data) };
  return { ...base, ...readOther(text) };
}

function readOwnLine(fields: z.infer<typeof ownLine>): Omit<Line, 'timestamp' | 'functionName'> {
  const { level, event, outcome, errorCode, photo } = fields;
  const details = Object.fromEntries(Object.entries(fields).filter(([name]) => !shownFields.includes(name)));
  const word = [outcome, errorCode, event].find((value) => typeof value === 'string') ?? event;
  return {
    status: String(word),
    codes: [level, event],
    photos: typeof photo === 'string' ? [photo] : [],
    details,
  };
}

/** Parses a REPORT line of Lambda: fields `Name: value unit`, separated by tabs. */
function readReport(text: string): Omit<Line, 'timestamp' | 'functionName' | 'photos'> {
  const fields = new Map(
    text
      .replace(/^REPORT /, '')
      .split('\t')
      .map((field): [string, string] => {
        const at = field.indexOf(': ');
        return [field.slice(0, at).trim(), field.slice(at + 2).trim()];
      }),
  );
  const figure = (name: string) => (fields.has(name) ? Number.parseFloat(fields.get(name) ?? '') : undefined);
  const failure = fields.get('Error Type') ?? (fields.has('Status') ? fields.get('Status') : undefined);
  return {
    status: 'report',
    codes: failure === undefined ? [] : [failure, 'error'],
    details: {
      requestId: fields.get('RequestId'),
      failure,
      durationMs: figure('Duration'),
      billedMs: figure('Billed Duration'),
      initMs: figure('Init Duration'),
      peakMemoryMb: figure('Max Memory Used'),
      memoryMb: figure('Memory Size'),
    },
  };
}

/** Parses other text, such as the stack trace of an uncaught error. Only the error's type is taken from it. */
function readOther(text: string): Omit<Line, 'timestamp' | 'functionName' | 'photos'> {
  const [, errorType] = /"errorType":\s*"([\w.]{1,100})"/.exec(text) ?? [];
  const withheld = `${text.length} characters that may contain names; --raw shows them`;
  return { status: errorType ?? 'other', codes: errorType ? ['error'] : [], details: { withheld } };
}

function parseJson(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
