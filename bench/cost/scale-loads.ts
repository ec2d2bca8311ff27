/** The loads that scale.ts plays through: how many photos come when, and into what kind of account. */
import type { Random } from './random.ts';

export interface Load {
  readonly name: string;
  /** A name that is short enough for the plot. */
  readonly label: string;
  readonly photos: number;
  /** Executions at once that the account allows. */
  readonly accountConcurrency: number;
  /** Photos at the beginning that only warm the instances up and are not counted. */
  readonly warmUp?: number;
  /** Runs take so many times as long as measured. */
  readonly slower?: number;
  /** The arrival time of the photo, as a share of `spanMs`, 0 to 1. */
  readonly share: (random: Random, at: number) => number;
  readonly spanMs: number;
  /** Left out of a quick run. */
  readonly isLong?: boolean;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const million = 1_000_000;

/** The limits that Lambda gives to a new account, and later. */
const accounts = { fresh: 10, usual: 1000 } as const;

const evenly = (random: Random) => random.next();
const atOnce = () => 0;

/** Between eight and twenty hours, most at two in the afternoon: the mean of two draws is a triangle. */
const byDay = (random: Random) => (8 + 6 * (random.next() + random.next())) / 24;

/** Every minute's photos within its first ten seconds, as batches of other systems send them. */
const inBatches = (random: Random) => {
  const minutes = 60;
  return (Math.floor(random.next() * minutes) + random.next() / 6) / minutes;
};

export const loads: readonly Load[] = [
  {
    ...{ name: 'one photo, everything cold', label: 'one photo, cold', photos: 1, spanMs: 0, share: atOnce },
    accountConcurrency: accounts.fresh,
  },
  {
    ...{
      name: 'a second photo a minute later (cost of both)',
      label: 'a second photo',
      photos: 2,
      spanMs: minuteMs,
      warmUp: 1,
    },
    ...{ share: (_, at) => at, accountConcurrency: accounts.fresh },
  },
  {
    ...{
      name: '10,000 a day, most in the afternoon',
      label: '10 k a day',
      photos: 10_000,
      spanMs: dayMs,
      share: byDay,
    },
    accountConcurrency: accounts.fresh,
  },
  {
    ...{ name: '10,000 within one minute', label: '10 k in a minute', photos: 10_000, spanMs: minuteMs, share: evenly },
    accountConcurrency: accounts.fresh,
  },
  {
    ...{ name: '10,000 within one minute', label: '10 k in a minute', photos: 10_000, spanMs: minuteMs, share: evenly },
    accountConcurrency: accounts.usual,
  },
  {
    ...{
      name: '1,000,000 in an hour, evenly',
      label: '1 M in an hour',
      photos: million,
      spanMs: hourMs,
      share: evenly,
    },
    accountConcurrency: accounts.usual,
  },
  {
    ...{
      name: '1,000,000 in an hour, runs twice as long',
      label: '1 M, runs twice as long',
      photos: million,
      spanMs: hourMs,
      share: evenly,
      slower: 2,
    },
    accountConcurrency: accounts.usual,
  },
  {
    ...{
      name: '1,000,000 in an hour, in batches each minute',
      label: '1 M in an hour, in batches',
      photos: million,
      spanMs: hourMs,
      share: inBatches,
    },
    accountConcurrency: accounts.usual,
  },
  {
    ...{
      name: '1,000,000 in an hour, in batches each minute',
      label: '1 M in an hour, in batches',
      photos: million,
      spanMs: hourMs,
      share: inBatches,
    },
    accountConcurrency: 3000,
  },
  {
    ...{ name: '1,000,000 at once', label: '1 M at once', photos: million, spanMs: 0, share: atOnce, isLong: true },
    accountConcurrency: accounts.usual,
  },
  {
    ...{
      name: '1,000,000 in an hour, new account',
      label: '1 M in an hour',
      photos: million,
      spanMs: hourMs,
      share: evenly,
      isLong: true,
    },
    accountConcurrency: accounts.fresh,
  },
];

/** Arrival times, ms, ascending. */
export function drawArrivals({ photos, spanMs, share }: Load, random: Random): Float64Array {
  return Float64Array.from({ length: photos }, (_, at) => share(random, at) * spanMs).sort();
}
