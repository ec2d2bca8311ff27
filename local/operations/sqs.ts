/**
 * The SQS queue of the local dead letters (local/lambda/dead-letters.ts). Receiving hides a message for a while;
 * deleting needs the receipt handle of a delivery.
 * Source: Amazon SQS API reference, read 2026-11-25.
 */
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import type { DeadLetter, DeadLetters } from '../lambda/dead-letters.ts';
import { JsonRefused } from './json-protocol.ts';

export const deadLetterQueueName = 'dead-letters';

/** SQS delivers at most ten messages in one response. */
const batchLimit = 10;
const defaultVisibilitySeconds = 30;
/** The pause between two reads during a long poll. */
const pollMs = 100;

const queue = z.object({ QueueUrl: z.string().refine((url) => url.endsWith(`/${deadLetterQueueName}`)) });
const receive = queue.extend({
  MaxNumberOfMessages: z.number().int().min(1).max(batchLimit).default(1),
  VisibilityTimeout: z.number().int().min(0).max(43_200).default(defaultVisibilitySeconds),
  WaitTimeSeconds: z.number().int().min(0).max(20).default(0),
});
const remove = queue.extend({ ReceiptHandle: z.string() });
const release = queue.extend({
  Entries: z
    .array(
      z.object({ Id: z.string(), ReceiptHandle: z.string(), VisibilityTimeout: z.number().int().min(0).max(43_200) }),
    )
    .min(1)
    .max(batchLimit),
});

interface Delivery {
  /** The receipt handle. */
  readonly receipt: string;
  /** Epoch ms. */
  readonly visibleAtMs: number;
}

/** Returns the message id of a dead letter; it stays the same for every delivery. */
function messageId({ timestamp, requestContext }: DeadLetter): string {
  return `${requestContext.requestId}@${timestamp}`;
}

/** The operations of the queue. Deliveries are kept in memory only. */
export class DeadLetterQueue {
  readonly #deadLetters: DeadLetters;
  /** By message id. */
  readonly #deliveries = new Map<string, Delivery>();

  constructor(deadLetters: DeadLetters) {
    this.#deadLetters = deadLetters;
  }

  /** Returns the operation `AmazonSQS.{name}`, or undefined when it is not supported. */
  operation(name: string): ((input: unknown) => Promise<unknown>) | undefined {
    const operations: Readonly<Record<string, (input: unknown) => Promise<unknown>>> = {
      ReceiveMessage: (input) => this.#receive(read(receive, input)),
      DeleteMessage: (input) => this.#delete(read(remove, input).ReceiptHandle),
      ChangeMessageVisibilityBatch: (input) => this.#changeVisibility(read(release, input)),
      GetQueueAttributes: (input) => this.#attributes(read(queue, input)),
    };
    return Object.hasOwn(operations, name) ? operations[name] : undefined;
  }

  async #receive({ MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds }: z.infer<typeof receive>) {
    const until = Date.now() + WaitTimeSeconds * 1000;
    for (;;) {
      const visible = (await this.#visible()).slice(0, MaxNumberOfMessages);
      const messages = visible.map((deadLetter) => this.#deliver(deadLetter, VisibilityTimeout));
      if (messages.length > 0) return { Messages: messages };
      if (Date.now() + pollMs > until) return {};
      await delay(pollMs);
    }
  }

  /** Returns the dead letters that are not hidden, and removes the deliveries of deleted ones. */
  async #visible(): Promise<DeadLetter[]> {
    const deadLetters = await this.#deadLetters.list();
    const ids = new Set(deadLetters.map(messageId));
    for (const id of this.#deliveries.keys()) if (!ids.has(id)) this.#deliveries.delete(id);
    return deadLetters.filter(
      (deadLetter) => (this.#deliveries.get(messageId(deadLetter))?.visibleAtMs ?? 0) <= Date.now(),
    );
  }

  #deliver(deadLetter: DeadLetter, visibilitySeconds: number) {
    const id = messageId(deadLetter);
    const receipt = Buffer.from(JSON.stringify([id, randomUUID()])).toString('base64');
    this.#deliveries.set(id, { receipt, visibleAtMs: Date.now() + visibilitySeconds * 1000 });
    const body = JSON.stringify(deadLetter);
    // The SDK compares the body with this digest.
    const MD5OfBody = createHash('md5').update(body).digest('hex');
    return { MessageId: id, ReceiptHandle: receipt, Body: body, MD5OfBody };
  }

  async #delete(receipt: string) {
    const id = this.#idOf(receipt);
    // As in SQS, deleting a message that no longer exists succeeds.
    await this.#deadLetters.remove((deadLetter) => messageId(deadLetter) === id);
    this.#deliveries.delete(id);
    return {};
  }

  async #changeVisibility({ Entries }: z.infer<typeof release>) {
    const Successful = Entries.map(({ Id, ReceiptHandle, VisibilityTimeout }) => {
      const id = this.#idOf(ReceiptHandle);
      if (this.#deliveries.get(id)?.receipt === ReceiptHandle) {
        this.#deliveries.set(id, { receipt: ReceiptHandle, visibleAtMs: Date.now() + VisibilityTimeout * 1000 });
      }
      return { Id };
    });
    return { Successful, Failed: [] };
  }

  async #attributes(_: z.infer<typeof queue>) {
    const [visible, all] = [await this.#visible(), await this.#deadLetters.list()];
    return {
      Attributes: {
        ApproximateNumberOfMessages: String(visible.length),
        ApproximateNumberOfMessagesNotVisible: String(all.length - visible.length),
      },
    };
  }

  #idOf(receipt: string): string {
    const parsed = z.tuple([z.string(), z.string()]).safeParse(parseReceipt(receipt));
    if (parsed.success) return parsed.data[0];
    throw new JsonRefused(400, 'ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
  }
}

function parseReceipt(receipt: string): unknown {
  try {
    return JSON.parse(Buffer.from(receipt, 'base64').toString());
  } catch {
    return undefined;
  }
}

/** @throws JsonRefused when the input does not match the schema. */
function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  if (parsed.error.issues[0]?.path[0] === 'QueueUrl') {
    throw new JsonRefused(400, 'QueueDoesNotExist', 'The specified queue does not exist.');
  }
  throw new JsonRefused(400, 'InvalidParameterValue', z.prettifyError(parsed.error));
}
