/** Signing is arithmetic: what the API hands out on AWS can be held against its page's policy without an account. */
import { expect, onTestFinished, test, vi } from 'vitest';

/** Modules anew, as a function that starts with this environment loads them. */
async function api(env: Record<string, string>) {
  const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' };
  for (const [name, value] of Object.entries({ ...keys, ...env })) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  vi.resetModules();
  const { presignDownload, presignUpload } = await import('../../../../functions/runtime/presign.ts');
  const { securityHeaders } = await import('../../../../functions/api/security-headers.ts');
  const { apiConfig, configFromEnv, configToEnv } = await import('../../../../functions/runtime/config.ts');
  const names = { uploadsBucket: 'studio-uploads', resultsBucket: 'studio-results', composeFunction: 'compose' };
  const policy = (await securityHeaders(configFromEnv(apiConfig, configToEnv(names))))['content-security-policy'];
  const grant = { key: 'uploads/form/x.jpg', sizeBytes: 5, contentType: 'image/jpeg', metadata: {}, seconds: 60 };
  const form = await presignUpload({ ...grant, bucket: names.uploadsBucket });
  const link = await presignDownload(names.resultsBucket, 'results/form/x.jpg/y.jpg', 'y.jpg', 60);
  return { policy, form, link };
}

const sources = (policy: string, directive: string) =>
  new RegExp(`${directive} ([^;]*)`).exec(policy)?.[1].split(' ') ?? [];

test.each(['us-east-1', 'eu-central-1', 'cn-north-1'])(
  'in %s the policy names the buckets where tickets and links go',
  async (region) => {
    const { policy, form, link } = await api({ AWS_REGION: region });
    const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    expect(form.url).toBe(`https://s3.${region}.${domain}/studio-uploads`);
    expect(sources(policy, 'connect-src')).toContain(form.url);
    for (const directive of ['connect-src', 'img-src']) {
      expect(sources(policy, directive).some((source) => link.startsWith(source) && source.endsWith('/'))).toBe(true);
    }
    expect(policy).not.toContain('amazonaws.com/ ');
  },
);

test('temporary credentials go with the ticket and the link, as a role on Lambda has them', async () => {
  const { form, link } = await api({ AWS_REGION: 'us-east-1' });
  expect(form.fields['X-Amz-Security-Token']).toBe('token');
  expect(new URL(link).searchParams.get('X-Amz-Security-Token')).toBe('token');
  expect(new URL(link).searchParams.get('X-Amz-Expires')).toBe('60');
});
