/**
 * Serves the part of EventBridge that the functions use: PutEvents on the default bus. Each entry becomes an event in the
 * shape in which EventBridge delivers it, so that a webhook gets the same JSON here and on AWS.
 * Source: Amazon EventBridge API reference, "PutEvents"; user guide, "Events" (structure); read 2026-11-29.
 */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { JsonRefused, type KeyPair } from '../operations/json-protocol.ts';
import { type JsonServer, openJsonServer } from '../operations/json-server.ts';

/** An event as EventBridge delivers it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  /** There is no account on one machine. */
  readonly account: '';
  /** ISO 8601 UTC, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

const inputSchema = z.object({
  Entries: z
    .array(z.object({ Source: z.string().min(1), DetailType: z.string().min(1), Detail: z.string() }))
    .min(1)
    .max(10),
});

/**
 * Starts the server on a free port of 127.0.0.1.
 * @param onEvent stores the event durably. When it fails, the sender is told so and sends the event again.
 */
export function startEventBus(
  keys: KeyPair,
  region: string,
  onEvent: (event: BusEvent) => Promise<void>,
): Promise<JsonServer> {
  const putEvents = async (input: unknown) => {
    const parsed = inputSchema.safeParse(input);
    if (!parsed.success) throw new JsonRefused(400, 'ValidationException', 'Entries must hold 1 to 10 events.');
    const entries = await Promise.all(
      parsed.data.Entries.map(({ Source, DetailType, Detail }) => {
        const event = newEvent(region, DetailType, Source, parseDetail(Detail));
        return onEvent(event).then(
          () => ({ EventId: event.id }),
          () => ({ ErrorCode: 'InternalFailure', ErrorMessage: 'The event was not stored.' }),
        );
      }),
    );
    return { FailedEntryCount: entries.filter((entry) => 'ErrorCode' in entry).length, Entries: entries };
  };
  return openJsonServer((target) => (target === 'AWSEvents.PutEvents' ? putEvents : undefined), keys);
}

function newEvent(region: string, detailType: string, source: string, detail: unknown): BusEvent {
  const time = new Date().toISOString().replace(/\.\d+/, '');
  return {
    ...{ version: '0', id: randomUUID(), 'detail-type': detailType, source, account: '', time, region },
    ...{ resources: [], detail },
  };
}

function parseDetail(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonRefused(400, 'MalformedDetail', 'Detail is not JSON.');
  }
}
