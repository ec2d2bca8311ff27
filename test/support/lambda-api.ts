/**
 * The part of Lambda's API that operators use: concurrency, versions and the alias of one function (AWS Lambda API
 * reference, read 2026-11-29). The state can be read and changed by tests.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface LambdaState {
  /** The reserved concurrency; null: none. */
  concurrency: number | null;
  readonly versions: readonly string[];
  live: { FunctionVersion: string; RoutingConfig?: { AdditionalVersionWeights?: Record<string, number> } };
  /** The requests so far, such as `PUT concurrency`. */
  readonly requests: string[];
}

export async function startLambdaApi(functionName: string, state: LambdaState) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://lambda');
    const [, , , name, ...path] = decodeURIComponent(url.pathname).split('/');
    const body = await text(request);
    const given = body === '' ? {} : JSON.parse(body);
    const call = `${request.method} ${path.join('/')}`;
    state.requests.push(call);
    const answer = name === functionName ? answerTo(call, given, url.searchParams) : undefined;
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { Message: `no ${call} of ${name}` }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

  function answerTo(call: string, given: Record<string, unknown>, query: URLSearchParams): object | undefined {
    switch (call) {
      case 'GET concurrency':
        return state.concurrency === null ? {} : { ReservedConcurrentExecutions: state.concurrency };
      case 'PUT concurrency':
        state.concurrency = given.ReservedConcurrentExecutions as number;
        return given;
      case 'DELETE concurrency':
        state.concurrency = null;
        return {};
      case 'GET aliases/live':
        return { Name: 'live', ...state.live };
      case 'PUT aliases/live':
        state.live = given as LambdaState['live'];
        return { Name: 'live', ...state.live };
      case 'GET versions':
        return pageOf(Number(query.get('Marker') ?? 0));
      default:
        return undefined;
    }
  }

  /** Returns two versions a page. */
  function pageOf(from: number): object {
    const shown = state.versions.slice(from, from + 2);
    const Versions = shown.map((Version) => ({ Version, LastModified: '2026-11-29T12:00:00.000+0000' }));
    return { Versions, ...(from + 2 < state.versions.length && { NextMarker: String(from + 2) }) };
  }

  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
