/** What the studio says at its start of the bounds that its functions really have here, and why not stronger ones. */
import type { FunctionHost } from '../local/lambda/host.ts';

const users = { separate: 'a user of its own each', starter: 'the user who started this', root: 'root' } as const;
const files = { 'read-only': 'read-only', permissions: 'as far as that user may not write' } as const;

export function enforcementOf({ enforcement, isolation }: Pick<FunctionHost, 'enforcement' | 'isolation'>): string {
  const { memory, cpu, reason } = enforcement;
  return [
    `Memory sizes: ${memory}; CPU shares: ${cpu} (${reason}).`,
    `Users: ${users[isolation.user]}; files: ${files[isolation.files]} (${isolation.reason}).`,
  ].join(' ');
}
