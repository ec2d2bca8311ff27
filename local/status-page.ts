/** The page at http://127.0.0.1:7860: which functions and instances there are now, and what the last photos took. */
import { createServer, type Server } from 'node:http';
import type { FunctionHost, InvocationReport } from './function-host.ts';

export interface StatusSource {
  readonly host: FunctionHost;
  /** Latest last. */
  readonly reports: readonly InvocationReport[];
  /** Of the object server. Its key pair is not shown: it stays with the one who started the studio. */
  readonly endpoint: string;
}

/** Everything the page shows, as `/status.json` gives it to programs. */
function statusOf({ host, reports }: StatusSource) {
  return {
    enforcement: host.enforcement,
    isolation: host.isolation,
    queued: host.queueDepth(),
    instances: host.instances(),
    reports,
  };
}

/** Listens on 127.0.0.1. @throws the listen error, for example EADDRINUSE. */
export async function startStatusPage(source: StatusSource, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const headers = {
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    };
    // A page elsewhere must not read this one by a name that it made resolve to the loopback.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) response.writeHead(421, headers).end();
    else if (request.method !== 'GET') response.writeHead(405, headers).end();
    else if (request.url === '/status.json') {
      response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(statusOf(source)));
    } else if (request.url === '/') {
      response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(renderPage(source));
    } else response.writeHead(404, headers).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return server;
}

function renderPage(source: StatusSource): string {
  const { enforcement, queued, instances, reports } = statusOf(source);
  const now = Date.now();
  const instanceRows = instances.map(({ functionName, state, invocations, memoryMb, peakMemoryMb, lastUsedAt }) => [
    functionName,
    state,
    invocations,
    `${peakMemoryMb.toFixed(0)} of ${memoryMb} MB`,
    `${Math.round((now - lastUsedAt) / 1000)} s ago`,
  ]);
  const reportRows = reports
    .slice(-20)
    .toReversed()
    .map((report) => [
      report.functionName,
      report.coldStart ? 'cold' : 'warm',
      report.status,
      `${report.durationMs.toFixed(0)} ms`,
      `${report.maxMemoryUsedMb.toFixed(0)} of ${report.memoryMb} MB`,
      report.gbSeconds.toFixed(3),
    ]);
  const none = '<p>None: nothing runs while nobody asks.</p>';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>Zerobooth</title>
<style>body{font:16px/1.5 system-ui;max-width:56rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
td,th{text-align:left;padding:.2rem 1rem .2rem 0}</style>
<h1>Zerobooth</h1>
<p>S3 endpoint: ${escapeHtml(source.endpoint)}. The line that drops a photo stands where the studio was started.</p>
<p>Memory sizes: ${enforcement.memory}. CPU shares: ${enforcement.cpu}. Waiting: ${queued}.</p>
<h2>Instances</h2>${instanceRows.length > 0 ? table(['function', 'state', 'photos', 'peak memory', 'last used'], instanceRows) : none}
<h2>Last invocations</h2>${table(['function', 'start', 'status', 'duration', 'peak memory', 'GB-seconds'], reportRows)}`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const row = (cells: readonly (string | number)[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(String(cell))}</${tag}>`).join('')}</tr>`;
  return `<table>${row(head, 'th')}${rows.map((cells) => row(cells, 'td')).join('')}</table>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
