/**
 * Finds the order of a photo in the folder of a roster. The photo may be stored before the roster: its record then waits,
 * and the roster starts the photo (serve-roster.ts). The record of the waiting photo is written before the roster is
 * looked for again, and the record of the roster before the waiting photos are looked for, so that one of both finds the
 * other.
 */
import { PhotoRejected } from '../../core/errors.ts';
import type { PhotoOrder } from '../../core/order.ts';
import { type PhotoRecord, type PhotoRun, waitingRecord } from '../../core/photo-record.ts';
import { finderOf } from '../../core/roster/roster.ts';
import { type RosterPlace, rosterPlaceOf } from '../../core/roster/roster-place.ts';
import { orderOfRow } from '../../core/roster/row-order.ts';
import { invokeLater } from '../runtime/invoke.ts';
import { readRecord } from '../runtime/records.ts';
import type { Upload } from '../runtime/s3-events.ts';
import { claim, type MattingContext } from './claim-upload.ts';

/** The order of a photo by its row, and the person of the row. */
export interface RosterOrder {
  readonly order: PhotoOrder;
  readonly person: { readonly name: string; readonly line: number };
}

/** The record of a roster that could be read. */
type Roster = PhotoRecord & { readonly roster: NonNullable<PhotoRecord['roster']> };

interface RosterPhoto {
  readonly place: RosterPlace;
  /** The order in the metadata of the photo, in place of the usual order of the roster; null: none. */
  readonly own: PhotoOrder | null;
}

/**
 * Returns the order of a photo. @returns null when there is no roster yet; the record then says `waiting`.
 * @throws PhotoRejected `not-in-roster`, `bad-order`.
 */
export async function rosterOrderOf(
  context: MattingContext,
  upload: Upload,
  run: PhotoRun,
  { place, own }: RosterPhoto,
): Promise<RosterOrder | null> {
  const known = await readRoster(context, place);
  if (known) return orderIn(known, place.file, own);
  await claim(context, upload, waitingRecord(run));
  const late = await readRoster(context, place);
  return late && orderIn(late, place.file, own);
}

async function readRoster({ results }: MattingContext, { rosterId }: RosterPlace): Promise<Roster | null> {
  const record = await readRecord(results, rosterId);
  return record?.roster ? { ...record, roster: record.roster } : null;
}

function orderIn(record: Roster, file: string, own: PhotoOrder | null): RosterOrder {
  return orderFinder(record)(file, own);
}

/**
 * Returns a function that returns the order of a file by a roster.
 * The function throws PhotoRejected `not-in-roster`, or `bad-order` for a wrong row.
 */
export function orderFinder({ roster, order: usual }: PhotoRecord) {
  const rowOf = finderOf(roster?.rows ?? [], ({ file }) => file);
  const wrongOf = finderOf(roster?.wrong ?? [], ({ file }) => file);
  return (file: string, own: PhotoOrder | null): RosterOrder => {
    const row = rowOf(file);
    const base = own ?? usual;
    if (row && base) return { order: orderOfRow(row, base), person: { name: row.name, line: row.line } };
    const wrong = wrongOf(file);
    if (!wrong) throw new PhotoRejected('not-in-roster');
    const advice = 'Correct the row and store roster.csv again.';
    throw new PhotoRejected('bad-order', `Line ${wrong.line} of the roster: ${wrong.reason}.`, { advice });
  };
}

/** Lets compose write the table of results, if the photo was the last one of its roster. */
export async function finishRoster({ config }: MattingContext, photoId: string): Promise<void> {
  const place = placeOf(photoId);
  if (place) await invokeLater(config.composeFunction, { photoId: place.rosterId, rosterResults: 'when-complete' });
}

/** @returns null also for a file beside the folders of the classes. */
function placeOf(photoId: string): RosterPlace | null {
  try {
    return rosterPlaceOf(photoId);
  } catch {
    return null;
  }
}
