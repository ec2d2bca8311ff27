/** After the faults: does every record tell the truth, is every object whole, and is everything as in an undisturbed run? */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { recordKey } from '../../core/keys.ts';
import { type PhotoRecord, photoRecordSchema } from '../../core/photo-record.ts';
import { parseJson } from '../../functions/runtime/records.ts';
import type { DeadLetter } from '../../local/lambda/host.ts';
import { resultsBucket, uploadsBucket } from '../../local/studio/folder.ts';
import type { BucketView } from '../fuzz/bucket-view.ts';

export interface State {
  readonly records: ReadonlyMap<string, PhotoRecord>;
  /** MD5 of every object but records, by key. */
  readonly objects: ReadonlyMap<string, string>;
  /** The faults that were found, one phrase each. */
  readonly contradictions: readonly string[];
}

/** Reads every object and every record of these photos. */
export async function takeStock(view: BucketView, photoIds: readonly string[]): Promise<State> {
  const contradictions: string[] = [];
  const objects = new Map<string, string>();
  const sizes = new Map<string, number>();
  const recordsPrefix = recordKey('').slice(0, -'.json'.length);
  for (const key of (await view.results()).filter((one) => !one.startsWith(recordsPrefix))) {
    const stored = await view.read(key);
    const digest = createHash('md5')
      .update(stored?.bytes ?? '')
      .digest('hex');
    if (digest !== stored?.etag) contradictions.push(`${key} is not what its ETag says`);
    objects.set(key, digest);
    sizes.set(key, stored?.bytes.length ?? 0);
  }
  const records = await readRecords(view, photoIds, contradictions);
  for (const [photoId, record] of records) contradictions.push(...contradictionsOf(photoId, record, sizes));
  return { records, objects, contradictions };
}

async function readRecords(view: BucketView, photoIds: readonly string[], contradictions: string[]) {
  const records = new Map<string, PhotoRecord>();
  for (const photoId of photoIds) {
    const stored = await view.read(recordKey(photoId));
    if (!stored) continue;
    const parsed = photoRecordSchema.safeParse(parseJson(stored.bytes));
    if (parsed.success) records.set(photoId, parsed.data);
    else contradictions.push(`the record of ${photoId} cannot be read`);
  }
  return records;
}

function contradictionsOf(
  photoId: string,
  { status, outputs }: PhotoRecord,
  sizes: ReadonlyMap<string, number>,
): string[] {
  if (status !== 'done') return [];
  if (outputs.length === 0) return [`${photoId} is done without outputs`];
  return outputs
    .filter(({ key, sizeBytes }) => sizes.get(key) !== sizeBytes)
    .map(({ key, sizeBytes }) => `${photoId} says ${key} has ${sizeBytes} bytes, it has ${sizes.get(key)}`);
}

/** Keys that one of them lacks or has with other bytes. */
export function differences(one: State, other: State): string[] {
  const keys = new Set([...one.objects.keys(), ...other.objects.keys()]);
  return [...keys].filter((key) => one.objects.get(key) !== other.objects.get(key));
}

/** Returns the photo that a dead letter concerns, whichever function failed. */
export function photoOf({ requestPayload }: DeadLetter): string {
  const compose = z.object({ photoId: z.string() }).safeParse(requestPayload);
  if (compose.success) return compose.data.photoId;
  const key = z.object({ Records: z.array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })) });
  const [record] = key.safeParse(requestPayload).data?.Records ?? [];
  return decodeURIComponent((record?.s3.object.key ?? '').replaceAll('+', ' ')).replace(/^uploads\//, '');
}

/** Files of an object server that no object uses, and bodies that are missing. @param dataDir of a server that is closed. */
export async function strayFiles(dataDir: string): Promise<string[]> {
  const strays: string[] = [];
  for (const bucket of [uploadsBucket, resultsBucket]) {
    const dir = join(dataDir, bucket);
    strays.push(...(await readdir(join(dir, 'tmp'))).map((name) => `${bucket}/tmp/${name}`));
    const described = await Promise.all(
      (await readdir(join(dir, 'meta'))).map(async (name) => {
        return z.object({ bodyPath: z.string() }).parse(JSON.parse(await readFile(join(dir, 'meta', name), 'utf8')))
          .bodyPath;
      }),
    );
    const root = join(dir, 'files');
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const bodies = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
    const [used, there] = [new Set(described), new Set(bodies)];
    strays.push(...bodies.filter((path) => !used.has(path)), ...described.filter((path) => !there.has(path)));
  }
  return strays;
}
