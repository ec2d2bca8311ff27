import { buildFunctions } from '../../build/functions.ts';
import { buildPage } from '../../build/page.ts';
import { drawPreTrafficPortrait } from '../../build/pre-traffic-portrait.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { type ConnectionWatch, watchConnections } from './watch-connections.ts';

let watch: ConnectionWatch | undefined;

/**
 * Runs once before all suites: models fetched, verified and prepared, functions and page bundled, the
 * test portrait is drawn. From then on no connection may leave the loopback.
 */
export async function setup(): Promise<void> {
  await ensureModels({ onProgress: () => {} });
  await buildFunctions();
  await Promise.all([buildPage(), drawPreTrafficPortrait()]);
  watch = watchConnections();
}

/** Runs once after all suites. @throws when something left the loopback meanwhile: vitest then ends as after a failed test. */
export async function teardown(): Promise<void> {
  const seen = (await watch?.stop()) ?? [];
  if (seen.length === 0) return;
  const list = seen.map(({ protocol, remote, pid, command }) => `${protocol} ${remote} by ${pid} (${command})`);
  process.exitCode = 1;
  throw new Error(`connections beyond the loopback while the suites ran:\n${list.join('\n')}`);
}
