/**
 * Limits the photos that an access code makes in one day: an upload ticket and a new order count as one photo each. All
 * instances share the count. A code without a limit costs no request; a code with one costs about one write a photo.
 */
import { Transient } from '../../core/errors.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import { dayOf, readPhotoCount, type StoredCount, writePhotoCount } from '../runtime/photo-counts.ts';
import type { KnownCode } from './known-codes.ts';
import { ApiRefused } from './refused.ts';

/** Tries to write a count; other instances may write it at the same time. */
const mostTries = 8;
/** A count that refuses a photo is read again after this time, because the operator may have reset it. */
const keptMs = 60_000;
const dayMs = 24 * 60 * 60 * 1000;

interface KeptCount extends StoredCount {
  readonly readAtMs: number;
}

export class DailyLimit {
  readonly #results: ObjectStore;
  readonly #now: () => number;
  /** The last count of each code that this instance has read or written. */
  readonly #kept = new Map<string, KeptCount>();

  constructor(results: ObjectStore, now: () => number = Date.now) {
    this.#results = results;
    this.#now = now;
  }

  /**
   * Counts one photo of a code.
   * @throws ApiRefused `daily-limit` when the code has made all photos of the day; Transient `conflict` when the count
   * kept changing.
   */
  async count({ name, photosPerDay }: Pick<KnownCode, 'name' | 'photosPerDay'>): Promise<void> {
    if (photosPerDay === null) return;
    for (let left = mostTries; left > 0; left--) {
      const { photos, etag } = await this.#today(name, photosPerDay);
      if (photos >= photosPerDay) throw this.#refusal(photosPerDay);
      const next = { day: dayOf(this.#now()), photos: photos + 1 };
      const written = await writePhotoCount(this.#results, name, next, etag);
      if (written !== null) return void this.#keep(name, { ...next, etag: written });
      this.#kept.delete(name);
    }
    throw new Transient('conflict', 'the count of photos kept changing');
  }

  /** Returns today's count, from memory where that is enough. */
  async #today(name: string, photosPerDay: number): Promise<StoredCount> {
    const kept = this.#kept.get(name);
    const isRefusalOld = kept && kept.photos >= photosPerDay && this.#now() - kept.readAtMs > keptMs;
    const stored = kept && !isRefusalOld ? kept : this.#keep(name, await readPhotoCount(this.#results, name));
    return stored.day === dayOf(this.#now()) ? stored : { ...stored, photos: 0 };
  }

  #keep(name: string, count: StoredCount): StoredCount {
    this.#kept.set(name, { ...count, readAtMs: this.#now() });
    return count;
  }

  #refusal(photosPerDay: number): ApiRefused {
    const seconds = Math.ceil((dayMs - (this.#now() % dayMs)) / 1000);
    return new ApiRefused('daily-limit', `The limit is ${photosPerDay}.`, { 'retry-after': String(seconds) });
  }
}
