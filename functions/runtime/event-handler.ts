/** The outer frame of every function: one log line per photo and per failure, and the one catch that names its kind. */
import { photoIdsOfEvent } from './event-photos.ts';
import { isWakeCall } from './invoke.ts';
import { errorFields, type LogFields, log, photoReference, tellableError } from './log.ts';

/** The part of Lambda's context that is used. */
export interface InvocationContext {
  readonly awsRequestId: string;
}

export type Handler = (event: unknown, context: InvocationContext) => Promise<void>;

/** What became of one photo in one function: a fixed word and the ms by step. */
export interface PhotoOutcome {
  readonly photoId: string;
  readonly outcome: string;
  readonly timings: Readonly<Record<string, number>>;
}

let coldStart = true;

/**
 * Wraps a function's work: logs every outcome, logs and rethrows every error, so that the platform retries and
 * dead-letters. PhotoRejected never comes here: the handler has recorded it. A call to wake up ends at once.
 */
export function eventHandler(name: string, work: (event: unknown) => AsyncIterable<PhotoOutcome>): Handler {
  return async (event, context) => {
    const common: LogFields = { function: name, requestId: context.awsRequestId, coldStart };
    coldStart = false;
    if (isWakeCall(event)) return;
    let begun = performance.now();
    let done = 0;
    const took = () => Math.round((performance.now() - begun) * 10) / 10;
    try {
      for await (const { photoId, outcome, timings } of work(event)) {
        log('info', 'photo', {
          ...common,
          photo: photoReference(photoId),
          outcome,
          timings,
          ms: took(),
          peakMemoryMb: peakMemoryMb(),
        });
        begun = performance.now();
        done += 1;
      }
    } catch (error) {
      // Each outcome is one photo of the event, in its order, so the next one is what failed.
      const photoId = photoIdsOfEvent(event)[done];
      log('error', 'failed', {
        ...common,
        ...(photoId !== undefined && { photo: photoReference(photoId) }),
        ...errorFields(error),
        ms: took(),
        peakMemoryMb: peakMemoryMb(),
      });
      throw tellableError(error);
    }
  };
}

/** The most memory this process ever held resident, MB. */
export function peakMemoryMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
