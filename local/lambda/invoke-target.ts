/**
 * Turns requests into work: finds the function, checks the payload, and hands calls and events to the dispatcher. The
 * Lambda API (invoke-api.ts) and the host's own methods (function-host.ts) both come here.
 */
import { randomUUID } from 'node:crypto';
import { Fault } from '../../core/errors.ts';
import type { DeadLetter, DeadLetters } from './dead-letters.ts';
import type { Dispatcher } from './dispatcher.ts';
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

  async enqueueAgain({ requestContext, requestPayload }: DeadLetter): Promise<void> {
    const { requestId, functionArn: arn } = requestContext;
    const { name } = parseFunctionReference(arn);
    if (!this.#specs.has(name))
      throw new Fault('bad-event', `dead deadLetter ${requestId}: there is no function ${name}`);
    await this.#dispatcher.enqueue(name, { requestId, functionArn: arn, payload: requestPayload });
  }

  #arn({ name, qualifier }: FunctionReference): string {
    const spec = this.#specs.get(name);
    if (!spec) throw new InvokeRefused(404, 'ResourceNotFoundException', `Function not found: ${name}`);
    return functionArn(spec, qualifier);
  }
}

/** Queues dead letters once more. @returns their number. */
export async function redrive(target: HostTarget, deadLetters: DeadLetters, requestId?: string): Promise<number> {
  const all = await deadLetters.list();
  const chosen = all.filter(({ requestContext }) => requestId === undefined || requestContext.requestId === requestId);
  for (const deadLetter of chosen) {
    await deadLetters.redrive(deadLetter.requestContext.requestId, () => target.enqueueAgain(deadLetter));
  }
  return chosen.length;
}
