/** Sends hostile files through a real studio, sound ones among them, and judges what became of each. Before it: make-files.ts. */
import { createHash } from 'node:crypto';
import { recordKey, resultsPrefix } from '../../core/keys.ts';
import { type PhotoRecord, photoRecordSchema } from '../../core/photo-record.ts';
import { photoReference } from '../../functions/runtime/log.ts';
import { withOwnBytes } from '../performance/photos.ts';
import { dropPhotos, type StudioRun } from '../performance/studio-run.ts';
import { type BucketView, viewBuckets } from './bucket-view.ts';
import type { Answer, HostileFile } from './hostile-file.ts';
import { extensions, type Format, formats, type SoundFiles } from './sound-files.ts';

/** The outcome of one file. */
export interface Verdict {
  readonly file: HostileFile;
  /** `lost`: neither a record nor a dead letter. `dead`: the function failed. */
  readonly answer: Answer | 'lost' | 'dead';
  /** Run time of both functions without their starts, ms. */
  readonly ms: number;
  /** The faults of the answer, one phrase each; empty when it is right. */
  readonly complaints: readonly string[];
}

/** A studio under fire. Files go in by {@link FuzzRun.send}; verdicts come out. */
export interface FuzzRun {
  /** Sends a batch with a sound photo behind every so many files, and waits for all of it. The buckets are empty
   * afterwards. @param look is called while the batch's reports are still there. */
  send(files: readonly HostileFile[], look: () => void): Promise<readonly Verdict[]>;
  /** Sound photos so far, and those of them that came out right. */
  readonly sound: { sent: number; right: number };
  close(): void;
}

const order = 'cn-1-inch';
/** Hostile files between two sound ones. */
const soundEvery = 20;

/** Times of invocations by photo: the studio's own log says which request was about which photo. */
export class PhotoTimes {
  readonly #requests = new Map<string, string>();

  readonly onLog = (_functionName: string, line: string): void => {
    if (!line.includes('"event":"photo"')) return;
    const { requestId, photo } = JSON.parse(line) as { requestId: string; photo: string };
    this.#requests.set(requestId, photo);
  };

  /** ms of all invocations of each photo, by its reference. */
  of(run: StudioRun): ReadonlyMap<string, number> {
    const times = new Map<string, number>();
    for (const { requestId, durationMs } of run.reports) {
      const photo = this.#requests.get(requestId) ?? '';
      times.set(photo, (times.get(photo) ?? 0) + durationMs);
    }
    return times;
  }

  clear(): void {
    this.#requests.clear();
  }
}

/** A file under the name it gets; `format` of a sound one. */
interface Sent {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly file?: HostileFile;
  readonly format?: Format;
}

/** @param times must hear the studio's log. */
export async function startFuzz(run: StudioRun, sound: SoundFiles, times: PhotoTimes): Promise<FuzzRun> {
  const view = viewBuckets(run.studio);
  const expected = await resultsOfSound(run, sound, view);
  const tally = { sent: 0, right: 0 };
  let count = 0;
  const soundOne = (): Sent => {
    const format = formats[tally.sent++ % formats.length];
    return { name: `${count++}-sound${extensions[format]}`, bytes: withOwnBytes(sound[format], `${count}`), format };
  };
  const layOut = (files: readonly HostileFile[]): readonly Sent[] =>
    files.flatMap((file, at) => {
      const sent: Sent = { name: `${count++}${file.extension}`, bytes: file.bytes, file };
      return (at + 1) % soundEvery === 0 || at === files.length - 1 ? [sent, soundOne()] : [sent];
    });
  const send = async (files: readonly HostileFile[], look: () => void) => {
    const batch = layOut(files);
    await dropPhotos(run, batch, order);
    const keys = await view.results();
    const timesByPhoto = times.of(run);
    const verdicts: Verdict[] = [];
    for (const { name, file, format } of batch) {
      const photoId = `${order}/${name}`;
      const found = await inspect(view, photoId, keys);
      if (format && found.answer === 'done' && found.digest === expected.get(format)) tally.right += 1;
      if (!file) continue;
      const ms = timesByPhoto.get(photoReference(photoId)) ?? Number.NaN;
      verdicts.push({ file, answer: found.answer, ms, complaints: complaintsOf(file, found, expected) });
    }
    await view.sweep();
    look();
    run.reports.length = 0;
    times.clear();
    return verdicts;
  };
  return { send, sound: tally, close: () => view.close() };
}

/** Returns the result of a fresh studio for each sound file. @throws Error when it has none for one. */
async function resultsOfSound(run: StudioRun, sound: SoundFiles, view: BucketView): Promise<Map<Format, string>> {
  const digests = new Map<Format, string>();
  for (const format of formats) {
    await dropPhotos(run, [{ name: `0${extensions[format]}`, bytes: sound[format] }], order);
    const found = await inspect(view, `${order}/0${extensions[format]}`, await view.results());
    if (found.answer !== 'done') throw new Error(`the sound ${format} is ${found.answer}`);
    digests.set(format, found.digest);
    await view.sweep();
  }
  return digests;
}

interface Found {
  readonly answer: Verdict['answer'];
  /** The digest of all finished files. */
  readonly digest: string;
  /** Everything of this photo but its record. */
  readonly traces: readonly string[];
  readonly record: PhotoRecord | undefined;
}

async function inspect(view: BucketView, photoId: string, keys: readonly string[]): Promise<Found> {
  const stored = await view.read(recordKey(photoId));
  const record = stored ? photoRecordSchema.parse(JSON.parse(new TextDecoder().decode(stored.bytes))) : undefined;
  const finished = keys.filter((key) => key.startsWith(resultsPrefix(photoId)));
  const traces = keys.filter((key) => key !== recordKey(photoId) && key.includes(photoId));
  const hash = createHash('sha256');
  for (const key of finished)
    hash.update(key.slice(resultsPrefix(photoId).length)).update((await view.read(key))?.bytes ?? '');
  return { answer: answerOf(record), digest: hash.digest('hex'), traces: traces, record };
}

function answerOf(record: PhotoRecord | undefined): Verdict['answer'] {
  if (!record) return 'lost';
  if (record.status === 'done') return 'done';
  return record.status === 'rejected' ? ((record.rejection?.code ?? 'lost') as Answer) : 'dead';
}

function complaintsOf(file: HostileFile, found: Found, expected: ReadonlyMap<Format, string>): string[] {
  const { answer, traces, record, digest } = found;
  const missing = record?.outputs.filter(({ key }) => !traces.includes(key)) ?? [];
  const same = !file.samePixels || answer !== 'done' || file.format === 'other' || digest === expected.get(file.format);
  return [
    !file.right.some((right) => right === answer) && `answered ${answer}, right were ${file.right.join(', ')}`,
    answer !== 'done' && traces.length > 0 && `refused, but it left ${traces.length} objects`,
    answer === 'done' && (record?.outputs.length === 0 || missing.length > 0) && 'done, but outputs are missing',
    !same && 'done, but not the picture of the sound file',
  ].filter((complaint) => complaint !== false);
}
