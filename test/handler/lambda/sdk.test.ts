import {
  InvalidRequestContentException,
  InvokeCommand,
  LambdaClient,
  RequestTooLargeException,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { decode, type LabHost, openLab } from './host-setup.ts';

const source = `export const handler = async (event, context) => {
  if (event.fail) throw new Error('asked to');
  if (event.ms) await delay(event.ms);
  if (event.note) note(event.note);
  return { event, arn: context.invokedFunctionArn, client: context.clientContext ?? null };
};`;

async function open(options = {}): Promise<{ host: LabHost; client: LambdaClient; notes: () => string[] }> {
  const lab = await openLab();
  const host = await lab.start([await lab.define('echo', source)], options);
  const credentials = { accessKeyId: 'AKIALOCAL', secretAccessKey: 'secret' };
  const client = new LambdaClient({ endpoint: host.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  return { host, client, notes: lab.notes };
}

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

it('serves the SDK: result, function error, event, dry run', async () => {
  const { host, client, notes } = await open({ credentials: { accessKeyId: 'AKIALOCAL' } });
  const ClientContext = Buffer.from('{"custom":{"a":"b"}}').toString('base64');
  const good = await client.send(
    new InvokeCommand({ FunctionName: 'echo', Payload: bytes({ ü: 'ß' }), ClientContext }),
  );
  expect(good).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  expect(good.FunctionError).toBeUndefined();
  expect(decode(good.Payload ?? new Uint8Array())).toMatchObject({
    event: { ü: 'ß' },
    arn: 'arn:aws:lambda:us-east-1:123456789012:function:echo',
    client: { custom: { a: 'b' } },
  });
  const failed = await client.send(new InvokeCommand({ FunctionName: 'echo', Payload: bytes({ fail: true }) }));
  expect(failed).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(decode(failed.Payload ?? new Uint8Array())).toMatchObject({ errorType: 'Error', errorMessage: 'asked to' });
  const queued = await client.send(
    new InvokeCommand({ FunctionName: 'echo', InvocationType: 'Event', Payload: bytes({ note: 'async' }) }),
  );
  expect(queued.StatusCode).toBe(202);
  await host.idle();
  expect(notes()).toEqual(['async']);
  expect(host.reports.at(-1)?.requestId).toBe(queued.$metadata.requestId);
  const dry = await client.send(new InvokeCommand({ FunctionName: 'echo', InvocationType: 'DryRun' }));
  expect(dry.StatusCode).toBe(204);
  const empty = await client.send(new InvokeCommand({ FunctionName: 'echo' }));
  expect(decode(empty.Payload ?? new Uint8Array()).event).toEqual({});
});

it.each([
  [{ FunctionName: 'echo', Qualifier: 'live' }, ':echo:live'],
  [{ FunctionName: 'echo:live' }, ':echo:live'],
  [{ FunctionName: '123456789012:function:echo' }, ':echo'],
  [{ FunctionName: 'arn:aws:lambda:eu-west-1:123456789012:function:echo:7' }, ':echo:7'],
  [{ FunctionName: 'echo', Qualifier: '$LATEST' }, ':echo:$LATEST'],
])('accepts %o', async (input, end) => {
  const { client } = await open();
  const { Payload } = await client.send(new InvokeCommand(input));
  expect(decode(Payload ?? new Uint8Array()).arn).toBe(`arn:aws:lambda:us-east-1:123456789012:function${end}`);
});

it("refuses requests with Lambda's exceptions", async () => {
  const { host, client } = await open();
  const send = (input: { FunctionName?: string; Payload?: Uint8Array; InvocationType?: 'Event' }) =>
    client.send(new InvokeCommand({ FunctionName: 'echo', ...input }));
  await expect(send({ FunctionName: 'missing' })).rejects.toBeInstanceOf(ResourceNotFoundException);
  await expect(send({ Payload: new TextEncoder().encode('{') })).rejects.toBeInstanceOf(InvalidRequestContentException);
  await expect(send({ Payload: new Uint8Array(7_000_000) })).rejects.toBeInstanceOf(RequestTooLargeException);
  const event = { InvocationType: 'Event' as const, Payload: bytes('x'.repeat(1_100_000)) };
  await expect(send(event)).rejects.toBeInstanceOf(RequestTooLargeException);
  const running = send({ Payload: bytes({ ms: 400 }) });
  await new Promise((done) => setTimeout(done, 100));
  await expect(send({})).rejects.toBeInstanceOf(TooManyRequestsException);
  // An event that has to wait is no failure.
  expect((await send({ InvocationType: 'Event' })).StatusCode).toBe(202);
  await running;
  await host.idle();
  expect(host.reports).toHaveLength(2);
});

it('serves signed requests only, and only those with the right key if the host has credentials', async () => {
  const { host } = await open({ credentials: { accessKeyId: 'AKIAOTHER' } });
  const url = `${host.endpoint}/2015-03-31/functions/echo/invocations`;
  const post = (headers: Record<string, string>) => fetch(url, { method: 'POST', body: '{}', headers });
  const sign = (key: string) => ({
    Authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261120/us-east-1/lambda/aws4_request`,
  });
  const answers = [await post({}), await post(sign('AKIALOCAL')), await post(sign('AKIAOTHER'))];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 200]);
  expect(answers.map((answer) => answer.headers.get('x-amzn-errortype'))).toEqual([
    'MissingAuthenticationTokenException',
    'UnrecognizedClientException',
    null,
  ]);
  const elsewhere = await fetch(`${host.endpoint}/2015-03-31/functions/`, { headers: sign('AKIAOTHER') });
  expect(elsewhere.status).toBe(404);
  const malformed = await fetch(url.replace('echo', '%E0%A4'), { method: 'POST', headers: sign('AKIAOTHER') });
  expect(malformed.status).toBe(400);
});
