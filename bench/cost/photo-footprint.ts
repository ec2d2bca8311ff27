/**
 * The costs of one photo beside run time, the same for every memory size: requests, storage, logs. cost.ts and
 * scale.ts add it to the price of run time.
 */
import { logPrices, s3Prices } from './prices.ts';

/** Requests as the handlers make them, for a new photo with one output that is fetched once; test/handler/bench/photo-footprint.test.ts counts them. */
export const footprint = {
  /** Upload, record (begun), cutout, measurements, working photo, fingerprint, record (cut out), result, record (done). */
  writes: 9,
  /** Matting: record, upload, fingerprint, upload once more (is it still there?). Compose: record, measurements, cutout. The result, by its owner. */
  reads: 8,
  /** A photo of a phone, kept for a day; what is made of it, for a week (the defaults of infra/options.ts). */
  uploadMb: 3,
  uploadDays: 1,
  resultsMb: 5,
  resultsDays: 7,
  /** One line of ours and three of Lambda's, for each of two functions. */
  logKb: 3,
} as const;

const daysPerMonth = 30;
const bytesPerGb = 1024 ** 3;

export interface PriceLine {
  readonly what: string;
  readonly howMuch: string;
  readonly usd: number;
}

/** Returns the costs of this many photos beside Lambda. */
export function pricesBesideLambda(photos: number): readonly PriceLine[] {
  const { writes, reads, uploadMb, uploadDays, resultsMb, resultsDays, logKb } = footprint;
  const gbMonths = ((uploadMb * uploadDays + resultsMb * resultsDays) * 1024 ** 2) / bytesPerGb / daysPerMonth;
  return [
    { what: 'S3 writes', howMuch: `${writes} a photo`, usd: (photos * writes * s3Prices.perThousandWrites) / 1000 },
    { what: 'S3 reads', howMuch: `${reads} a photo`, usd: (photos * reads * s3Prices.perThousandReads) / 1000 },
    {
      what: 'S3 storage',
      howMuch: `${uploadMb} MB for ${uploadDays} day and ${resultsMb} MB for ${resultsDays} days`,
      usd: photos * gbMonths * s3Prices.perGbMonth,
    },
    { what: 'Logs', howMuch: `${logKb} kB a photo`, usd: ((photos * logKb * 1024) / bytesPerGb) * logPrices.perGb },
  ];
}

export function usdBesideLambda(photos: number): number {
  return pricesBesideLambda(photos).reduce((sum, { usd }) => sum + usd, 0);
}
