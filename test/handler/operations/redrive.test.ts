/** A redrive with a Lambda that refuses some events: no dead letter is lost, and none is redriven without end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { type DeadLetter, DeadLetters } from '../../../local/lambda/dead-letters.ts';
import { FunctionLogs } from '../../../local/operations/log-files.ts';
import { openOperationsApi } from '../../../local/operations/server.ts';
import { deadLetterQueueName } from '../../../local/operations/sqs.ts';
import { receiveDeadLetters } from '../../../ops/dead-letters.ts';
import { redriveDeadLetters } from '../../../ops/redrive.ts';
import type { OpsTarget } from '../../../ops/target.ts';

const credentials = { accessKeyId: 'ZBTEST', secretAccessKey: 'secret' };
const everything = {
  ids: [] as string[],
  filter: { sinceMs: 0, status: undefined, photo: undefined, functionName: undefined },
};

/** Returns the answer to a request. @param count the number of earlier requests. */
type Answer = (count: number) => { status: number; then?: () => Promise<unknown> };

async function open(deadLetterCount: number, answer: Answer) {
  const dir = await mkdtemp(join(tmpdir(), 'redrive-'));
  const deadLetters = new DeadLetters(join(dir, 'letters'));
  for (let at = 0; at < deadLetterCount; at++) await deadLetters.add(deadLetterOf(`r-${at}`));
  const accepted: { readonly path: string; readonly body: string }[] = [];
  let count = 0;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { status, then } = answer(count++);
    if (status === 202) accepted.push({ path: decodeURIComponent(request.url ?? ''), body });
    await then?.();
    const exception = { 'x-amzn-errortype': 'TooManyRequestsException', 'x-amzn-requestid': `new-${count}` };
    response.writeHead(status, exception).end(status === 202 ? '' : '{"message":"Rate Exceeded."}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const api = await openOperationsApi({ deadLetters, logs: new FunctionLogs(join(dir, 'logs')) }, credentials);
  const at = (endpoint: string) => ({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const lambda = new LambdaClient(at(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  const target: OpsTarget = {
    ...{ s3: new S3Client(at(api.endpoint)), sqs: new SQSClient(at(api.endpoint)), lambda },
    ...{ logs: new CloudWatchLogsClient(at(api.endpoint)), resultsBucket: 'r', logGroups: [] },
    deadLetterQueueUrl: `${api.endpoint}/000000000000/${deadLetterQueueName}`,
    close: async () => undefined,
  };
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await api.close();
    await rm(dir, { recursive: true, force: true });
  });
  const redrive = async (choice = everything) => {
    const results = [];
    for await (const result of redriveDeadLetters(target, lambda, choice)) results.push(result);
    return results;
  };
  return { target, deadLetters, accepted, redrive };
}

const deadLetterOf = (requestId: string, timestamp = '2026-03-10T12:00:00.000Z'): DeadLetter => ({
  ...{ version: '1.0', timestamp, requestPayload: { photoId: requestId, placedAt: 'x', order: { backdrops: ['蓝'] } } },
  requestContext: {
    ...{ requestId, functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:compose:17' },
    ...{ condition: 'RetriesExhausted', approximateInvokeCount: 3 },
  },
});

const idsOf = async (deadLetters: DeadLetters) =>
  (await deadLetters.list()).map(({ requestContext }) => requestContext.requestId).toSorted();

test('each event is sent to the alias once, unchanged, and its dead letter is deleted', async () => {
  const { deadLetters, accepted, redrive } = await open(23, () => ({ status: 202 }));
  expect(await redrive()).toHaveLength(23);
  expect(await idsOf(deadLetters)).toEqual([]);
  expect(new Set(accepted.map(({ path }) => path))).toEqual(
    new Set(['/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:compose:live/invocations']),
  );
  const payloads = accepted.map(({ body }) => JSON.parse(body) as unknown);
  expect(payloads).toContainEqual(deadLetterOf('r-7').requestPayload);
  expect(new Set(accepted.map(({ body }) => body)).size).toBe(23);
  expect(await redrive()).toEqual([]);
});

test('a dead letter that Lambda refuses stays in the queue, visible, and can be redriven at once', async () => {
  const { deadLetters, accepted, redrive } = await open(6, (count) => ({ status: count < 4 ? 429 : 202 }));
  const first = await redrive();
  expect(first.filter(({ refusal }) => refusal === 'TooManyRequestsException')).toHaveLength(4);
  expect(accepted).toHaveLength(2);
  expect(await idsOf(deadLetters)).toHaveLength(4);
  expect(await redrive()).toHaveLength(4);
  expect(await idsOf(deadLetters)).toEqual([]);
  expect(new Set(accepted.map(({ body }) => body)).size).toBe(6);
});

test('a dead letter that is written during the redrive is left for the next one', async () => {
  const late = deadLetterOf('late', new Date(Date.now() + 60_000).toISOString());
  const then = async () => deadLetters.add(late);
  const { deadLetters, accepted, redrive } = await open(1, () => ({ status: 202, then }));
  await redrive();
  expect(accepted).toHaveLength(1);
  expect(await idsOf(deadLetters)).toEqual(['late']);
});

test('only the chosen dead letters are redriven', async () => {
  const { deadLetters, accepted, redrive } = await open(12, () => ({ status: 202 }));
  await redrive({ ...everything, ids: ['r-3', 'r-11'] });
  expect(accepted.map(({ body }) => JSON.parse(body).photoId).toSorted()).toEqual(['r-11', 'r-3']);
  expect(await idsOf(deadLetters)).toHaveLength(10);
});

test('messages are visible again when receiving is stopped early', async () => {
  const { target } = await open(15, () => ({ status: 202 }));
  for await (const batch of receiveDeadLetters(target)) {
    expect(batch).toHaveLength(10);
    break;
  }
  const seen = [];
  for await (const batch of receiveDeadLetters(target)) seen.push(...batch);
  expect(seen).toHaveLength(15);
});
