/** Parses S3 events, direct or wrapped by SQS, into the uploads that matting works on. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';

/** One new upload, as its event describes it. */
export interface Upload {
  readonly bucket: string;
  /** Decoded object key. */
  readonly key: string;
  readonly etag: string;
  readonly sizeBytes: number;
  /** Orders events of one key: compare with {@link compareSequencers}. */
  readonly sequencer: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
}

const s3Record = z.object({
  eventVersion: z.string().startsWith('2.'),
  eventName: z.string(),
  eventTime: z.string(),
  s3: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), size: z.number(), eTag: z.string(), sequencer: z.string() }),
  }),
});
const queueRecord = z.object({ eventSource: z.literal('aws:sqs'), body: z.string() });
const envelope = z.object({ Records: z.array(z.unknown()) });
const testEvent = z.object({ Event: z.literal('s3:TestEvent') });

/** Returns the uploads of an event in its order. S3's own test event has none. @throws Fault `bad-event` for anything else. */
export function uploadsOf(event: unknown): readonly Upload[] {
  if (testEvent.safeParse(event).success) return [];
  const parsed = envelope.safeParse(event);
  if (!parsed.success) throw new Fault('bad-event', 'the event is not from S3 or SQS');
  return parsed.data.Records.flatMap(uploadsOfRecord);
}

/** Returns the event of an upload, as S3 sent it or would send it. */
export function eventOf({ bucket, key, etag, sizeBytes, sequencer, createdAt }: Upload): unknown {
  const object = { key: encodeURIComponent(key), size: sizeBytes, eTag: etag, sequencer };
  const s3 = { bucket: { name: bucket }, object };
  return { Records: [{ eventVersion: '2.1', eventName: 'ObjectCreated:Put', eventTime: createdAt, s3 }] };
}

/** Returns the event that S3 would send for an object that was just stored. For objects whose prefix has no notification. */
export function createdEventOf(bucket: string, key: string, bytes: Uint8Array): unknown {
  const now = new Date();
  return eventOf({
    ...{ bucket, key, sizeBytes: bytes.length },
    // S3 gives this etag to an object that was stored in one piece and without a customer's key.
    etag: createHash('md5').update(bytes).digest('hex'),
    sequencer: now.getTime().toString(16).toUpperCase(),
    createdAt: now.toISOString(),
  });
}

function uploadsOfRecord(record: unknown): readonly Upload[] {
  const queued = queueRecord.safeParse(record);
  if (queued.success) return uploadsOf(parseBody(queued.data.body));
  const parsed = s3Record.safeParse(record);
  if (!parsed.success) throw new Fault('bad-event', 'an event record is not of version 2.x of S3');
  const { eventName, eventTime, s3 } = parsed.data;
  if (!eventName.startsWith('ObjectCreated:')) return [];
  const { size, eTag, sequencer } = s3.object;
  const key = decodeKey(s3.object.key);
  // Graphical clients store folders as empty objects.
  if (key.endsWith('/')) return [];
  return [{ bucket: s3.bucket.name, key, etag: eTag, sizeBytes: size, sequencer, createdAt: eventTime }];
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new Fault('bad-event', 'a queued event is not JSON', { cause });
  }
}

/** Event keys are form-URL-encoded: a space comes as `+`, a plus as `%2B`. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch (cause) {
    throw new Fault('bad-event', 'an event key is not URL-encoded', { cause });
  }
}

/** Returns a negative number when `a` came first. S3 documents sequencers as hexadecimal numbers of varying length. */
export function compareSequencers(a: string, b: string): number {
  const width = Math.max(a.length, b.length);
  const [left, right] = [a.padStart(width, '0').toLowerCase(), b.padStart(width, '0').toLowerCase()];
  return left < right ? -1 : Number(left > right);
}
