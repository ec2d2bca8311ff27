/** Invokes another function through the Lambda API. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { Transient } from '../../core/errors.ts';

const errorPayload = z.object({ errorType: z.string() });

let client: LambdaClient | undefined;

/**
 * Runs a function and waits for its end. The platform does not retry it.
 * @returns null when it succeeded, else the type of its error. @throws Transient `invoke-unavailable` when it did not run.
 */
export async function invokeAndWait(functionName: string, payload: unknown): Promise<string | null> {
  const { FunctionError, Payload } = await send(functionName, payload, 'RequestResponse');
  if (!FunctionError) return null;
  const error = errorPayload.safeParse(Payload && JSON.parse(new TextDecoder().decode(Payload)));
  return error.success ? error.data.errorType : FunctionError;
}

/**
 * Queues `payload` for a function and returns when the platform has accepted it. The platform retries and dead-letters it.
 * @param functionName name, ARN or alias ARN.
 * @throws Transient `invoke-unavailable` when the platform did not accept it.
 */
export async function invokeLater(functionName: string, payload: unknown): Promise<void> {
  await send(functionName, payload, 'Event');
}

function send(functionName: string, payload: unknown, type: 'Event' | 'RequestResponse') {
  client ??= new LambdaClient({ maxAttempts: 4 });
  const command = new InvokeCommand({
    FunctionName: functionName,
    InvocationType: type,
    Payload: new TextEncoder().encode(JSON.stringify(payload)),
  });
  return client.send(command).catch((cause: unknown) => {
    throw new Transient('invoke-unavailable', 'the next function could not be invoked', { cause });
  });
}

const wakeCall = { wake: true } as const;

/** Returns whether an event is a wake call, which starts an instance and does no work. */
export function isWakeCall(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'wake' in event && event.wake === true;
}

/**
 * Makes the platform start the function, if it is not running, while the caller still works: the cold start then does not
 * delay the photo. When the call fails, only that time is lost, so the error is ignored.
 */
export function wake(functionName: string): void {
  invokeLater(functionName, wakeCall).catch(() => {});
}
