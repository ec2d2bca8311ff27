/**
 * Turns requests into work: it finds the function, checks the payload, and gives calls and events to the dispatcher. The
 * Invoke API (invoke-api.ts) and the methods of the host (host.ts) both use it.
 */
import { randomUUID } from 'node:crypto';
import type { DeadLetter, DeadLetters } from './dead-letters.ts';
import type { Dispatcher } from './dispatcher.ts';
import { HostError } from './host-error.ts';
import type { InvokeResult, InvokeTarget } from './invoke-api.ts';
import {
  type FunctionReference,
  InvokeRefused,
  maxAsyncBytes,
  maxSyncBytes,
  parseFunctionReference,
  parseJson,
  payloadBytes,
} from './invoke-request.ts';
import { type FunctionSpec, functionArn, newTraceId } from './spec.ts';

export class HostTarget implements InvokeTarget {
  readonly #specs: ReadonlyMap<string, FunctionSpec>;
  readonly #dispatcher: Dispatcher;

  constructor(functions: readonly FunctionSpec[], dispatcher: Dispatcher) {
    this.#specs = new Map(functions.map((spec) => [spec.name, spec]));
    this.#dispatcher = dispatcher;
  }

  has({ name }: FunctionReference): boolean {
    return this.#specs.has(name);
  }

  async invoke(reference: FunctionReference, payload: unknown, extras = {}): Promise<InvokeResult> {
    const requestId = randomUUID();
    const functionArn = this.#arn(reference);
    const work = {
      requestId,
      functionArn,
      traceId: newTraceId(),
      ...extras,
      payload: payloadBytes(payload, maxSyncBytes),
    };
    const outcome = await this.#dispatcher.call(reference.name, work);
    const functionError = outcome.status === 'success' ? undefined : ('Unhandled' as const);
    return { requestId, payload: outcome.payload, ...(functionError && { functionError }) };
  }

  async enqueue(reference: FunctionReference, payload: unknown, extras = {}): Promise<{ requestId: string }> {
    const event = { requestId: randomUUID(), functionArn: this.#arn(reference), ...extras };
    const content = parseJson(payloadBytes(payload, maxAsyncBytes));
    await this.#dispatcher.enqueue(reference.name, { ...event, payload: content });
    return { requestId: event.requestId };
  }

  /** Queues the event of a dead letter. @throws HostError `bad-event` when its function does not exist any more. */
  async enqueueAgain({ requestContext, requestPayload }: DeadLetter): Promise<void> {
    const { requestId, functionArn: arn } = requestContext;
    const { name } = parseFunctionReference(arn);
    if (!this.#specs.has(name)) {
      throw new HostError('bad-event', `dead letter ${requestId}: there is no function ${name}`);
    }
    await this.#dispatcher.enqueue(name, { requestId, functionArn: arn, payload: requestPayload });
  }

  #arn({ name, qualifier }: FunctionReference): string {
    const spec = this.#specs.get(name);
    if (!spec) throw new InvokeRefused(404, 'ResourceNotFoundException', `Function not found: ${name}`);
    return functionArn(spec, qualifier);
  }
}

/** Queues one dead letter again, or all. @returns their number. */
export async function redrive(target: HostTarget, deadLetters: DeadLetters, requestId?: string): Promise<number> {
  const all = await deadLetters.list();
  const chosen = all.filter(({ requestContext }) => requestId === undefined || requestContext.requestId === requestId);
  for (const deadLetter of chosen) {
    await deadLetters.redrive(deadLetter.requestContext.requestId, () => target.enqueueAgain(deadLetter));
  }
  return chosen.length;
}
