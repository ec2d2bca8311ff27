/** Writes results.csv of a roster in the results bucket: when the last photo is settled, and whenever the roster is stored. */
import * as z from 'zod';
import { Transient } from '../../core/errors.ts';
import { photoIdFromKey, recordsPrefix, resultsPrefix, rosterResultsKey } from '../../core/keys.ts';
import { isSettled, type PhotoRecord } from '../../core/photo-record.ts';
import { type ResultRow, resultsCsv } from '../../core/roster/results-csv.ts';
import { finderOf } from '../../core/roster/roster.ts';
import { rosterPlaceOf } from '../../core/roster/roster-place.ts';
import type { PhotoOutcome } from '../runtime/event-handler.ts';
import { inGroups } from '../runtime/in-groups.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import { readRecord } from '../runtime/records.ts';

/** The payload that matting sends. */
export const rosterPayloadSchema = z.object({
  /** The photoId of the roster. */
  photoId: z.string().min(1),
  rosterResults: z.enum(['when-complete', 'now']),
});

/** A roster with the photos that were stored for it. */
interface StoredClass {
  readonly folder: string;
  readonly roster: NonNullable<PhotoRecord['roster']>;
  /** The photoIds of all records of the folder, without the roster. */
  readonly ids: readonly string[];
}

/** Tries to write a table that another instance writes at the same time. */
const mostTries = 5;

/**
 * Writes the table. `when-complete`: only if every row has a settled photo.
 * @throws Transient `conflict` when the table kept changing.
 */
export async function writeRosterResults(
  results: ObjectStore,
  { photoId, rosterResults: when }: z.infer<typeof rosterPayloadSchema>,
): Promise<PhotoOutcome> {
  const outcome = (word: string): PhotoOutcome => ({ photoId, outcome: word, timings: {} });
  const begun = await findClass(results, photoId);
  if (!begun) return outcome('gone');
  if (when === 'when-complete' && !(await isComplete(results, begun))) return outcome('roster-in-work');
  const key = rosterResultsKey(photoId);
  for (let left = mostTries; left > 0; left--) {
    // The table is read before the records, so that a table of newer records is never overwritten.
    const etag = (await results.get(key))?.etag ?? null;
    const found = await findClass(results, photoId);
    if (!found) return outcome('gone');
    const bytes = new TextEncoder().encode(resultsCsv(await rowsOf(results, found)));
    if ((await results.putIf(key, bytes, 'text/csv; charset=utf-8', etag)) !== null) return outcome('roster-results');
  }
  throw new Transient('conflict', 'the table of results kept changing');
}

/** Lets the table be written if this photo was the last one of a roster. @param record of a settled photo. */
export async function finishRosterOf(results: ObjectStore, { photoId, person }: PhotoRecord): Promise<void> {
  const place = person && rosterPlaceOf(photoId);
  if (place) await writeRosterResults(results, { photoId: place.rosterId, rosterResults: 'when-complete' });
}

/** @returns null when the roster was deleted or is not readable. */
async function findClass(results: ObjectStore, rosterId: string): Promise<StoredClass | null> {
  const place = rosterPlaceOf(rosterId);
  const roster = (await readRecord(results, rosterId))?.roster;
  if (!place || !roster) return null;
  const keys = await results.listAll(recordsPrefix(place.folder));
  const ids = keys.flatMap((key) => photoIdFromKey(key) ?? []);
  return { folder: place.folder, roster, ids: ids.filter((id) => id !== rosterId) };
}

/** Returns whether each row has a photo that is finished or rejected. A photo without files decides soon, so it is read first. */
async function isComplete(results: ObjectStore, { folder, roster, ids }: StoredClass): Promise<boolean> {
  const idOf = finderOf(ids, (id) => id.slice(folder.length));
  const wanted = roster.rows.map(({ file }) => idOf(file));
  if (wanted.includes(undefined)) return false;
  const keys = await results.listAll(resultsPrefix(folder).slice(0, -1));
  const made = new Set(keys.map(photoIdFromKey));
  for (const id of wanted.toReversed()) {
    if (id === undefined || made.has(id)) continue;
    const record = await readRecord(results, id);
    if (!record || !isSettled(record)) return false;
  }
  return true;
}

async function rowsOf(results: ObjectStore, { folder, roster, ids }: StoredClass): Promise<ResultRow[]> {
  const records = (await inGroups(ids, (id) => readRecord(results, id))).filter((record) => record !== null);
  const fileOf = ({ photoId }: PhotoRecord) => photoId.slice(folder.length);
  const recordOf = finderOf(records, fileOf);
  const people = roster.rows.map(({ name, file, line }) => ({ line, row: rowOf(name, file, recordOf(file)) }));
  const wrong = roster.wrong.map(({ line, name, file, reason }) => {
    const row = { name, file, verdict: 'wrong-row', notes: `${line}: ${reason}`, seconds: null, results: [] };
    return { line, row };
  });
  const named = finderOf([...roster.rows, ...roster.wrong], ({ file }) => file);
  const others = records.filter((record) => named(fileOf(record)) === undefined);
  const inOrder = [...people, ...wrong].sort((one, other) => one.line - other.line);
  return [...inOrder.map(({ row }) => row), ...others.map((record) => rowOf('', fileOf(record), record))];
}

function rowOf(name: string, file: string, record: PhotoRecord | undefined): ResultRow {
  if (!record) return { name, file, verdict: 'missing', notes: 'There is no photo yet.', seconds: null, results: [] };
  const { status, verdict, rejection, outputs, timings } = record;
  const reasons = outputs.flatMap((output) => output.reasons.map(({ message }) => message));
  const steps = [...Object.values(timings.matting), ...Object.values(timings.compose)];
  return {
    ...{ name, file },
    verdict: isSettled(record) ? (verdict ?? status) : 'in-work',
    notes: rejection ? `${rejection.message} ${rejection.advice}` : [...new Set(reasons)].join(' | '),
    seconds: steps.length > 0 ? steps.reduce((sum, ms) => sum + ms, 0) / 1000 : null,
    results: outputs.map(({ key }) => key),
  };
}
