/**
 * Receives the messages of the dead-letter queue. At the end it makes every message that was not deleted visible again,
 * so that the alarm counts it and the next command receives it.
 */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { type DeadLetter, readDeadLetter } from './dead-letter.ts';
import type { OpsTarget } from './target.ts';

/** SQS accepts at most ten messages in one request. */
const batchSize = 10;
/** Longer than any command takes. After a command that was killed, the messages stay hidden for this time. */
const hiddenSeconds = 300;
/** With a wait, SQS asks all its servers, so that an empty answer means an empty queue. */
const waitSeconds = 1;
/** Receiving ends after this many batches without a new message, because messages may come back while we receive. */
const staleBatches = 3;

export interface ReceivedDeadLetter {
  /** Undefined when the message is not a dead letter. */
  readonly deadLetter: DeadLetter | undefined;
  /** Deletes the message from the queue. */
  delete(): Promise<void>;
}

/** Yields every message of the queue once, in batches. */
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
    await makeVisible([...held.values()]);
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

  async function makeVisible(receipts: readonly string[]): Promise<void> {
    for (let at = 0; at < receipts.length; at += batchSize) {
      const Entries = receipts
        .slice(at, at + batchSize)
        .map((ReceiptHandle, index) => ({ Id: `${index}`, ReceiptHandle, VisibilityTimeout: 0 }));
      await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    }
  }
}
