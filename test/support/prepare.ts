import { drawPreTrafficCutout } from '../../build/pre-traffic-cutout.ts';
import { drawPreTrafficPortrait } from '../../build/pre-traffic-portrait.ts';
import { readyFunctions, readyPage } from '../../build/ready-parts.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { type ConnectionWatch, watchConnections } from './watch-connections.ts';

let watch: ConnectionWatch | undefined;

/**
 * Runs once before all suites. It fetches, verifies and prepares the models, bundles functions and page, and draws the test
 * portrait. From then on no process may connect beyond the loopback.
 */
export async function setup(): Promise<void> {
  await ensureModels({ onProgress: () => {} });
  await readyFunctions();
  await Promise.all([readyPage(), drawPreTrafficPortrait(), drawPreTrafficCutout()]);
  watch = watchConnections();
}

/** Runs once after all suites. @throws if a process connected beyond the loopback; vitest then ends as after a failed test. */
export async function teardown(): Promise<void> {
  const seen = (await watch?.stop()) ?? [];
  if (seen.length === 0) return;
  const list = seen.map(({ protocol, remote, pid, command }) => `${protocol} ${remote} by ${pid} (${command})`);
  process.exitCode = 1;
  throw new Error(`connections beyond the loopback while the suites ran:\n${list.join('\n')}`);
}
