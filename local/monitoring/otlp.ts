/**
 * Sends spans to an OpenTelemetry collector: OTLP over HTTP with JSON bodies. Nothing is sent unless the environment names an
 * endpoint. Format and variables: OpenTelemetry specification 1.x, "OTLP/HTTP" and "OTLP exporter configuration".
 */
import type { Span } from './traces.ts';

/** Where spans go. */
export interface OtlpTarget {
  /** The whole address, such as `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
}

/** A running exporter. */
export interface SpanExporter {
  add(spans: readonly Span[]): void;
  /** Sends what is left; gives up after the time of one request. */
  close(): Promise<void>;
}

const sendEveryMs = 3000;
const requestTimeoutMs = 5000;
/** Above it the oldest spans are dropped, because a collector may be away for long. */
const mostWaiting = 5000;
const mostInRequest = 1000;

/** Returns the target that the environment names; null when it names none. */
export function otlpTarget(env: NodeJS.ProcessEnv): OtlpTarget | null {
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT?.trim();
  const url = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?.trim() || (base && `${base.replace(/\/+$/, '')}/v1/traces`);
  if (!url || env.OTEL_SDK_DISABLED === 'true') return null;
  const headers = env.OTEL_EXPORTER_OTLP_TRACES_HEADERS ?? env.OTEL_EXPORTER_OTLP_HEADERS ?? '';
  return { url, headers: parseHeaders(headers), serviceName: env.OTEL_SERVICE_NAME || 'zerobooth' };
}

/** Parses `name=value,name=value` with percent escapes. */
function parseHeaders(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at > 0 ? [[pair.slice(0, at).trim(), decode(pair.slice(at + 1).trim())] as const] : [];
  });
  return Object.fromEntries(pairs);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Starts an exporter. @param onTrouble called once for each time that the collector stops answering. */
export function startExporter(target: OtlpTarget, onTrouble: (reason: string) => void): SpanExporter {
  let waiting: Span[] = [];
  let isTroubled = false;
  let sending: Promise<void> = Promise.resolve();
  const sendAll = async () => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostInRequest);
      const trouble = await send(target, batch);
      if (trouble !== null && !isTroubled) onTrouble(trouble);
      isTroubled = trouble !== null;
      if (isTroubled) return;
      waiting = waiting.slice(batch.length);
    }
  };
  const flush = () => {
    sending = sending.then(sendAll);
    return sending;
  };
  const timer = setInterval(() => void flush(), sendEveryMs).unref();
  return {
    add: (spans) => {
      waiting = [...waiting, ...spans].slice(-mostWaiting);
    },
    close: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

/** @returns why it failed; null when the collector has taken the spans. */
async function send({ url, headers, serviceName }: OtlpTarget, spans: readonly Span[]): Promise<string | null> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(otlpBody(serviceName, spans)),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    await answer.arrayBuffer();
    return answer.ok ? null : `the collector answered ${answer.status}`;
  } catch (error) {
    return `the collector did not answer (${(error as Error).name})`;
  }
}

function otlpBody(serviceName: string, spans: readonly Span[]): unknown {
  const resource = { attributes: attributesOf({ 'service.name': serviceName }) };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'zerobooth' }, spans: spans.map(otlpSpan) }] }] };
}

/** Kind 1 is internal; status 1 is OK, 2 an error. */
function otlpSpan({ startMs, endMs, isError, attributes, ...ids }: Span): unknown {
  return {
    ...ids,
    kind: 1,
    startTimeUnixNano: nanoseconds(startMs),
    endTimeUnixNano: nanoseconds(endMs),
    attributes: attributesOf(attributes),
    status: { code: isError ? 2 : 1 },
  };
}

/** As text, because the number is too large for a double. */
const nanoseconds = (ms: number): string => String(BigInt(Math.round(ms * 1000)) * 1000n);

function attributesOf(attributes: Span['attributes']) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: string | number | boolean) {
  if (typeof value === 'string') return { stringValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { doubleValue: value };
}
