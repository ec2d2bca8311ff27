/** Compares what a client sends and gets with the OpenAPI document. */
import * as z from 'zod';
import { openApiDocument } from '../../functions/api/openapi.ts';

/** One request to the API and its answer. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** Null: none was sent. */
  readonly body: string | null;
  readonly status: number;
  readonly answer: string;
}

type Json = Readonly<Record<string, unknown>>;

interface Described {
  readonly operationId: string;
  readonly security: readonly Json[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema: { readonly $ref?: string } }>>;

const document = openApiDocument() as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
};

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ path, method: method.toUpperCase(), described })),
);

/** The names of all operations of the document. */
export const operationIds = operations.map(({ described }) => described.operationId);

/** Returns a `fetch` that keeps the exchanges with the API, not those with the buckets. */
export function keepExchanges(exchanges: Exchange[]): typeof fetch {
  return async (input, init = {}) => {
    const response = await fetch(input, init);
    const url = new URL(String(input));
    if (!url.pathname.startsWith('/api/')) return response;
    const { method = 'GET', body = null } = init;
    const sent = { method, url, headers: new Headers(init.headers), body: body === null ? null : String(body) };
    exchanges.push({ ...sent, status: response.status, answer: await response.clone().text() });
    return response;
  };
}

/** Returns the operation of an exchange. @throws when path, query, headers, body, status or answer are not in the document. */
export function operationOf(exchange: Exchange): string {
  const { method, url, headers, body, status, answer } = exchange;
  const found = operations.find((one) => one.method === method && patternOf(one.path).test(url.pathname));
  if (!found) throw new Error(`the document has no ${method} ${url.pathname}`);
  const { operationId, security, parameters = [], requestBody, responses } = found.described;
  const named = parameters.filter((parameter) => parameter.in !== 'path').map(({ name }) => name);
  const ownHeaders = [...headers.keys()].filter((name) => !['authorization', 'content-type'].includes(name));
  const unnamed = [...url.searchParams.keys(), ...ownHeaders].filter((name) => !named.includes(name));
  if (unnamed.length > 0) throw new Error(`${operationId} has no parameter ${unnamed.join()}`);
  if (security.length > 0 !== headers.has('authorization') && security.length > 0) {
    throw new Error(`${operationId} was called without the access code`);
  }
  if ((requestBody === undefined) !== (body === null)) throw new Error(`${operationId}: body ${body}`);
  if (requestBody && body !== null) check(`${operationId} request`, requestBody.content, body);
  const response = responses[String(status)];
  if (!response) throw new Error(`${operationId} has no status ${status}: ${answer}`);
  if (response.content) check(`${operationId} ${status}`, response.content, answer);
  else if (answer !== '') throw new Error(`${operationId} ${status} has a body`);
  return operationId;
}

/** A photoId has a slash before the name. */
const patternOf = (path: string) => new RegExp(`^${path.replaceAll('.', '\\.').replace('{name}', '[^/]+')}$`);

function check(name: string, content: Content, text: string): void {
  const reference = content['application/json']?.schema.$ref?.split('/').at(-1) ?? '';
  const schema = document.components.schemas[reference];
  const result = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(JSON.parse(text));
  if (!result.success) throw new Error(`${name} is no ${reference}: ${z.prettifyError(result.error)}`);
}
