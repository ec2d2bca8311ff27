import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import {
  checkSpec,
  cpuShareOf,
  type FunctionSpec,
  functionArn,
  instanceEnv,
  newTraceId,
} from '../../../../local/lambda/spec.ts';

const spec: FunctionSpec = {
  name: 'compose',
  entry: '/srv/compose/handler.mjs',
  env: {},
  memoryMb: 512,
  timeoutMs: 1000,
  maxConcurrency: 2,
};

const addresses = {
  runtimeApi: '127.0.0.1:1',
  lambdaEndpoint: 'http://127.0.0.1:2',
  tmpDir: '/tmp/x',
  instanceId: 'a-b',
};

it('accepts a valid spec, and lists every mistake of an invalid one', () => {
  expect(() => checkSpec(spec)).not.toThrow();
  const bad = { ...spec, entry: '/srv/handler.v2.mjs', memoryMb: 1, timeoutMs: 0, maxConcurrency: 1.5, cpuShare: 0 };
  expect(() => checkSpec(bad)).toThrow(/entry.*memoryMb.*timeoutMs.*maxConcurrency.*cpuShare/);
  expect(() => checkSpec({ ...spec, name: 'a/b' })).toThrow(expect.objectContaining({ code: 'bad-config' }));
});

it('derives the CPU share from memory as on Lambda, up to the CPUs of the machine', () => {
  expect(cpuShareOf(spec)).toBeCloseTo(512 / 1769, 9);
  expect(cpuShareOf({ ...spec, cpuShare: 0.5 })).toBe(0.5);
  expect(cpuShareOf({ ...spec, memoryMb: 1769 * 1000 })).toBe(availableParallelism());
});

it('names functions by ARN', () => {
  expect(functionArn(spec)).toBe('arn:aws:lambda:us-east-1:123456789012:function:compose');
  expect(functionArn({ ...spec, env: { AWS_REGION: 'eu-west-1' } }, 'live')).toBe(
    'arn:aws:lambda:eu-west-1:123456789012:function:compose:live',
  );
});

it("gives the spec's variables precedence, except over those that belong to the instance", () => {
  const own = {
    AWS_ENDPOINT_URL_LAMBDA: 'http://elsewhere',
    HOME: '/root',
    NODE_OPTIONS: '--max-old-space-size=100',
    _HANDLER: 'x.y',
  };
  const env = instanceEnv({ ...spec, env: own, handlerName: 'main' }, addresses, {
    PATH: '/bin',
    TOKEN: 'secret',
    TMPDIR: '/var',
  });
  expect(env).toMatchObject({
    AWS_ENDPOINT_URL_LAMBDA: 'http://elsewhere',
    HOME: '/tmp/x',
    TMPDIR: '/tmp/x',
    PATH: '/bin',
    _HANDLER: 'handler.main',
    NODE_OPTIONS: '--max-old-space-size=307 --max-old-space-size=100',
  });
  expect(env).not.toHaveProperty('TOKEN');
});

it('makes a new trace header in the format of X-Ray each time', () => {
  expect(newTraceId()).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  expect(newTraceId()).not.toBe(newTraceId());
});
