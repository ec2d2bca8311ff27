/**
 * The page on AWS: what the API tells browsers, made by the API's own code from the template's environment, against what
 * the buckets let in. Names and region are filled in as CloudFormation would.
 */
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ApiConfig, apiConfig, configFromEnv } from '../../functions/runtime/config.ts';
import { type Resource, type Synthesised, synthesise } from './synthesised.ts';

const deployed = { account: '123456789012', region: 'eu-central-1', apiHost: 'abc123.lambda-url.eu-central-1.on.aws' };

let stack: Synthesised;
beforeAll(() => {
  stack = synthesise();
});
afterEach(() => vi.unstubAllEnvs());

const filledIn = (text: string) =>
  text
    .replaceAll('<AWS::AccountId>', deployed.account)
    .replaceAll('<AWS::Region>', deployed.region)
    .replaceAll(/<FrontDoorDesk\w+\.FunctionUrl>\[2\]/g, deployed.apiHost);

const bucket = (prefix: string): Resource => stack.find('AWS::S3::Bucket', prefix);
const nameOf = (prefix: string) => filledIn(String(bucket(prefix).properties.BucketName));

/** The API's modules as they load on Lambda in that region. */
async function onLambda() {
  vi.stubEnv('AWS_REGION', deployed.region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'TESTKEY');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test-secret');
  vi.resetModules();
  const { securityHeaders } = await import('../../functions/api/security-headers.ts');
  const { presignDownload, presignUpload } = await import('../../functions/runtime/presign.ts');
  return { securityHeaders, presignDownload, presignUpload };
}

function deployedConfig(): ApiConfig {
  const { Environment } = stack.find('AWS::Lambda::Function', 'FrontDoorDesk').properties;
  const { Variables } = Environment as { Variables: Record<string, string> };
  const filled = Object.entries(Variables).map(([name, value]) => [name, filledIn(value)]);
  return configFromEnv(apiConfig, Object.fromEntries(filled));
}

test('the API signs for the buckets of the stack, at addresses that its policy allows', async () => {
  const { securityHeaders, presignDownload, presignUpload } = await onLambda();
  const config = deployedConfig();
  expect(config).toMatchObject({ uploadsBucket: nameOf('PhotosUploads'), resultsBucket: nameOf('PhotosResults') });
  const policy = (await securityHeaders(config))['content-security-policy'];
  const connect = /connect-src ([^;]*)/.exec(policy)?.[1].split(' ') ?? [];
  const { url: uploadUrl } = await presignUpload({
    ...{ bucket: config.uploadsBucket, key: 'uploads/form/x.jpg', sizeBytes: 1, contentType: 'image/jpeg' },
    ...{ metadata: {}, seconds: 60 },
  });
  const download = await presignDownload(config.resultsBucket, 'results/form/x.jpg/y.jpg', 'y.jpg', 60);
  const isAllowed = (url: string) =>
    connect.some((source) => (source.endsWith('/') ? url.startsWith(source) : url === source));
  const host = `https://s3.${deployed.region}.amazonaws.com`;
  expect(uploadUrl).toMatch(`${host}/zerobooth-uploads-123456789012-eu-central-1-an`);
  expect(download.startsWith(`${host}/zerobooth-results-123456789012-eu-central-1-an/results/form/`)).toBe(true);
  expect([uploadUrl, download].map(isAllowed)).toEqual([true, true]);
  expect([`${host}/another-bucket/x`, 'https://example.org/'].map(isAllowed)).toEqual([false, false]);
});

describe.each([
  ['PhotosUploads', 'POST'],
  ['PhotosResults', 'GET'],
])('%s', (prefix, method) => {
  test(`lets the page's origin ${method} from a browser, and no other`, () => {
    expect(JSON.parse(filledIn(JSON.stringify(bucket(prefix).properties.CorsConfiguration)))).toEqual({
      CorsRules: [
        {
          AllowedOrigins: [`https://${deployed.apiHost}`],
          AllowedMethods: [method],
          AllowedHeaders: ['content-type'],
          ExposedHeaders: expect.arrayContaining(['ETag']),
          MaxAge: 3600,
        },
      ],
    });
  });
});

test('the API itself allows no other origin', () => {
  expect(stack.find('AWS::Lambda::Url', 'FrontDoor').properties).toEqual({
    AuthType: 'NONE',
    TargetFunctionArn: `<${stack.find('AWS::Lambda::Function', 'FrontDoorDesk').logicalId}.Arn>`,
  });
});
