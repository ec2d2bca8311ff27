import { expect, it, onTestFinished } from 'vitest';
import { type FaultKind, faultKinds, startFaultProxy } from '../../../bench/faults/fault-proxy.ts';
import { put, read, refusalOf, startTestServer } from '../s3/server-setup.ts';

async function behindProxy(kind?: FaultKind) {
  // The first number says whether, the second which.
  const draws = kind ? [0, (faultKinds.indexOf(kind) + 0.5) / faultKinds.length] : [0.99];
  let at = 0;
  const proxy = await startFaultProxy(() => draws[at++ % draws.length]);
  onTestFinished(() => proxy.close());
  const s3 = await startTestServer();
  proxy.targetPort = s3.server.port;
  proxy.share = 0.5;
  return { proxy, s3, through: { ...s3, client: s3.clientWith({ endpoint: proxy.endpoint }) } };
}

it('lets through what it does not spoil, signatures and all', async () => {
  const { proxy, through } = await behindProxy();
  await put(through, 'a', 'content');
  expect((await read(through, 'a')).toString()).toBe('content');
  expect(proxy.counts.unspoiled).toBe(2);
});

it.each([
  ['500', 'InternalError', false],
  ['503', 'SlowDown', false],
  ['reset', 'Error', false],
  ['answer lost', 'Error', true],
  ['slow', 'accepted', true],
] as const)('%s: the client hears %s', async (kind, heard, isStored) => {
  const { proxy, s3, through } = await behindProxy(kind);
  const refusal = await refusalOf(put(through, 'a', 'content'));
  expect(refusal === heard || (heard === 'Error' && refusal !== 'accepted')).toBe(true);
  expect(proxy.counts[kind]).toBe(1);
  expect(await refusalOf(read(s3, 'a'))).toBe(isStored ? 'accepted' : 'NoSuchKey');
});

it('half an answer is not taken for a whole one', async () => {
  const { s3, through } = await behindProxy('half an answer');
  await put(s3, 'a', 'x'.repeat(100_000));
  expect(await refusalOf(read(through, 'a'))).not.toBe('accepted');
});

it('in an outage everything is refused', async () => {
  const { proxy, through } = await behindProxy();
  proxy.isOut = true;
  expect(await refusalOf(put(through, 'a', 'content'))).toBe('SlowDown');
  expect(proxy.counts.outage).toBe(1);
});
