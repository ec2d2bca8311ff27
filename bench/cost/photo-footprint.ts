/**
 * The costs of one photo beside run time, the same for every memory size: requests, storage, logs. cost.ts and
 * scale.ts add it to the price of run time.
 */
import { eventPrices, logPrices, s3Prices } from './prices.ts';

/**
 * A new photo with one output that is fetched once. test/handler/bench/photo-footprint.test.ts counts requests and bytes as
 * the handlers make them. The page adds two reads for each look at the photo's status.
 */
export const footprint = {
  /** Upload, record (begun), cutout, result, record (done). */
  writes: 5,
  /** Matting: upload, a cutout with the same fingerprint, upload once more (is it still there?). Compose: record, cutout. The result, by its owner. */
  reads: 6,
  /** A photo of a phone. */
  uploadMb: 3,
  uploadDays: 1,
  /** Working photo and edges of 1365 x 2048 px. Drawn portraits have 1.0 MB, the largest of seven real ones 1.44 MB. */
  cutoutMb: 1.5,
  cutoutDays: 1,
  /** A photo and its record. */
  resultsMb: 0.1,
  resultsDays: 7,
  /** The event of the settled photo. */
  events: 1,
  /** One line of ours and three of Lambda's, for each of two functions, each with 26 bytes that CloudWatch adds. */
  logKb: 1.5,
} as const;

/** S3 removes an object at the midnight (UTC) after its last day (S3 user guide, "Expiring objects", read 2026-11-25). */
const daysUntilMidnight = 0.5;
const daysPerMonth = 30;
const bytesPerGb = 1024 ** 3;

type Kept = readonly [mb: number, days: number];

export interface PriceLine {
  readonly what: string;
  readonly howMuch: string;
  readonly usd: number;
}

/** Returns the costs of this many photos beside Lambda. */
export function pricesBesideLambda(photos: number): readonly PriceLine[] {
  const { writes, reads, uploadMb, uploadDays, cutoutMb, cutoutDays, resultsMb, resultsDays } = footprint;
  const { events, logKb } = footprint;
  const kept: readonly Kept[] = [
    [uploadMb, uploadDays],
    [cutoutMb, cutoutDays],
    [resultsMb, resultsDays],
  ];
  const mbDays = kept.reduce((sum, [mb, days]) => sum + mb * (days + daysUntilMidnight), 0);
  const gbMonths = (mbDays * 1024 ** 2) / bytesPerGb / daysPerMonth;
  return [
    { what: 'S3 writes', howMuch: `${writes} a photo`, usd: (photos * writes * s3Prices.perThousandWrites) / 1000 },
    { what: 'S3 reads', howMuch: `${reads} a photo`, usd: (photos * reads * s3Prices.perThousandReads) / 1000 },
    {
      what: 'S3 storage',
      howMuch: `${kept.map(([mb, days]) => `${mb} MB for ${days} day${days === 1 ? '' : 's'}`).join(', ')}, and half a day`,
      usd: photos * gbMonths * s3Prices.perGbMonth,
    },
    {
      what: 'EventBridge',
      howMuch: `${events} event a photo`,
      usd: (photos * events * eventPrices.perMillion) / 1e6,
    },
    { what: 'Logs', howMuch: `${logKb} kB a photo`, usd: ((photos * logKb * 1024) / bytesPerGb) * logPrices.perGb },
  ];
}

export function usdBesideLambda(photos: number): number {
  return pricesBesideLambda(photos).reduce((sum, { usd }) => sum + usd, 0);
}
