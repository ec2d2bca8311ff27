/** The line of output that all four commands of `npm run ops` print, and the filter that chooses lines. */
import { isFunction } from './function-names.ts';

export interface Filter {
  /** Epoch ms. Older lines are left out. */
  readonly sinceMs: number;
  /** Only lines with this status or code; undefined: all. */
  readonly status: string | undefined;
  /** Only lines about the photo with this digest (functions/runtime/log.ts); undefined: all. */
  readonly photo: string | undefined;
  /** Only lines of this function with all its versions, or of this version, by its present name; undefined: all. */
  readonly functionName: string | undefined;
}

/** One line of output, before it is formatted as text or JSON. */
export interface Line {
  /** Epoch ms. */
  readonly timestamp: number;
  readonly functionName: string;
  /** A fixed word: an outcome, the code of an error, or the state of a record. */
  readonly status: string;
  /** Other words that the status filter accepts for this line. */
  readonly codes: readonly string[];
  /** The digests of the photos that the line is about. */
  readonly photos: readonly string[];
  /** All other values by name, in the order of printing. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Returns true when the line passes every part of the filter. */
export function isWanted(line: Line, { sinceMs, status, photo, functionName }: Filter): boolean {
  return (
    line.timestamp >= sinceMs &&
    (status === undefined || line.status === status || line.codes.includes(status)) &&
    (photo === undefined || line.photos.includes(photo)) &&
    (functionName === undefined || isFunction(line.functionName, functionName))
  );
}

/** Formats a line as text: `2026-11-25 17:20:01.123  matting  done  photo=0123456789abcdef  decode=6.3` */
export function formatLine({ timestamp, functionName, status, photos, details }: Line): string {
  const time = new Date(timestamp).toISOString().replace('T', ' ').slice(0, -1);
  const rest = Object.entries(details).flatMap(([name, value]) => formatDetail(name, value));
  const about = photos.map((photo) => `photo=${photo}`);
  return [time, functionName.padEnd(7), status.padEnd(10), ...about, ...rest].join('  ').trimEnd();
}

/** Formats a line as one JSON object. */
export function lineToJson({ timestamp, functionName, status, photos, details }: Line): string {
  return JSON.stringify({
    time: new Date(timestamp).toISOString(),
    function: functionName,
    status,
    photos,
    ...details,
  });
}

function formatDetail(name: string, value: unknown): string[] {
  if (value === undefined || value === null || value === false) return [];
  if (value === true) return [name];
  if (Array.isArray(value)) return value.length > 0 ? [`${name}=${value.join(',')}`] : [];
  if (typeof value !== 'object') return [`${name}=${typeof value === 'string' ? quote(value) : value}`];
  return Object.entries(value).flatMap(([inner, each]) => formatDetail(inner, each));
}

/** Quotes text that has blanks or special characters, so that no control character is sent to the terminal. */
function quote(text: string): string {
  return /^[\w.:/@+-]*$/.test(text) ? text : JSON.stringify(text);
}
