/** Stands between the functions and the object server and spoils requests: errors, silence, cut connections, lost answers. */
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../portraits/random.ts';

export const faultKinds = ['500', '503', 'slow', 'reset', 'answer lost', 'half an answer'] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultProxy {
  /** Stays the same while the server behind it comes and goes. */
  readonly endpoint: string;
  /** The port of the object server; undefined while it is down. */
  targetPort: number | undefined;
  /** Share of requests that are spoiled, 0..1. */
  share: number;
  /** Everything is refused with 503, as in an outage. */
  isOut: boolean;
  readonly counts: Record<FaultKind | 'outage' | 'unspoiled', number>;
  close(): Promise<void>;
}

const slowMs = 1500;

/** On 127.0.0.1, any free port. */
export async function startFaultProxy(random: Random): Promise<FaultProxy> {
  const counts = {
    '500': 0,
    '503': 0,
    slow: 0,
    reset: 0,
    'answer lost': 0,
    'half an answer': 0,
    outage: 0,
    unspoiled: 0,
  };
  const state: { targetPort: number | undefined; share: number; isOut: boolean } = {
    ...{ targetPort: undefined, share: 0, isOut: false },
  };
  const server = createServer((request, response) => {
    request.on('error', () => {});
    response.on('error', () => {});
    const kind = random() < state.share ? faultKinds[Math.floor(random() * faultKinds.length)] : undefined;
    counts[state.isOut ? 'outage' : (kind ?? 'unspoiled')] += 1;
    if (state.isOut) refuse(request, response, 503);
    else void spoil(kind, state.targetPort, request, response);
  });
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return Object.assign(state, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

async function spoil(
  kind: FaultKind | undefined,
  port: number | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (kind === '500' || kind === '503') return refuse(request, response, Number(kind));
  if (kind === 'reset' || port === undefined) {
    request.socket.destroy();
    return;
  }
  if (kind === 'slow') await delay(slowMs);
  // The host header stays the proxy's: it is signed.
  const { method, url: path, headers } = request;
  const onward = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  onward.on('response', (answer) => {
    if (kind === 'answer lost') {
      // The request is carried out, but the client gets no answer.
      answer.resume().on('end', () => response.destroy());
      return;
    }
    answer.on('error', () => response.destroy());
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (kind === 'half an answer') answer.once('data', (part: Buffer) => half(response, part));
    else answer.pipe(response);
    if (kind === 'half an answer') answer.on('end', () => response.destroy());
  });
  request.pipe(onward);
}

function half(response: ServerResponse, part: Buffer): void {
  response.write(part.subarray(0, Math.floor(part.length / 2)), () => response.destroy());
}

const codes: Readonly<Record<number, string>> = { 500: 'InternalError', 503: 'SlowDown' };

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  request.resume();
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${codes[status]}</Code><Message>a fault on purpose</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml', connection: 'close' }).end(xml);
}
