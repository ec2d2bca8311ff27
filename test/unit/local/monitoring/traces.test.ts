/** Traces: one for each photo, sent as OTLP over HTTP to a collector, and only to one that is named. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { InvocationReport } from '../../../../local/lambda/host.ts';
import { openMonitoring } from '../../../../local/monitoring/monitoring.ts';
import { otlpTarget } from '../../../../local/monitoring/otlp.ts';

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

/** A collector that keeps what it gets. */
async function startCollector(status = 200) {
  const requests: { path: string; headers: Record<string, unknown>; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    requests.push({ path: request.url ?? '', headers: request.headers, body });
    response.writeHead(status).end('{}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { requests, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const reportOf = (functionName: string, requestId: string, startedAtMs: number): InvocationReport => ({
  ...{ functionName, requestId, startedAtMs, status: 'success', instanceId: 'i', coldStart: false, attempt: 1 },
  ...{ durationMs: 400, initMs: 100, billedMs: 500, memoryMb: 512, maxMemoryUsedMb: 300, gbSeconds: 0.2 },
});
const lineOf = (requestId: string, outcome: string, timings: Record<string, number>) =>
  JSON.stringify({ event: 'photo', requestId, photo: '0123456789abcdef', outcome, timings });

test('a photo is one trace through both functions, with its steps in order', async () => {
  const { requests, endpoint } = await startCollector();
  const headers = 'authorization=Bearer%20x,other=1';
  const target = otlpTarget({ OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/`, OTEL_EXPORTER_OTLP_HEADERS: headers });
  const monitoring = openMonitoring(target, () => {});
  monitoring.addReport(reportOf('matting', 'one', 1000));
  monitoring.addLine('matting', lineOf('one', 'composing', { decode: 50, infer: 200.5 }));
  monitoring.addLine('compose', lineOf('two', 'done', { encode: 8 }));
  monitoring.addReport(reportOf('compose', 'two', 2000));
  await monitoring.close();
  expect(requests.map(({ path }) => path)).toEqual(['/v1/traces']);
  expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer x', 'content-type': 'application/json' });
  const [resource] = JSON.parse(requests[0]?.body ?? '').resourceSpans;
  expect(resource.resource.attributes).toEqual([{ key: 'service.name', value: { stringValue: 'zerobooth' } }]);
  const spans: SentSpan[] = resource.scopeSpans[0].spans;
  expect(spans.map(({ name }) => name)).toEqual(['matting', 'decode', 'infer', 'photo', 'compose', 'encode']);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  const named = (name: string) => spans.find((span) => span.name === name) as SentSpan;
  expect(named('infer').parentSpanId).toBe(named('matting').spanId);
  expect(named('compose').parentSpanId).toBe(named('photo').spanId);
  expect(named('photo')).not.toHaveProperty('parentSpanId');
  expect([named('photo').startTimeUnixNano, named('photo').endTimeUnixNano]).toEqual(['1000000000', '2500000000']);
  expect([named('infer').startTimeUnixNano, named('infer').endTimeUnixNano]).toEqual(['1150000000', '1350500000']);
  expect(spans.every(({ traceId, spanId }) => /^[0-9a-f]{32}$/.test(traceId) && /^[0-9a-f]{16}$/.test(spanId))).toBe(
    true,
  );
});

test('a collector that refuses is reported once, and the photo does not wait', async () => {
  const { endpoint } = await startCollector(503);
  const troubles: string[] = [];
  const monitoring = openMonitoring(otlpTarget({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }), (reason) =>
    troubles.push(reason),
  );
  monitoring.addReport(reportOf('matting', 'one', 1000));
  monitoring.addLine('matting', lineOf('one', 'no-face', {}));
  await monitoring.close();
  expect(troubles).toEqual(['the collector answered 503']);
});

test('without the variable there is no target', () => {
  expect(otlpTarget({})).toBeNull();
  expect(otlpTarget({ OTEL_EXPORTER_OTLP_ENDPOINT: '  ' })).toBeNull();
  expect(otlpTarget({ OTEL_SERVICE_NAME: 'x' })).toBeNull();
  expect(otlpTarget({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_SDK_DISABLED: 'true' })).toBeNull();
  const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://a/x', OTEL_SERVICE_NAME: 'shop' };
  expect(otlpTarget(env)).toEqual({ url: 'http://a/x', headers: {}, serviceName: 'shop' });
});
