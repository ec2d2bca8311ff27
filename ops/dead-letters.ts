/**
 * Takes letters out of the dead-letter queue for a while. What is not deleted meanwhile is given back at the end, so that
 * the alarm and the next look see it.
 */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { type DeadLetter, readDeadLetter } from './dead-letter.ts';
import type { OpsTarget } from './target.ts';

/** SQS hands out and takes back at most ten at once. */
const batchSize = 10;
/** Longer than any look takes; a look that was broken off hides the letters for so long. */
const hiddenSeconds = 300;
/** Waiting makes SQS ask all its servers, so that an empty answer is one. */
const waitSeconds = 1;
/** Batches without anything new that end a look at a queue in which letters come back or keep coming. */
const staleBatches = 3;

export interface ReceivedDeadLetter {
  /** Undefined for a message that is no dead letter. */
  readonly deadLetter: DeadLetter | undefined;
  /** Takes it out of the queue for good. */
  delete(): Promise<void>;
}

/** Every letter once, in batches as they come. */
export async function* receiveDeadLetters({
  sqs,
  deadLetterQueueUrl: QueueUrl,
}: OpsTarget): AsyncIterable<ReceivedDeadLetter[]> {
  const held = new Map<string, string>();
  const seen = new Set<string>();
  try {
    for (let stale = 0; stale < staleBatches; ) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          ...{ QueueUrl, MaxNumberOfMessages: batchSize },
          ...{ VisibilityTimeout: hiddenSeconds, WaitTimeSeconds: waitSeconds },
        }),
      );
      if (Messages.length === 0) return;
      const fresh = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
      for (const { MessageId = '', ReceiptHandle = '' } of Messages) {
        held.set(MessageId, ReceiptHandle);
        seen.add(MessageId);
      }
      stale = fresh.length > 0 ? 0 : stale + 1;
      if (fresh.length > 0) yield fresh.map((message) => receivedDeadLetter(message));
    }
  } finally {
    await giveBack([...held.values()]);
  }

  function receivedDeadLetter({ MessageId = '', Body = '' }: Message): ReceivedDeadLetter {
    return {
      deadLetter: readDeadLetter(Body),
      delete: async () => {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: held.get(MessageId) }));
        held.delete(MessageId);
      },
    };
  }

  async function giveBack(receipts: readonly string[]): Promise<void> {
    for (let at = 0; at < receipts.length; at += batchSize) {
      const Entries = receipts
        .slice(at, at + batchSize)
        .map((ReceiptHandle, index) => ({ Id: `${index}`, ReceiptHandle, VisibilityTimeout: 0 }));
      await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    }
  }
}
