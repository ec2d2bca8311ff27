/** The uploads of a function are shared out among its versions. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { uploadsOf } from '../../../../functions/runtime/s3-events.ts';
import { formatShares, handOn, parseShares, takerOf } from '../../../../functions/runtime/version-share.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:small:live';
const upload = {
  ...{ bucket: 'photos', etag: 'e', sizeBytes: 7, sequencer: '0A', createdAt: '2026-11-30T10:00:00.000Z' },
};

test('one key always goes to the same version, and each gets its share', () => {
  const takers = [{ share: 1 }, { share: 0.5 }];
  const keys = Array.from({ length: 3_000 }, (_, at) => `objects/${at}.jpg`);
  const first = keys.filter((key) => takerOf(key, takers) === takers[0]);
  expect(first.length / keys.length).toBeCloseTo(2 / 3, 1);
  expect(keys.filter((key) => takerOf(key, takers) === takers[0])).toEqual(first);
});

test('the setting is read back, and anything else is refused', () => {
  const shares = [{ share: 0.5, functionArn: arn }];
  expect(parseShares(formatShares(shares))).toEqual(shares);
  expect(parseShares('')).toEqual([]);
  expect(() => parseShares('much arn')).toThrow('"much arn" is not a share and an ARN');
});

test('an upload of another version is queued for it with the event that S3 sent', async () => {
  const queued: unknown[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const type = request.headers['x-amz-invocation-type'];
      queued.push({ path: decodeURIComponent(request.url ?? ''), type, uploads: uploadsOf(JSON.parse(text)) });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  onTestFinished(() => void vi.unstubAllEnvs());
  const shares = [{ share: 1, functionArn: arn }];
  const uploads = Array.from({ length: 8 }, (_, at) => ({ ...upload, key: `objects/a b+${at}.jpg` }));
  const outcomes: Awaited<ReturnType<typeof handOn>>[] = [];
  for (const one of uploads) outcomes.push(await handOn(one, shares));
  const handed = uploads.filter((_, at) => outcomes[at] !== null);
  expect(handed.length).toBeGreaterThan(0);
  expect(handed.length).toBeLessThan(uploads.length);
  expect(queued).toEqual(
    handed.map((one) => ({ path: `/2015-03-31/functions/${arn}/invocations`, type: 'Event', uploads: [one] })),
  );
  expect(outcomes.find((one) => one !== null)).toMatchObject({ photoId: handed[0].key, outcome: 'handed-on' });
  expect(await handOn(uploads[0], [])).toBeNull();
});
