/**
 * Handles a roster that was stored beside photos: writes its record, and starts each photo whose order it decides or
 * changes. Photos that come later find the record (roster-order.ts).
 */
import { PhotoRejected } from '../../core/errors.ts';
import { photoIdFromKey, recordsPrefix, uploadKey } from '../../core/keys.ts';
import { type PhotoOrder, parseOrderJson } from '../../core/order.ts';
import {
  isSettled,
  type PhotoRecord,
  type PhotoRun,
  rosterRecord,
  type StoredRoster,
} from '../../core/photo-record.ts';
import { parseRoster, RosterError, type RosterRow } from '../../core/roster/roster.ts';
import { isRoster, type RosterPlace, usualOrderOf } from '../../core/roster/roster-place.ts';
import { orderOfRow } from '../../core/roster/row-order.ts';
import { rosterTexts } from '../../core/roster/texts.ts';
import type { PhotoOutcome } from '../runtime/event-handler.ts';
import { inGroups } from '../runtime/in-groups.ts';
import { invokeLater } from '../runtime/invoke.ts';
import { readRecord } from '../runtime/records.ts';
import { eventOf, type Upload } from '../runtime/s3-events.ts';
import type { Stopwatch } from '../runtime/stopwatch.ts';
import { abandon, claim, type MattingContext } from './claim-upload.ts';
import { orderFinder } from './roster-order.ts';

/** A stored roster. */
interface RosterUpload {
  readonly upload: Upload;
  readonly run: PhotoRun;
  readonly place: RosterPlace;
  readonly bytes: Uint8Array;
  /** The order in the metadata; undefined: none. */
  readonly metadataOrder: string | undefined;
  /** The ARN of this function. */
  readonly self: string;
}

const mostBytes = 1024 ** 2;

/**
 * Writes the record of the roster and starts its photos. A repeated event starts again only what was not started.
 * @throws PhotoRejected `bad-roster`, `bad-order`; Transient.
 */
export async function serveRoster(
  context: MattingContext,
  { upload, run, place, bytes, metadataOrder, self }: RosterUpload,
  watch: Stopwatch,
): Promise<PhotoOutcome> {
  const { photoId } = run;
  const { uploads, config } = context;
  const usual = metadataOrder ? parseOrderJson(metadataOrder) : usualOrderOf(place);
  if (usual.kind !== 'photo') throw new PhotoRejected('bad-order', 'A roster orders photos of people.');
  const record = rosterRecord(run, usual, readRows(bytes, usual));
  if (!(await claim(context, upload, record))) {
    const stored = await readRecord(context.results, photoId);
    if (stored?.source.sequencer !== upload.sequencer) return { photoId, outcome: 'duplicate', timings: {} };
  }
  if (!(await uploads.exists(upload.key))) return abandon(context, upload, photoId);
  watch.mark('store');
  await startPhotos(context, place, record, self);
  await invokeLater(config.composeFunction, { photoId, rosterResults: 'now' });
  watch.mark('hand-on');
  return { photoId, outcome: 'roster', timings: watch.timings() };
}

/** Returns the rows; those whose order cannot be made are wrong. @throws PhotoRejected `bad-roster`. */
function readRows(bytes: Uint8Array, usual: PhotoOrder): StoredRoster {
  const { rows, wrong } = parse(bytes);
  const named = new Map<string, RosterRow>();
  const good: StoredRoster['rows'] = [];
  const refused = wrong.map(({ reason, ...row }) => ({ ...row, reason: reason.en }));
  for (const row of rows) {
    const { line, name, file, standards, backdrops } = row;
    const earlier = named.get(file);
    const reason = earlier ? rosterTexts.sameFile(earlier.line).en : refusalOf(row, usual);
    if (!earlier) named.set(file, row);
    if (reason === null) good.push({ ...row, standards: [...standards], backdrops: [...backdrops] });
    else refused.push({ line, name, file, reason });
  }
  return { rows: good, wrong: refused.sort((one, other) => one.line - other.line) };
}

function parse(bytes: Uint8Array) {
  if (bytes.length > mostBytes) throw new PhotoRejected('bad-roster', `It has ${bytes.length} bytes of ${mostBytes}.`);
  try {
    return parseRoster(bytes);
  } catch (cause) {
    if (cause instanceof RosterError) throw new PhotoRejected('bad-roster', cause.reason.en, { cause });
    throw cause;
  }
}

/** Returns why a row cannot be carried out, without the full stop; null when it can. */
function refusalOf(row: RosterRow, usual: PhotoOrder): string | null {
  try {
    orderOfRow(row, usual);
    return null;
  } catch (error) {
    if (error instanceof PhotoRejected) return error.message.replace(/\.$/, '');
    throw error;
  }
}

/** Invokes this function for each photo that waits, or that has another order or name than its row. */
async function startPhotos(
  { uploads, results, config }: MattingContext,
  { folder }: RosterPlace,
  roster: PhotoRecord,
  self: string,
): Promise<void> {
  const orderOf = orderFinder(roster);
  const keys = await results.listAll(recordsPrefix(folder));
  const ids = keys.flatMap((key) => photoIdFromKey(key) ?? []);
  await inGroups(ids, async (photoId) => {
    const file = photoId.slice(folder.length);
    if (isRoster({ folder, rosterId: '', file })) return;
    const record = await readRecord(results, photoId);
    if (!record || !mustStart(record, () => orderOf(file, null))) return;
    // A photo whose upload has expired stays as it is.
    if (await uploads.exists(uploadKey(photoId)))
      await invokeLater(self, startOf(config.uploadsBucket, record, roster));
  });
}

/** Returns whether the photo waits, or its row asks for something else than its record. */
function mustStart(record: PhotoRecord, wantedOf: () => ReturnType<ReturnType<typeof orderFinder>>): boolean {
  if (record.status === 'waiting') return true;
  try {
    const { order, person } = wantedOf();
    return JSON.stringify(order) !== JSON.stringify(record.order) || person.name !== record.person?.name;
  } catch (error) {
    if (!(error instanceof PhotoRejected)) throw error;
    // A finished photo whose row was removed stays. A photo without an order gets the new reason.
    return isSettled(record) && record.order === null && record.rejection?.message !== error.message;
  }
}

/** Returns the event that starts a photo anew: its upload, ordered when the roster was stored. */
function startOf(bucket: string, { photoId, source, placedAt }: PhotoRecord, roster: PhotoRecord): unknown {
  const next = new Date(Date.parse(placedAt) + 1).toISOString();
  const createdAt = roster.placedAt > placedAt ? roster.placedAt : next;
  return eventOf({ bucket, key: uploadKey(photoId), ...source, createdAt });
}
