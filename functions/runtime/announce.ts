/** Announces settled photos on an EventBridge event bus (docs/guide/events.md). */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { Transient } from '../../core/errors.ts';
import type { PhotoRecord } from '../../core/photo-record.ts';
import { settledEvent, settledPhotoOf } from '../../core/settled-event.ts';

export interface AnnounceSettings {
  /** The name of the event bus; empty: nothing is announced. */
  readonly eventBus: string;
  readonly resultsBucket: string;
  /** Empty for a studio without a stage. */
  readonly stage: string;
}

let client: EventBridgeClient | undefined;

/**
 * Sends the event of a settled record. Call it after the record was written, so that the photo does not wait for it.
 * @throws Transient `events-unavailable`. The platform then repeats the photo's event, and the stored record is announced.
 */
export async function announce(settings: AnnounceSettings, record: PhotoRecord): Promise<void> {
  const { eventBus, resultsBucket, stage } = settings;
  if (eventBus === '') return;
  client ??= new EventBridgeClient({ maxAttempts: 4 });
  const entry = {
    EventBusName: eventBus,
    Source: settledEvent.source,
    DetailType: settledEvent.detailType,
    Detail: JSON.stringify(settledPhotoOf(record, resultsBucket, stage)),
  };
  const { FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries: [entry] })).catch(refused);
  if (FailedEntryCount > 0) refused(undefined);
}

function refused(cause: unknown): never {
  throw new Transient('events-unavailable', 'the event bus did not take the event', { cause });
}
