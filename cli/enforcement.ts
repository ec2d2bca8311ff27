/**
 * The text about the limits and the isolation that the functions have on this machine. The studio prints it at its
 * start.
 */
import type { FunctionHost } from '../local/lambda/host.ts';

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
