/** `ops history`: the records of photos, newest last, without anything that says whose they are. */
import { GetObjectCommand, NoSuchKey, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { findStandard } from '../core/find-standard.ts';
import { recordKey } from '../core/keys.ts';
import { type PhotoRecord, photoRecordSchema } from '../core/photo-record.ts';
import { photoReference } from '../functions/runtime/log.ts';
import { type Filter, isWanted, type Line } from './filter.ts';
import type { OpsTarget } from './target.ts';

/** Records that are fetched at the same time. */
const atOnce = 16;

const [recordsPrefix, recordsSuffix] = recordKey('|').split('|');

interface Listed {
  readonly key: string;
  readonly writtenAtMs: number;
}

export interface HistoryOptions {
  readonly filter: Filter;
  /** The newest so many that the filter wants. */
  readonly limit: number;
  readonly showKeys: boolean;
}

export async function listHistory(
  target: OpsTarget,
  { filter, limit, showKeys }: HistoryOptions,
): Promise<readonly Line[]> {
  const listed = await listRecords(target, filter.sinceMs);
  const lines: Line[] = [];
  // Newest first, until there are enough; S3 itself lists by key.
  for (let at = 0; at < listed.length && lines.length < limit; at += atOnce) {
    const some = await Promise.all(listed.slice(at, at + atOnce).map((one) => readLine(target, one, showKeys)));
    lines.push(...some.filter((line) => line !== null).filter((line) => isWanted(line, filter)));
  }
  return lines.slice(0, limit).toReversed();
}

async function listRecords({ s3, resultsBucket }: OpsTarget, sinceMs: number): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
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

/** Null when the photo was deleted meanwhile. */
async function readLine({ s3, resultsBucket }: OpsTarget, { key, writtenAtMs }: Listed, showKeys: boolean) {
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

/** What people order is what they typed, or the folder that their file lay in: only what the studio knows is shown. */
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
