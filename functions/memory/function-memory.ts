/** The memory that a function has for its work. Handlers open it at their start; stages get it as a setting. */
import { readFileSync } from 'node:fs';

/** Null where the process has no limit, as in the command line and in programs that use the stage. */
export interface FunctionMemory {
  /** The memory size of the function, MB. */
  readonly limitMb: number;
  /** What the process held before its first picture, MB; without pages of files, which the system takes back when memory is short. */
  readonly heldMb: number;
  /** Returns what it holds now, MB. */
  readonly heldNowMb: () => number;
}

/** Returns the memory of this process. @param limitMb the memory size of the function; null: no limit. */
export function openMemory(limitMb: number | null): FunctionMemory | null {
  return limitMb === null ? null : { limitMb, heldMb: heldNowMb(), heldNowMb };
}

/** Returns what the process holds without the pages of files, MB; where the system does not tell, its resident memory. */
function heldNowMb(): number {
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(statusText()) ?? [];
  return kilobytes === undefined ? process.memoryUsage.rss() / 2 ** 20 : Number(kilobytes) / 1024;
}

function statusText(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8');
  } catch {
    return '';
  }
}
