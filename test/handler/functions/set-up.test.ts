/** The set-up as a custom resource: CloudFormation's request in, the code in the bucket, an answer without the code out. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { accessCodeKey } from '../../../core/keys.ts';
import { configToEnv } from '../../../functions/runtime/config.ts';
import { type ApiWorld, openApiFunction, results } from '../../support/api-world.ts';

let api: ApiWorld;
let cloudFormation: Awaited<ReturnType<typeof startCloudFormation>>;
let handler: (event: unknown) => Promise<void>;
beforeAll(async () => {
  api = await openApiFunction({ access: 'code' });
  cloudFormation = await startCloudFormation();
  ({ handler } = await import('../../../functions/set-up/handler.ts'));
});
afterAll(async () => {
  cloudFormation.close();
  await api.close();
});

/** The address that CloudFormation signs for one answer. */
async function startCloudFormation() {
  const answers: { readonly method: unknown; readonly contentType: unknown; readonly body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const { method, headers } = request;
    answers.push({ method, contentType: headers['content-type'], body: JSON.parse(await text(request)) });
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/signed`, answers, close };
}

const request = (RequestType: string) => ({
  ...{ RequestType, ResponseURL: cloudFormation.url, ResourceType: 'Custom::FirstAccessCode' },
  ...{ StackId: 'stack', RequestId: 'request', LogicalResourceId: 'AccessCodeSetUp' },
  ResourceProperties: { ServiceToken: 'arn' },
});

const successOf = (PhysicalResourceId: string) => ({
  ...{ method: 'PUT', contentType: undefined },
  body: {
    ...{ Status: 'SUCCESS', StackId: 'stack', RequestId: 'request', LogicalResourceId: 'AccessCodeSetUp' },
    PhysicalResourceId,
  },
});

test('the code exists when the deployment ends, opens the API, and is told to nobody', async () => {
  await handler(request('Create'));
  expect(cloudFormation.answers).toEqual([successOf('access-code-stored')]);
  const code = (await api.read(accessCodeKey))?.trim() ?? '';
  expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){4}[0-9a-hjkmnp-tv-z]{4}$/);
  const answer = await api.ask('GET', '/api/access', undefined, { authorization: `Bearer ${code}` });
  expect(answer.status).toBe(204);
  expect(api.lines.join('') + JSON.stringify(cloudFormation.answers)).not.toContain(code);
});

test.each(['Update', 'Delete'])('%s changes no code that is there', async (type) => {
  await api.put(results, accessCodeKey, 'chosen-by-the-operator');
  await handler(request(type));
  expect(cloudFormation.answers.at(-1)).toEqual(successOf('access-code'));
  expect(await api.read(accessCodeKey)).toBe('chosen-by-the-operator');
});

test.each([
  ['stored and nothing else', 'access-code-stored', [], null],
  ['found', 'access-code', [], 'a-code-of-the-studio'],
  ['stored beside a photo', 'access-code-stored', ['records/a.jpg.json'], 'a-code-of-the-studio'],
])('the removal of a resource that %s', async (_, PhysicalResourceId, others, left) => {
  await api.put(results, accessCodeKey, 'a-code-of-the-studio');
  for (const key of others) await api.put(results, key, '{}');
  await handler({ ...request('Delete'), PhysicalResourceId });
  expect(cloudFormation.answers.at(-1)).toEqual(successOf(PhysicalResourceId));
  expect(await api.read(accessCodeKey)).toBe(left);
});

test('an update keeps the id, so that CloudFormation sees the same resource', async () => {
  await handler({ ...request('Update'), PhysicalResourceId: 'access-code-stored' });
  expect(cloudFormation.answers.at(-1)).toEqual(successOf('access-code-stored'));
});

test('a code that cannot be stored fails the deployment with a sentence', async () => {
  for (const [name, value] of Object.entries(configToEnv({ resultsBucket: 'no-such-bucket' }))) vi.stubEnv(name, value);
  vi.resetModules();
  const { handler: refused } = await import('../../../functions/set-up/handler.ts');
  await refused(request('Create'));
  expect(cloudFormation.answers.at(-1)?.body).toMatchObject({
    ...{ Status: 'FAILED', Reason: 'The access code could not be stored in the results bucket.' },
  });
}, 60_000);

test('an event that is not from CloudFormation is refused', async () => {
  await expect(handler({ RequestType: 'Create' })).rejects.toThrow('not from CloudFormation');
});
