/**
 * The webhook function of the local studio: posts the event of a settled photo to the address of the operator, signed. The
 * function host repeats a request that fails and then keeps the event as a dead letter. On AWS an EventBridge rule does
 * this (docs/guide/events.md).
 */
import * as z from 'zod';
import { Fault, Transient } from '../../core/errors.ts';
import { configFromEnv, webhookConfig } from '../runtime/config.ts';
import { eventHandler } from '../runtime/event-handler.ts';
import { startStopwatch } from '../runtime/stopwatch.ts';
import { signatureHeaders } from './sign.ts';

const { webhookUrl, webhookSecret } = configFromEnv(webhookConfig);

const settledSchema = z.looseObject({ detail: z.looseObject({ photoId: z.string().min(1) }) });

/** The longest wait for the answer, ms. The time limit of this function is longer (local/studio/functions.ts). */
const answerMs = 10_000;

export const handler = eventHandler('webhook', async function* (event) {
  const parsed = settledSchema.safeParse(event);
  if (!parsed.success) throw new Fault('bad-event', 'the event is not that of a settled photo');
  const watch = startStopwatch();
  await post(JSON.stringify(event));
  watch.mark('post');
  yield { photoId: parsed.data.detail.photoId, outcome: 'posted', timings: watch.timings() };
});

/** @throws Transient `webhook-unavailable` for any answer but 2xx, a redirect included, and when there is none in time. */
async function post(body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', ...signatureHeaders(body, webhookSecret, Date.now()) };
  const request = { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(answerMs) } as const;
  const answer = await fetch(webhookUrl, request).catch((cause: unknown) => {
    throw new Transient('webhook-unavailable', 'the webhook did not answer', { cause });
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Transient('webhook-unavailable', `the webhook answered ${answer.status}`);
}
