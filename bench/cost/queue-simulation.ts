/**
 * Plays through what becomes of photos that arrive at a studio on Lambda: two functions, each behind its asynchronous
 * queue, under one limit of executions at once. Events are tried, turned away and tried again later as Lambda documents
 * it (lambda-model.ts); nothing is averaged. Same input and seed, same result.
 */
import { billedMsOf } from '../../local/lambda/billing.ts';
import { EventHeap } from './event-heap.ts';
import { InstanceStock } from './instance-stock.ts';
import type { CloudModel, StageModel, TroubleModel } from './lambda-model.ts';
import { type Random, seeded } from './random.ts';

export interface SimulationInput {
  /** The arrival times of the photos, ms, ascending. */
  readonly arrivalsMs: Float64Array;
  /** Matting, then compose. */
  readonly stages: readonly [StageModel, StageModel];
  readonly cloud: CloudModel;
  readonly trouble: TroubleModel;
  readonly seed: number;
}

export interface StageResult {
  readonly runs: number;
  readonly billedMs: number;
  readonly coldStarts: number;
  /** Tries that found no instance. */
  readonly throttled: number;
}

export interface SimulationResult {
  /** From arrival to the finished photo, ms, by photo; NaN for one that was given up. */
  readonly tookMs: Float64Array;
  /** Photos that were given up, by reason. */
  readonly deadLetters: { readonly retriesExhausted: number; readonly eventAgeExceeded: number };
  readonly stages: readonly [StageResult, StageResult];
  readonly mostAtOnce: number;
  /** Photos that had arrived and were neither done nor given up. */
  readonly mostWaiting: number;
  /** Photos cut out within the busiest second. */
  readonly mostPerSecond: number;
  /** The time at which the last photo was done or given up, ms. */
  readonly endedMs: number;
}

/** A photo's next happening is one number: its own, the stage's, and whether a run begins or ends. */
const kinds = 4;
const begin = 0;
/** The end of a call that only woke an instance of compose. */
const woken = -1;
/** The duration of such a call after the start of its instance, ms. */
const wakeMs = 1;

class Simulation {
  readonly #input: SimulationInput;
  readonly #random: Random;
  readonly #heap = new EventHeap();
  readonly #stocks: readonly InstanceStock[];
  readonly #queuedMs: Float64Array;
  readonly #failures: Uint8Array;
  readonly #throttles: Uint8Array;
  readonly #isHopeless: Uint8Array;
  readonly #tookMs: Float64Array;
  readonly #runs = [newTally(), newTally()] as const;
  readonly #dead = { retriesExhausted: 0, eventAgeExceeded: 0 };
  #atOnce = 0;
  #mostAtOnce = 0;
  #waiting = 0;
  #mostWaiting = 0;
  #second = -1;
  #inSecond = 0;
  #mostPerSecond = 0;
  #nowMs = 0;

  constructor(input: SimulationInput) {
    const photos = input.arrivalsMs.length;
    this.#input = input;
    this.#random = seeded(input.seed);
    this.#stocks = input.stages.map(() => new InstanceStock(input.cloud));
    this.#queuedMs = new Float64Array(photos);
    this.#failures = new Uint8Array(photos);
    this.#throttles = new Uint8Array(photos);
    this.#isHopeless = new Uint8Array(photos);
    this.#tookMs = new Float64Array(photos).fill(Number.NaN);
  }

  run(): SimulationResult {
    const { arrivalsMs, trouble } = this.#input;
    let arrived = 0;
    while (arrived < arrivalsMs.length || this.#heap.size > 0) {
      if (arrived < arrivalsMs.length && arrivalsMs[arrived] <= this.#heap.nextTime) {
        this.#nowMs = arrivalsMs[arrived];
        this.#isHopeless[arrived] = Number(this.#random.next() < trouble.failingPhotos);
        this.#waiting += 1;
        this.#mostWaiting = Math.max(this.#mostWaiting, this.#waiting);
        this.#enqueue(arrived++, 0);
        continue;
      }
      this.#nowMs = this.#heap.nextTime;
      this.#happen(this.#heap.pop());
    }
    return {
      ...{ tookMs: this.#tookMs, deadLetters: this.#dead, stages: [{ ...this.#runs[0] }, { ...this.#runs[1] }] },
      ...{ mostAtOnce: this.#mostAtOnce, mostWaiting: this.#mostWaiting, mostPerSecond: this.#mostPerSecond },
      endedMs: this.#nowMs,
    };
  }

  #happen(happening: number): void {
    const [photo, stage] = [Math.floor(happening / kinds), (happening >> 1) & 1];
    if (happening === woken) this.#free(1);
    else if ((happening & 1) === begin) this.#try(photo, stage);
    else this.#end(photo, stage);
  }

  #enqueue(photo: number, stage: number): void {
    this.#queuedMs[photo] = this.#nowMs;
    this.#failures[photo] = 0;
    this.#throttles[photo] = 0;
    this.#try(photo, stage);
  }

  #try(photo: number, stage: number): void {
    const { cloud } = this.#input;
    if (this.#nowMs - this.#queuedMs[photo] > cloud.maxEventAgeMs) {
      this.#giveUp('eventAgeExceeded');
      return;
    }
    const start = this.#atOnce < cloud.accountConcurrency ? this.#stocks[stage].take(this.#nowMs) : 'none';
    if (start === 'none') this.#turnAway(photo, stage);
    else this.#begin(photo, stage, start);
  }

  #begin(photo: number, stage: number, start: 'warm' | 'cold'): void {
    const endMs = this.#occupy(stage, start, this.#drawRun(this.#input.stages[stage]));
    this.#heap.push(endMs, photo * kinds + stage * 2 + 1);
    if (stage === 0 && start === 'cold') this.#wakeCompose();
  }

  /** Matting's first photo calls compose, so that it starts meanwhile (functions/matting/serve-upload.ts). */
  #wakeCompose(): void {
    if (this.#atOnce >= this.#input.cloud.accountConcurrency) return;
    const start = this.#stocks[1].take(this.#nowMs);
    if (start !== 'none') this.#heap.push(this.#occupy(1, start, wakeMs), woken);
  }

  /** Takes an instance's time, and counts it. @returns when it is over, ms. */
  #occupy(stage: number, start: 'warm' | 'cold', runMs: number): number {
    this.#atOnce += 1;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#atOnce);
    const startMs = start === 'cold' ? this.#drawColdStart(this.#input.stages[stage]) : 0;
    const tally = this.#runs[stage];
    tally.runs += 1;
    tally.coldStarts += Number(start === 'cold');
    tally.billedMs += billedMsOf(runMs, startMs);
    return this.#nowMs + startMs + runMs;
  }

  #free(stage: number): void {
    this.#atOnce -= 1;
    this.#stocks[stage].giveBack(this.#nowMs);
  }

  /** No instance: back into the queue, for a time that doubles; a little jitter keeps events from marching in step. */
  #turnAway(photo: number, stage: number): void {
    const { firstBackoffMs, mostBackoffMs } = this.#input.cloud;
    const backoffMs = Math.min(mostBackoffMs, firstBackoffMs * 2 ** this.#throttles[photo]);
    if (this.#throttles[photo] < 30) this.#throttles[photo] += 1;
    this.#runs[stage].throttled += 1;
    this.#heap.push(this.#nowMs + backoffMs * (0.75 + 0.5 * this.#random.next()), photo * kinds + stage * 2 + begin);
  }

  #end(photo: number, stage: number): void {
    this.#free(stage);
    const { cloud, trouble, arrivalsMs } = this.#input;
    if (this.#isHopeless[photo] || this.#random.next() < trouble.failingRuns) {
      const delayMs = cloud.retryDelaysMs[this.#failures[photo]];
      this.#failures[photo] += 1;
      if (delayMs === undefined) this.#giveUp('retriesExhausted');
      else this.#heap.push(this.#nowMs + delayMs, photo * kinds + stage * 2 + begin);
    } else if (stage === 0) {
      this.#countCutout();
      this.#enqueue(photo, 1);
    } else {
      this.#tookMs[photo] = this.#nowMs - arrivalsMs[photo];
      this.#waiting -= 1;
    }
  }

  #giveUp(reason: keyof SimulationResult['deadLetters']): void {
    this.#dead[reason] += 1;
    this.#waiting -= 1;
  }

  #countCutout(): void {
    const second = Math.floor(this.#nowMs / 1000);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    this.#mostPerSecond = Math.max(this.#mostPerSecond, this.#inSecond);
  }

  #drawRun({ runMs, runSpread }: StageModel): number {
    return runMs * Math.exp(runSpread * this.#random.normal() - runSpread ** 2 / 2);
  }

  #drawColdStart({ coldStartMs: [least, most] }: StageModel): number {
    return least + (most - least) * this.#random.next();
  }
}

const newTally = () => ({ runs: 0, billedMs: 0, coldStarts: 0, throttled: 0 });

export function simulateQueue(input: SimulationInput): SimulationResult {
  return new Simulation(input).run();
}
