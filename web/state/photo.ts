/** One photo on the page: what was chosen for it, how far it is, and what came out. photo-run.ts moves it along. */
import { computed, signal } from '@preact/signals';
import type { ApiPhoto, Ticket } from '../../core/api.ts';
import type { RejectionCode } from '../../core/errors.ts';
import type { PageTrouble } from '../locales/words.ts';
import type { Draft } from './draft.ts';
import type { ResultFiles } from './result-files.ts';

export type Phase =
  | { readonly kind: 'queued' | 'waiting' | 'matting' | 'composing' | 'done' | 'cancelled' | 'interrupted' }
  | { readonly kind: 'sending'; readonly sentBytes: number; readonly allBytes: number }
  | { readonly kind: 'rejected'; readonly code: RejectionCode }
  | { readonly kind: 'failed'; readonly code: PageTrouble };

/** What came out, and for which choices. */
export interface Result {
  readonly draft: Draft;
  readonly answer: ApiPhoto;
  readonly files: ResultFiles;
}

let count = 0;

export class Photo {
  /** Of this page only. */
  readonly localId = `photo-${++count}`;
  readonly name: string;
  /** Null when it was opened from the history: the bytes are in the studio only. */
  readonly file: File | null;
  readonly draft;
  readonly phase = signal<Phase>({ kind: 'queued' });
  /** The API's name of it; null until it gave one. */
  readonly photoId = signal<string | null>(null);
  /** Address of the file itself, for browsers that can show its format. */
  readonly preview = signal<string | null>(null);
  readonly result = signal<Result | null>(null);
  /** A new order is under way; the last result is still shown. */
  readonly updating = signal(false);
  /** Why the last new order came to nothing; the result is that of the one before. */
  readonly refused = signal<RejectionCode | null>(null);
  readonly isSettled = computed(() => settledKinds.has(this.phase.value.kind));
  /** The office's limit on files has no room for the pictures that the page only compares with. */
  withoutExtras = false;
  /** For the upload; the same for each try, so that a photo whose answer got lost is not in the studio twice. */
  ticket: Ticket | null = null;
  /** The bucket has the file. */
  isSent = false;
  /** Ends whatever is under way. */
  controller = new AbortController();

  constructor(name: string, file: File | null, draft: Draft) {
    this.name = name;
    this.file = file;
    this.draft = signal(draft);
  }

  /** The next run sends the file again, under a new name. */
  startAnew(): void {
    this.photoId.value = null;
    this.ticket = null;
    this.isSent = false;
  }
}

const settledKinds: ReadonlySet<Phase['kind']> = new Set(['done', 'rejected', 'failed', 'cancelled']);
