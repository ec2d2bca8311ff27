/**
 * Stops matting and lets it go on. A function whose reserved concurrency is 0 gets no work: Lambda sends new events to the
 * on-failure destination at once and without a try, and keeps the events that it has accepted before for six hours
 * (AWS Lambda developer guide, "Capturing records of Lambda asynchronous invocations", read 2026-11-29). So every event
 * ends in the dead-letter queue, and none is lost.
 */
import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { brakeKey } from '../../core/keys.ts';
import type { ObjectStore } from './object-store.ts';
import { parseJson } from './records.ts';

const brakeSchema = z.object({
  /** When the alarm was raised, ISO 8601. */
  since: z.string(),
  /** The limit that the day exceeded, USD. */
  usdPerDay: z.number(),
  /** The reserved concurrency of matting before; null: none. */
  concurrency: z.int().positive().nullable(),
});

/** What the brake has stored when it was put on. */
export type Brake = z.infer<typeof brakeSchema>;

/** The function that is stopped, with the clients of its studio. */
export interface BrakeTarget {
  readonly lambda: LambdaClient;
  readonly results: ObjectStore;
  /** Name or ARN of matting, without version or alias. */
  readonly functionName: string;
}

/** Puts the brake on. Photos that are being processed are finished. A repeated call changes nothing. */
export async function putBrakeOn({ lambda, results, functionName }: BrakeTarget, brake: Brake): Promise<void> {
  const stop = { FunctionName: functionName, ReservedConcurrentExecutions: 0 };
  await lambda.send(new PutFunctionConcurrencyCommand(stop));
  await results.put(brakeKey, new TextEncoder().encode(JSON.stringify(brake)), 'application/json');
}

/**
 * Returns whether matting is stopped, and what the brake has stored.
 * @returns `brake` is null when the brake was not put on by the alarm.
 */
export async function readBrake({
  lambda,
  results,
  functionName,
}: BrakeTarget): Promise<{ isOn: boolean; brake: Brake | null }> {
  const [{ ReservedConcurrentExecutions }, stored] = await Promise.all([
    lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: functionName })),
    results.get(brakeKey),
  ]);
  const parsed = brakeSchema.safeParse(stored && parseJson(stored.bytes));
  return { isOn: ReservedConcurrentExecutions === 0, brake: parsed.success ? parsed.data : null };
}

/** Releases the brake: matting gets back the reserved concurrency that it had. @returns false when it was not on. */
export async function releaseBrake(braked: BrakeTarget): Promise<boolean> {
  const { lambda, results, functionName: FunctionName } = braked;
  const { isOn, brake } = await readBrake(braked);
  if (isOn) {
    const before = brake?.concurrency ?? null;
    if (before === null) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    else await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: before }));
  }
  await results.delete(brakeKey);
  return isOn;
}
