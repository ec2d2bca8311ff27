/**
 * The text about the limits and the isolation that the functions have on this machine. The studio prints it at its
 * start.
 */
import { shownName } from '../core/model-versions.ts';
import type { FunctionHost } from '../local/lambda/host.ts';
import type { Studio } from '../local/studio/studio.ts';

const users = { separate: 'a separate user for each', starter: 'the user who started this', root: 'root' } as const;
const files = { 'read-only': 'read-only', permissions: 'read-only where that user has no right to write' } as const;

/** Returns two sentences: how memory sizes and CPU shares are enforced, and what each instance may read and write. */
export function enforcementOf({ enforcement, isolation }: Pick<FunctionHost, 'enforcement' | 'isolation'>): string {
  const { memory, cpu, reason } = enforcement;
  return [
    `Memory sizes: ${memory}; CPU shares: ${cpu} (${reason}).`,
    `Users: ${users[isolation.user]}; files: ${files[isolation.files]} (${isolation.reason}).`,
  ].join(' ');
}

/** Below this, MB, photos may fail. */
const leastMemoryMb = 512;

/** Returns what the functions share, with the origin of a limit, and the number and size of the instances of each function. */
export function limitsOf({ limits, functions }: Pick<Studio, 'limits' | 'functions'>): string {
  const { memoryMb, cpus, limited } = limits;
  const origin =
    limited.length > 0 ? `${limited.join(' and ')} limited by the container or control group` : 'all of this machine';
  const shares = functions.map(
    ({ name, maxConcurrency, ...size }) => `${maxConcurrency} ${shownName(name)} of ${size.memoryMb} MB`,
  );
  const warning = memoryMb < leastMemoryMb ? ` Photos may fail with less than ${leastMemoryMb} MB.` : '';
  return `${memoryMb} MB and ${Number(cpus.toFixed(2))} CPUs (${origin}): at most ${shares.join(', ')}.${warning}`;
}
