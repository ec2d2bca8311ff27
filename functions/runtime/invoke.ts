/** Hands work to another function through the Lambda API, asynchronously: the platform queues, retries and dead-letters. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Transient } from '../../core/errors.ts';

let client: LambdaClient | undefined;

/**
 * Queues `payload` for the function and returns when the platform has taken it.
 * @param functionName name, ARN or alias ARN.
 * @throws Transient `invoke-unavailable` when it was not taken.
 */
export async function invokeLater(functionName: string, payload: unknown): Promise<void> {
  client ??= new LambdaClient({ maxAttempts: 4 });
  const command = new InvokeCommand({
    FunctionName: functionName,
    InvocationType: 'Event',
    Payload: new TextEncoder().encode(JSON.stringify(payload)),
  });
  await client.send(command).catch((cause: unknown) => {
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
