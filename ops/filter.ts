/** Which lines an operator wants, and the one shape in which all four commands print what they found. */

export interface Filter {
  /** Epoch ms; older lines are left out. */
  readonly sinceMs: number;
  /** Only lines whose status or code is this word. */
  readonly status: string | undefined;
  /** Only lines about the photo with this digest (functions/runtime/log.ts). */
  readonly photo: string | undefined;
  /** Only this function's. */
  readonly functionName: string | undefined;
}

/** One line of output; `text` for people, all of it as JSON for programs. */
export interface Line {
  readonly timestamp: number;
  readonly functionName: string;
  /** A fixed word: an outcome, an error's code, the state of a record. */
  readonly status: string;
  /** Other words that the status filter accepts as well. */
  readonly codes: readonly string[];
  /** Digests of photos. */
  readonly photos: readonly string[];
  /** Everything else, by name, in the order of printing. */
  readonly details: Readonly<Record<string, unknown>>;
}

export function isWanted(line: Line, { sinceMs, status, photo, functionName }: Filter): boolean {
  return (
    line.timestamp >= sinceMs &&
    (status === undefined || line.status === status || line.codes.includes(status)) &&
    (photo === undefined || line.photos.includes(photo)) &&
    (functionName === undefined || line.functionName === functionName)
  );
}

/** `2026-11-25 17:20:01.123  matting  done  photo=0123456789abcdef  decode=6.3` */
export function formatLine({ timestamp, functionName, status, photos, details }: Line): string {
  const time = new Date(timestamp).toISOString().replace('T', ' ').slice(0, -1);
  const rest = Object.entries(details).flatMap(([name, value]) => formatDetail(name, value));
  const about = photos.map((photo) => `photo=${photo}`);
  return [time, functionName.padEnd(7), status.padEnd(10), ...about, ...rest].join('  ').trimEnd();
}

/** A line as one JSON object. */
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

/** Text with blanks in quotes; control characters never reach the terminal. */
function quote(text: string): string {
  return /^[\w.:/@+-]*$/.test(text) ? text : JSON.stringify(text);
}
