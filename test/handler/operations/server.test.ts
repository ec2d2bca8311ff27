/** The local SQS and CloudWatch Logs, tested with the real SDK clients over HTTP. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, it, onTestFinished } from 'vitest';
import { type DeadLetter, DeadLetters } from '../../../local/lambda/dead-letters.ts';
import { FunctionLogs } from '../../../local/operations/log-files.ts';
import { openOperationsApi } from '../../../local/operations/server.ts';
import { deadLetterQueueName } from '../../../local/operations/sqs.ts';

const keys = { accessKeyId: 'ZBTEST', secretAccessKey: 'secret' };
const noon = Date.parse('2026-03-10T12:00:00Z');

async function open(credentials = keys) {
  const dir = await mkdtemp(join(tmpdir(), 'operations-'));
  const [deadLetters, logs] = [new DeadLetters(join(dir, 'letters')), new FunctionLogs(join(dir, 'logs'))];
  const api = await openOperationsApi({ deadLetters, logs }, keys);
  const options = { endpoint: api.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 };
  const [sqs, watch] = [new SQSClient(options), new CloudWatchLogsClient(options)];
  onTestFinished(async () => {
    sqs.destroy();
    watch.destroy();
    await api.close();
    await logs.flush();
    await rm(dir, { recursive: true, force: true });
  });
  const QueueUrl = `${api.endpoint}/000000000000/${deadLetterQueueName}`;
  const receive = async (more = {}) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60, ...more }),
    );
    return Messages;
  };
  return { endpoint: api.endpoint, deadLetters, logs, sqs, watch, QueueUrl, receive };
}

const deadLetter = (requestId: string, timestamp = '2026-03-10T12:00:00.000Z'): DeadLetter => ({
  ...{ version: '1.0', timestamp, requestPayload: { photoId: `ü-${requestId}` } },
  requestContext: {
    ...{ requestId, functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:compose' },
    ...{ condition: 'RetriesExhausted', approximateInvokeCount: 3 },
  },
});

it('hides a received message until its time is over or it is made visible again', async () => {
  const { deadLetters, receive, sqs, QueueUrl } = await open();
  for (const id of ['a', 'b', 'c']) await deadLetters.add(deadLetter(id));
  const first = await receive({ MaxNumberOfMessages: 2 });
  expect(first.map(({ Body = '' }) => JSON.parse(Body).requestPayload.photoId)).toEqual(['ü-a', 'ü-b']);
  expect(await receive()).toHaveLength(1);
  expect(await receive()).toHaveLength(0);
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '3' });
  const Entries = [{ Id: 'x', ReceiptHandle: first[1].ReceiptHandle, VisibilityTimeout: 0 }];
  const { Successful } = await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  expect(Successful).toEqual([{ Id: 'x' }]);
  const [again] = await receive({ VisibilityTimeout: 0 });
  expect(again.MessageId).toBe(first[1].MessageId);
  expect(again.ReceiptHandle).not.toBe(first[1].ReceiptHandle);
  expect(await receive()).toHaveLength(1);
});

it('waits for a dead letter when WaitTimeSeconds is given', async () => {
  const { deadLetters, receive } = await open();
  const waiting = receive({ WaitTimeSeconds: 5 });
  await deadLetters.add(deadLetter('late'));
  expect(await waiting).toHaveLength(1);
});

it('deletes by receipt handle, also twice, but not a later dead letter of the same request', async () => {
  const { deadLetters, receive, sqs, QueueUrl } = await open();
  await deadLetters.add(deadLetter('a'));
  await deadLetters.add(deadLetter('b'));
  const [{ ReceiptHandle }, other] = await receive();
  for (let time = 0; time < 2; time++) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  expect((await deadLetters.list()).map(({ requestContext }) => requestContext.requestId)).toEqual(['b']);
  await deadLetters.add(deadLetter('b', '2026-03-10T13:00:00.000Z'));
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: other.ReceiptHandle }));
  expect(await deadLetters.list()).toMatchObject([{ timestamp: '2026-03-10T13:00:00.000Z' }]);
});

it('refuses with the exceptions of SQS', async () => {
  const { endpoint, sqs, QueueUrl } = await open();
  const elsewhere = sqs.send(new ReceiveMessageCommand({ QueueUrl: `${endpoint}/000000000000/other` }));
  await expect(elsewhere).rejects.toBeInstanceOf(QueueDoesNotExist);
  const forged = sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'forged' }));
  await expect(forged).rejects.toBeInstanceOf(ReceiptHandleIsInvalid);
  await expect(sqs.send(new ListQueuesCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' });
  const greedy = sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 }));
  await expect(greedy).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});

it('returns logs page by page, from a given time on', async () => {
  const { logs, watch } = await open();
  for (let at = 0; at < 25; at++) logs.add('matting', `line ${at}`, noon + at * 1000);
  const query = { logGroupName: '/aws/lambda/matting', startTime: noon + 3000, endTime: noon + 20_000, limit: 7 };
  const pages: string[][] = [];
  const ids = new Set<string>();
  for await (const { events = [] } of paginateFilterLogEvents({ client: watch }, query)) {
    pages.push(events.map(({ message = '' }) => message));
    for (const { eventId = '' } of events) ids.add(eventId);
  }
  expect(pages.map((page) => page.length)).toEqual([7, 7, 4]);
  expect(pages.flat()).toEqual(Array.from({ length: 18 }, (_, at) => `line ${at + 3}`));
  expect(ids.size).toBe(18);
});

it('ends a page at a megabyte', async () => {
  const { logs, watch } = await open();
  for (let at = 0; at < 5; at++) logs.add('matting', 'x'.repeat(400_000), noon);
  const command = new FilterLogEventsCommand({ logGroupName: '/aws/lambda/matting', startTime: noon });
  const { events = [], nextToken } = await watch.send(command);
  expect([events.length, typeof nextToken]).toEqual([2, 'string']);
});

it('refuses the log group of a function that never wrote, and a filter pattern', async () => {
  const { logs, watch } = await open();
  logs.add('matting', 'x', noon);
  const missing = watch.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/../letters' }));
  await expect(missing).rejects.toBeInstanceOf(ResourceNotFoundException);
  const filtered = watch.send(
    new FilterLogEventsCommand({ logGroupName: '/aws/lambda/matting', filterPattern: 'ERROR' }),
  );
  await expect(filtered).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

it('refuses requests without the right key pair', async () => {
  const wrongSecret = await open({ accessKeyId: keys.accessKeyId, secretAccessKey: 'guessed' });
  await wrongSecret.deadLetters.add(deadLetter('a'));
  await expect(wrongSecret.receive()).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  const wrongKey = await open({ accessKeyId: 'OTHER', secretAccessKey: keys.secretAccessKey });
  await expect(wrongKey.receive()).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  const body = JSON.stringify({ QueueUrl: wrongKey.QueueUrl });
  const headers = { 'x-amz-target': 'AmazonSQS.ReceiveMessage', 'content-type': 'application/x-amz-json-1.0' };
  const unsigned = await fetch(wrongKey.endpoint, { method: 'POST', headers, body });
  expect([unsigned.status, (await unsigned.json()) as unknown]).toMatchObject([
    403,
    { __type: 'MissingAuthenticationTokenException' },
  ]);
});
