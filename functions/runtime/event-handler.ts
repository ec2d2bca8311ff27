/** Wraps the work of a function that serves events: one log line per photo, and one catch for every error. */
import { photoIdsOfEvent } from './event-photos.ts';
import { isWakeCall } from './invoke.ts';
import { errorFields, type LogFields, log, photoReference, safeError } from './log.ts';
import { startMeter } from './run-meter.ts';

/** The part of Lambda's context that the functions use. */
export interface InvocationContext {
  readonly awsRequestId: string;
  /** The memory size of the function, MB. */
  readonly memoryLimitInMB?: string;
  /** The ARN of the function as it was invoked, with its alias. */
  readonly invokedFunctionArn?: string;
}

export type Handler = (event: unknown, context: InvocationContext) => Promise<void>;

/** The outcome of one photo in one function: a fixed word, and the time of each step, ms. */
export interface PhotoOutcome {
  readonly photoId: string;
  readonly outcome: string;
  readonly timings: Readonly<Record<string, number>>;
}

let coldStart = true;

/**
 * Returns the handler of a function. It logs every outcome. It logs and rethrows every error, so that the platform retries
 * and dead-letters the event. PhotoRejected never arrives here, because `work` records it. A wake call ends at once.
 * @param version the name of the function among its versions, for the log lines; empty: it has none.
 */
export function eventHandler(
  name: string,
  work: (event: unknown, context: InvocationContext) => AsyncIterable<PhotoOutcome>,
  version = '',
): Handler {
  return async (event, context) => {
    const common: LogFields = {
      ...{ function: name, ...(version && { version }) },
      ...{ requestId: context.awsRequestId, coldStart },
    };
    const gbSeconds = startMeter(context.memoryLimitInMB);
    coldStart = false;
    if (isWakeCall(event)) return;
    let begun = performance.now();
    let done = 0;
    const took = () => Math.round((performance.now() - begun) * 10) / 10;
    try {
      for await (const { photoId, outcome, timings } of work(event, context)) {
        log('info', 'photo', {
          ...common,
          photo: photoReference(photoId),
          outcome,
          timings,
          ms: took(),
          gbSeconds: gbSeconds(),
          peakMemoryMb: peakMemoryMb(),
        });
        begun = performance.now();
        done += 1;
      }
    } catch (error) {
      // Outcomes come in the order of the event's photos, so the photo after the last outcome is the one that failed.
      const photoId = photoIdsOfEvent(event)[done];
      log('error', 'failed', {
        ...common,
        ...(photoId !== undefined && { photo: photoReference(photoId) }),
        ...errorFields(error),
        ms: took(),
        gbSeconds: gbSeconds(),
        peakMemoryMb: peakMemoryMb(),
      });
      throw safeError(error);
    }
  };
}

/** Returns the highest resident memory of this process so far, MB. */
export function peakMemoryMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
