/** `ops history`: lists the records of photos, newest last, without names of persons or files. */
import { GetObjectCommand, NoSuchKey, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { findStandard } from '../core/find-standard.ts';
import { recordKey } from '../core/keys.ts';
import { type PhotoRecord, photoRecordSchema } from '../core/photo-record.ts';
import { photoReference } from '../functions/runtime/log.ts';
import { type Filter, isWanted, type Line } from './filter.ts';
import type { OpsTarget } from './target.ts';

/** The number of records that are fetched at the same time. */
const batchSize = 16;

const [recordsPrefix, recordsSuffix] = recordKey('|').split('|');

interface ListedRecord {
  readonly key: string;
  /** Epoch ms. */
  readonly writtenAtMs: number;
}

export interface HistoryOptions {
  readonly filter: Filter;
  /** At most this many lines: the newest that pass the filter. */
  readonly limit: number;
  /** Adds the ids of the photos, which contain file names. */
  readonly showKeys: boolean;
}

/** Returns one line for each record that passes the filter, oldest first. */
export async function listHistory(
  target: OpsTarget,
  { filter, limit, showKeys }: HistoryOptions,
): Promise<readonly Line[]> {
  const listed = await listRecords(target, filter.sinceMs);
  const lines: Line[] = [];
  // S3 lists by key, so all records are listed, and then the newest are read first until there are enough.
  for (let at = 0; at < listed.length && lines.length < limit; at += batchSize) {
    const batch = await Promise.all(listed.slice(at, at + batchSize).map((one) => readLine(target, one, showKeys)));
    lines.push(...batch.filter((line) => line !== null).filter((line) => isWanted(line, filter)));
  }
  return lines.slice(0, limit).toReversed();
}

async function listRecords({ s3, resultsBucket }: OpsTarget, sinceMs: number): Promise<readonly ListedRecord[]> {
  const listed: ListedRecord[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: s3 },
    { Bucket: resultsBucket, Prefix: recordsPrefix },
  )) {
    for (const { Key = '', LastModified } of Contents) {
      const writtenAtMs = LastModified?.getTime() ?? 0;
      if (writtenAtMs >= sinceMs && Key.endsWith(recordsSuffix)) listed.push({ key: Key, writtenAtMs });
    }
  }
  return listed.sort((one, other) => other.writtenAtMs - one.writtenAtMs);
}

/** Reads one record. @returns null when the photo was deleted after the listing. */
async function readLine({ s3, resultsBucket }: OpsTarget, { key, writtenAtMs }: ListedRecord, showKeys: boolean) {
  const text = await s3
    .send(new GetObjectCommand({ Bucket: resultsBucket, Key: key }))
    .then(({ Body }) => Body?.transformToString())
    .catch((error: unknown) => {
      if (error instanceof NoSuchKey) return null;
      throw error;
    });
  if (text === null) return null;
  const photoId = key.slice(recordsPrefix.length, -recordsSuffix.length);
  const record = parseRecord(text ?? '');
  return {
    timestamp: writtenAtMs,
    functionName: 'record',
    status: record?.rejection?.code ?? record?.status ?? 'unreadable',
    codes: record ? [record.status] : [],
    photos: [photoReference(photoId)],
    details: { ...(record && detailsOf(record)), ...(showKeys && { keys: [photoId] }) },
  } satisfies Line;
}

function detailsOf({ status, order, outputs, checks, reusedCutout, timings, source }: PhotoRecord) {
  const total = (steps: Readonly<Record<string, number>>) =>
    Math.round(Object.values(steps).reduce((a, b) => a + b, 0));
  const failed = [...checks, ...outputs.flatMap((output) => output.checks)].filter(({ result }) => result === 'fail');
  return {
    state: status,
    standards: (order?.standards ?? []).map(nameOfStandard),
    outputs: outputs.length,
    failedChecks: [...new Set(failed.map(({ code }) => code))],
    reusedCutout,
    sizeBytes: source.sizeBytes,
    mattingMs: total(timings.matting) || undefined,
    composeMs: total(timings.compose) || undefined,
  };
}

/**
 * Returns the id of a standard, or `?` when there is no such standard. An order is free text and may contain a name.
 */
function nameOfStandard(id: string): string {
  try {
    return findStandard(id).id;
  } catch {
    return '?';
  }
}

function parseRecord(text: string): PhotoRecord | undefined {
  try {
    return photoRecordSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
