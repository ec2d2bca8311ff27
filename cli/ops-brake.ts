/** `npm run ops -- brake`: prints the state of the brake, and releases it. */
import { stderr, stdout } from 'node:process';
import { type BrakeStatus, brakeStatus, release } from '../ops/brake.ts';
import type { OpsTarget } from '../ops/target.ts';
import type { OpsOptions } from './ops-options.ts';
import { UsageError } from './usage.ts';

/** @returns 0. @throws UsageError for wrong words; Fault for a local studio. */
export async function runBrake(target: OpsTarget, { words, json }: OpsOptions): Promise<number> {
  const [action, ...others] = words;
  if (others.length > 0 || (action !== 'status' && action !== 'release')) {
    throw new UsageError('Use brake status or brake release.');
  }
  const status = action === 'status' ? await brakeStatus(target) : await release(target);
  if (json) stdout.write(`${JSON.stringify(status)}\n`);
  else stdout.write(`${action === 'status' ? describe(status) : released(status)}\n`);
  if (action === 'release' && status.deadLetters > 0) {
    stderr.write('Give the events that waited to their functions: npm run ops -- redrive --all\n');
  }
  return 0;
}

function describe({ isOn, brake, deadLetters }: BrakeStatus): string {
  const why = brake && `since ${brake.since}, because a day cost more than ${brake.usdPerDay} USD`;
  const state = isOn ? `on ${why ?? 'by hand'}; matting takes no work` : 'off';
  return `The brake is ${state}. Dead letters: ${deadLetters}.`;
}

function released({ isOn, deadLetters }: BrakeStatus): string {
  return `${isOn ? 'The brake is released; matting takes work.' : 'The brake was not on.'} Dead letters: ${deadLetters}.`;
}
