/** `ops brake`: shows if matting is stopped, and lets it go on. The brake itself: functions/brake/. */
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { type Brake, type BrakeTarget, readBrake, releaseBrake } from '../functions/runtime/brake.ts';
import { openBucket } from '../functions/runtime/object-store.ts';
import { deployedFunction } from './deployed-function.ts';
import type { OpsTarget } from './target.ts';

/** The state of the brake of a studio. */
export interface BrakeStatus {
  readonly isOn: boolean;
  /** Null when it is off, or was put on by hand. */
  readonly brake: Brake | null;
  /** About how many dead letters are in the queue. */
  readonly deadLetters: number;
}

/** @throws Fault `not-allowed` for a local studio, which has no brake. */
export async function brakeStatus(target: OpsTarget): Promise<BrakeStatus> {
  const [state, deadLetters] = await Promise.all([readBrake(brakedOf(target)), countDeadLetters(target)]);
  return { ...state, deadLetters };
}

/**
 * Releases the brake.
 * @returns the state before. @throws Fault `not-allowed` for a local studio, which has no brake.
 */
export async function release(target: OpsTarget): Promise<BrakeStatus> {
  const status = await brakeStatus(target);
  await releaseBrake(brakedOf(target));
  return status;
}

function brakedOf(target: OpsTarget): BrakeTarget {
  const { lambda, functionName } = deployedFunction(target, 'matting');
  return { lambda, functionName, results: openBucket(target.resultsBucket, target.s3) };
}

/** Counts the messages, also those that another command has received a moment ago. */
async function countDeadLetters({ sqs, deadLetterQueueUrl: QueueUrl }: OpsTarget): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] });
  const { Attributes = {} } = await sqs.send(command);
  return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}
