/**
 * Reads one event of a function's log: our own JSON lines (functions/runtime/log.ts), the lines of the platform, and
 * whatever else a process wrote. Only the first two are known to hold no names, so the third is not shown.
 */
import * as z from 'zod';
import type { Line } from './filter.ts';

const ownLine = z.looseObject({ level: z.enum(['info', 'warn', 'error']), event: z.string() });
/** Fields of our lines that have a place of their own in a {@link Line}. */
const placed = ['level', 'event', 'function', 'photo', 'outcome', 'errorCode'];

/** Lines that say nothing which REPORT does not say. */
const platformNoise = /^(START|END|INIT_START|INIT_REPORT|EXTENSION|TELEMETRY)\b/;

/** @returns null for lines that are not worth showing. */
export function readLogLine(functionName: string, timestamp: number, message: string): Line | null {
  const text = message.trimEnd();
  if (text === '' || platformNoise.test(text)) return null;
  const base = { functionName, timestamp, codes: [], photos: [] };
  if (text.startsWith('REPORT ')) return { ...base, ...readReport(text) };
  const own = ownLine.safeParse(parseJson(text));
  if (own.success) return { ...base, ...readOwnLine(own.data) };
  return { ...base, ...readOther(text) };
}

function readOwnLine(fields: z.infer<typeof ownLine>): Omit<Line, 'timestamp' | 'functionName'> {
  const { level, event, outcome, errorCode, photo } = fields;
  const details = Object.fromEntries(Object.entries(fields).filter(([name]) => !placed.includes(name)));
  const word = [outcome, errorCode, event].find((value) => typeof value === 'string') ?? event;
  return {
    status: String(word),
    codes: [level, event],
    photos: typeof photo === 'string' ? [photo] : [],
    details,
  };
}

/** REPORT as Lambda writes it: fields separated by tabs, `Name: value unit`. */
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

/** What neither we nor the platform worded, such as an uncaught error's trace: its kind at most. */
function readOther(text: string): Omit<Line, 'timestamp' | 'functionName' | 'photos'> {
  const [, errorType] = /"errorType":\s*"([\w.]{1,100})"/.exec(text) ?? [];
  const withheld = `${text.length} characters that may hold names; --raw shows them`;
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
