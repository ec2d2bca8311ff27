/** One photo on the page: its draft, its phase and its result. photo-run.ts changes them. */
import { computed, signal } from '@preact/signals';
import type { ApiPhoto, Ticket } from '../../core/api.ts';
import type { RejectionCode, RejectionFacts } from '../../core/errors.ts';
import type { FailureCode } from '../locales/texts.ts';
import type { Draft } from './draft.ts';
import type { ResultFiles } from './result-files.ts';

/** The state of a photo as the page shows it: before, during and after the upload and the two stages. */
export type Phase =
  | { readonly kind: 'queued' | 'waiting' | 'matting' | 'composing' | 'done' | 'cancelled' | 'interrupted' }
  | { readonly kind: 'sending'; readonly sentBytes: number; readonly allBytes: number }
  | { readonly kind: 'rejected'; readonly code: RejectionCode; readonly facts: RejectionFacts }
  | { readonly kind: 'failed'; readonly code: FailureCode };

/** The finished files, and the draft that they were made for. */
export interface Result {
  readonly draft: Draft;
  readonly apiPhoto: ApiPhoto;
  readonly files: ResultFiles;
}

/** The person to whom a photo belongs, and the file, as a roster names them. */
export interface Person {
  /** Empty: the roster gives none. */
  readonly name: string;
  readonly file: string;
}

let count = 0;

export class Photo {
  /** Key in the lists of this page. The API does not use it. */
  readonly localId = `photo-${++count}`;
  readonly name: string;
  /** Null when the photo was opened from the history: then only the bucket has its bytes. */
  readonly file: File | null;
  /** Null without a roster. */
  readonly person: Person | null;
  readonly draft;
  readonly phase = signal<Phase>({ kind: 'queued' });
  /** The API's id of the photo; null before the first ticket. */
  readonly photoId = signal<string | null>(null);
  /** Address of the file, for browsers that can show its format; null without a file. */
  readonly preview = signal<string | null>(null);
  /** Address of a small picture of the file; null without a file and until it is made (thumbnails.ts). */
  readonly thumbnail = signal<string | null>(null);
  readonly result = signal<Result | null>(null);
  /** A new order is under way. The page still shows the last result. */
  readonly updating = signal(false);
  /** Why the last order was rejected; null when it was not. The result is that of an earlier order. */
  readonly orderRejection = signal<{ readonly code: RejectionCode; readonly facts: RejectionFacts } | null>(null);
  readonly isSettled = computed(() => settledKinds.has(this.phase.value.kind));
  /** Orders ask for the photo alone, because the office's file limit is too small for the extra pictures (orderOf). */
  withoutExtras = false;
  /** The ticket of the upload. Every try uses the same one, so that a photo whose answer was lost is not stored twice. */
  ticket: Ticket | null = null;
  /** The bucket has the file. */
  isSent = false;
  /** Stops the run that is under way. */
  controller = new AbortController();

  constructor(name: string, file: File | null, draft: Draft, person: Person | null = null) {
    this.name = name;
    this.file = file;
    this.person = person;
    this.draft = signal(draft);
  }

  /** Makes the next run send the file again, under a new id. */
  resetUpload(): void {
    this.photoId.value = null;
    this.ticket = null;
    this.isSent = false;
  }
}

const settledKinds: ReadonlySet<Phase['kind']> = new Set(['done', 'rejected', 'failed', 'cancelled']);
