/** Hands work to another function through the Lambda API. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { Transient } from '../../core/errors.ts';

const errorPayload = z.object({ errorType: z.string() });

let client: LambdaClient | undefined;

/**
 * Runs a function and waits for its end; nobody repeats it.
 * @returns null, or the error type that it failed with. @throws Transient `invoke-unavailable` when it did not run.
 */
export async function invokeAndWait(functionName: string, payload: unknown): Promise<string | null> {
  const { FunctionError, Payload } = await send(functionName, payload, 'RequestResponse');
  if (!FunctionError) return null;
  const error = errorPayload.safeParse(Payload && JSON.parse(new TextDecoder().decode(Payload)));
  return error.success ? error.data.errorType : FunctionError;
}

/**
 * Queues `payload` (the platform retries and dead-letters) for the function and returns when the platform has taken it.
 * @param functionName name, ARN or alias ARN.
 * @throws Transient `invoke-unavailable` when it was not taken.
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

/** Whether an event asks for nothing but that the function be there. */
export function isWakeCall(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'wake' in event && event.wake === true;
}

/**
 * Has the platform start the function, should it not run, while the caller is still at work: its cold start then costs
 * the photo nothing. No more than a hint; when it is not taken, nothing is lost but that time.
 */
export function wake(functionName: string): void {
  invokeLater(functionName, wakeCall).catch(() => {});
}
