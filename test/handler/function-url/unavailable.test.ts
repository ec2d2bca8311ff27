import { expect, it, onTestFinished } from 'vitest';
import { startFunctionUrl } from '../../../local/function-url/server.ts';
import { HostError, type HostErrorCode } from '../../../local/lambda/host-error.ts';
import { noInstances } from '../../support/api-world.ts';

it.each([
  ['unavailable', 503, 'invoke-unavailable', '2'],
  ['bad-event', 500, 'internal', null],
] as const)('answers a host error %s with status %i', async (hostCode: HostErrorCode, status, code, retryAfter) => {
  const server = await startFunctionUrl({
    ...{ port: 0, concurrency: 1, instances: () => noInstances },
    invoke: () => Promise.reject(new HostError(hostCode, 'no instance is free')),
  });
  onTestFinished(() => server.close());
  const response = await fetch(`http://127.0.0.1:${server.port}/api/photos`);
  expect(response.status).toBe(status);
  expect(response.headers.get('retry-after')).toBe(retryAfter);
  expect(await response.json()).toMatchObject({ code });
});
