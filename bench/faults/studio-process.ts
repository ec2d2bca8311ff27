/**
 * A studio in a process of its own, so that a bench can kill it, measure it, and have its instances killed at random. Started
 * by studio-child.ts, to which it reports by messages.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { DeadLetter, InvocationReport } from '../../local/lambda/host.ts';
import type { StudioOptions } from '../../local/studio/options.ts';
import { type Studio, startStudio } from '../../local/studio/studio.ts';
import { seededRandom } from '../../portraits/random.ts';

export interface ProcessOptions
  extends Pick<
    StudioOptions,
    'dataDir' | 'modelDir' | 'settings' | 'sizes' | 'concurrency' | 'pagePort' | 'storageEndpoint' | 'retryDelaysMs'
  > {
  /** Share of invocations whose instance is killed in mid-work. */
  readonly killShare?: number;
  readonly seed?: number;
}

export type FromStudio =
  | {
      readonly kind: 'ready';
      readonly studio: Pick<Studio, 'endpoint' | 'region' | 'credentials' | 'pageUrl'>;
      readonly enforcement: Studio['host']['enforcement'];
    }
  | { readonly kind: 'report'; readonly report: InvocationReport }
  | { readonly kind: 'letter'; readonly deadLetter: DeadLetter }
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'killed' }
  | { readonly kind: 'depth'; readonly depth: number }
  | { readonly kind: 'letters'; readonly deadLetters: readonly DeadLetter[] }
  | { readonly kind: 'redriven'; readonly count: number }
  | { readonly kind: 'stopped' };

export type ToStudio =
  | { readonly kind: 'enqueue'; readonly functionName: string; readonly payload: unknown }
  | { readonly kind: 'spare' | 'depth' | 'letters' | 'redrive' | 'stop' };

const tell = (message: FromStudio) => process.connected && process.send?.(message);

async function run(options: ProcessOptions): Promise<void> {
  const { killShare = 0, seed = 1, ...rest } = options;
  const studio = await startStudio({
    ...rest,
    idleMs: 600_000,
    onReport: (report) => tell({ kind: 'report', report }),
    onLog: (_, line) => tell({ kind: 'log', line }),
    onDeadLetter: (deadLetter) => tell({ kind: 'letter', deadLetter }),
  });
  const killing = { share: killShare };
  process.on('message', (message: ToStudio) => void obey(studio, killing, message));
  const { endpoint, region, credentials, pageUrl } = studio;
  tell({ kind: 'ready', studio: { endpoint, region, credentials, pageUrl }, enforcement: studio.host.enforcement });
  await killAtRandom(studio, killing, seed);
}

async function obey({ host, close }: Studio, killing: { share: number }, message: ToStudio): Promise<void> {
  // It is refused while the disk is full: the sender of an event that was not accepted loses nothing.
  if (message.kind === 'enqueue') await host.enqueue(message.functionName, message.payload).catch(() => undefined);
  if (message.kind === 'spare') killing.share = 0;
  if (message.kind === 'depth') tell({ kind: 'depth', depth: host.queueDepth() });
  if (message.kind === 'letters') tell({ kind: 'letters', deadLetters: await host.deadLetters() });
  if (message.kind === 'redrive') tell({ kind: 'redriven', count: await host.redrive() });
  if (message.kind === 'stop') {
    await close();
    tell({ kind: 'stopped' });
    process.disconnect();
  }
}

/** Often enough to see every invocation, and next to nothing of a CPU. */
const lookMs = 15;

/** Looks for invocations that have begun, and kills the instance of some of them within the time that such work takes. */
async function killAtRandom(studio: Studio, killing: { share: number }, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const seen = new Map<string, number>();
  while (process.connected) {
    for (const { id, pid, invocations, state } of studio.host.instances()) {
      if (state !== 'busy' || seen.get(id) === invocations) continue;
      seen.set(id, invocations);
      if (random() < killing.share && pid !== undefined) void killSoon(pid, random() * 600);
    }
    await delay(lookMs);
  }
}

async function killSoon(pid: number, waitMs: number): Promise<void> {
  await delay(waitMs);
  try {
    process.kill(-pid, 'SIGKILL');
    tell({ kind: 'killed' });
  } catch {
    // It had ended by itself.
  }
}

process.once('message', (options: ProcessOptions) => {
  process.once('disconnect', () => process.exit());
  void run(options);
});
