/** One pile of photos through a studio to which everything happens that can; faults.ts compares it with an undisturbed run. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { recordKey } from '../../core/keys.ts';
import type { DeadLetter } from '../../local/lambda/host.ts';
import { seededRandom } from '../../portraits/random.ts';
import { type BucketView, viewBuckets } from '../fuzz/bucket-view.ts';
import { pick } from '../fuzz/hostile-file.ts';
import type { Photo } from '../performance/photos.ts';
import { type State, strayFiles, takeStock } from './check-up.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import type { SmallDisk } from './small-disk.ts';
import { newMessages, type StudioChild, type StudioMessages, startStudioChild } from './studio-child.ts';
import type { ProcessOptions } from './studio-process.ts';
import { eventsAgain, uploadAll } from './uploads.ts';

export interface RunOptions {
  readonly studio: Pick<ProcessOptions, 'modelDir' | 'settings' | 'sizes' | 'concurrency' | 'retryDelaysMs'>;
  /** Names are photoIds. */
  readonly photos: readonly Photo[];
  /** Photos that no function can process; they end as dead letters. */
  readonly poison: readonly Photo[];
  readonly disk: SmallDisk;
  readonly seed: number;
  /** False: nothing happens to this one. */
  readonly isDisturbed: boolean;
  readonly say: (line: string) => void;
}

export interface RunResult {
  /** Before and after redrive. */
  readonly first: State;
  readonly last: State;
  readonly firstDeadLetters: readonly DeadLetter[];
  readonly lastDeadLetters: readonly DeadLetter[];
  readonly redriven: number;
  readonly messages: StudioMessages;
  readonly faults: FaultProxy['counts'];
  readonly strays: readonly string[];
  readonly hostKills: number;
  readonly fills: number;
  readonly replays: number;
  readonly wallMs: number;
}

/** Share of requests to the object server that are spoiled, and of invocations whose instance is killed. */
const [faultShare, killShare] = [0.15, 0.2];
const outageMs = 6000;
const fullMs = 3000;

export async function runFaulty(options: RunOptions): Promise<RunResult> {
  const proxy = await startFaultProxy(seededRandom(options.seed));
  const messages = newMessages();
  const scene = new Scene(options, proxy, messages);
  try {
    return await scene.play();
  } finally {
    await scene.close();
    await proxy.close();
  }
}

class Scene {
  readonly #options: RunOptions;
  readonly #proxy: FaultProxy;
  readonly #messages: StudioMessages;
  readonly #random;
  #child: StudioChild | undefined;
  #view: BucketView | undefined;
  #hostKills = 0;
  #fills = 0;
  #replays = 0;

  constructor(options: RunOptions, proxy: FaultProxy, messages: StudioMessages) {
    this.#options = options;
    this.#proxy = proxy;
    this.#messages = messages;
    this.#random = seededRandom(options.seed + 1);
  }

  async play(): Promise<RunResult> {
    const { photos, poison, isDisturbed, say, disk } = this.#options;
    const begun = performance.now();
    await this.#start();
    if (isDisturbed) this.#proxy.share = faultShare;
    const uploading = uploadAll({ ...this.#studio().studio, endpoint: this.#proxy.endpoint }, [...poison, ...photos]);
    if (isDisturbed) await this.#disturb();
    await uploading;
    say('everything is uploaded');
    await this.#settle();
    await this.#calm();
    const ids = photos.map(({ name }) => name);
    const first = await takeStock(this.#buckets(), ids);
    const firstDeadLetters = await this.#studio().deadLetters();
    say(`${countDone(first)} of ${photos.length} done, ${firstDeadLetters.length} dead deadLetters; now redrive`);
    if (isDisturbed) await this.#replayAll(ids);
    const redriven = await this.#studio().redrive();
    await this.#settle();
    const last = await takeStock(this.#buckets(), ids);
    const lastDeadLetters = await this.#studio().deadLetters();
    await this.#studio().stop();
    this.#child = undefined;
    const strays = await strayFiles(join(disk.dir, 'data', 'objects'));
    const counted = { hostKills: this.#hostKills, fills: this.#fills, replays: this.#replays };
    const states = { first, last, firstDeadLetters, lastDeadLetters, redriven, strays };
    return {
      ...states,
      ...counted,
      messages: this.#messages,
      faults: this.#proxy.counts,
      wallMs: performance.now() - begun,
    };
  }

  async close(): Promise<void> {
    this.#view?.close();
    await this.#child?.kill();
  }

  async #start(): Promise<void> {
    const { studio, disk, isDisturbed, seed } = this.#options;
    const ends = isDisturbed ? { killShare, seed: seed + this.#hostKills } : {};
    const dataDir = join(disk.dir, 'data');
    const storageEndpoint = this.#proxy.endpoint;
    this.#child = await startStudioChild({ ...studio, ...ends, dataDir, storageEndpoint }, this.#messages);
    this.#proxy.targetPort = Number(new URL(this.#child.studio.endpoint).port);
    this.#view?.close();
    this.#view = viewBuckets(this.#child.studio);
  }

  /** The faults, each at a share of the finished photos. */
  async #disturb(): Promise<void> {
    const acts: readonly (readonly [share: number, what: string, act: () => Promise<void>])[] = [
      [0.1, 'the object server is out', () => this.#outage()],
      [0.25, 'the host is killed', () => this.#killHost()],
      [0.4, 'the disk is full', () => this.#fillDisk()],
      [0.5, 'old events come again', () => this.#replaySome()],
      [0.6, 'the host is killed', () => this.#killHost()],
      [0.75, 'the disk is full', () => this.#fillDisk()],
      [0.85, 'the object server is out', () => this.#outage()],
    ];
    for (const [share, what, act] of acts) {
      await this.#untilDone(share);
      this.#options.say(`${Math.round(share * 100)} %: ${what}`);
      await act();
    }
  }

  async #outage(): Promise<void> {
    this.#proxy.isOut = true;
    await delay(outageMs);
    this.#proxy.isOut = false;
  }

  async #killHost(): Promise<void> {
    await this.#studio().kill();
    this.#proxy.targetPort = undefined;
    this.#hostKills += 1;
    await this.#start();
  }

  async #fillDisk(): Promise<void> {
    const { disk } = this.#options;
    if (disk.sizeMb === null) return;
    this.#fills += 1;
    await disk.fill();
    await delay(fullMs);
    await disk.empty();
  }

  /** Events as they came before, and older ones of the same keys: nothing may change by them. */
  async #replaySome(): Promise<void> {
    const ids = this.#options.photos.map(({ name }) => name);
    for (let i = 0; i < 40; i++) await this.#replay(pick(this.#random, ids));
  }

  async #replayAll(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#replay(id);
    await this.#settle();
  }

  async #replay(photoId: string): Promise<void> {
    const events = await eventsAgain(this.#buckets(), photoId);
    for (const event of events) this.#studio().enqueue('matting', event);
    this.#replays += events.length;
  }

  async #untilDone(share: number): Promise<void> {
    const { photos } = this.#options;
    const prefix = recordKey('').slice(0, -'.json'.length);
    for (;;) {
      // Outputs are written before the record that says so: near enough for a moment.
      const keys = await this.#buckets()
        .results()
        .catch(() => []);
      const finished = new Set(
        keys.filter((key) => key.startsWith('results/')).map((key) => key.split('/').slice(1, -1).join('/')),
      );
      if (finished.size >= photos.length * share) return;
      if (keys.filter((key) => key.startsWith(prefix)).length >= photos.length && (await this.#studio().depth()) === 0)
        return;
      await delay(200);
    }
  }

  /** Until nothing waits and nothing runs, twice in a row. @throws Error when that does not come. */
  async #settle(): Promise<void> {
    const until = performance.now() + 900_000;
    for (let quiet = 0; quiet < 3; ) {
      quiet = (await this.#studio().depth()) === 0 ? quiet + 1 : 0;
      if (performance.now() > until) throw new Error('some events are not worked on');
      await delay(200);
    }
  }

  async #calm(): Promise<void> {
    this.#proxy.share = 0;
    this.#studio().spare();
  }

  #studio(): StudioChild {
    if (!this.#child) throw new Error('there is no studio');
    return this.#child;
  }

  #buckets(): BucketView {
    if (!this.#view) throw new Error('there is no studio');
    return this.#view;
  }
}

export const countDone = ({ records }: State): number =>
  [...records.values()].filter(({ status }) => status === 'done').length;
