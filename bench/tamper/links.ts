/** Attacks on a signed download link, and requests that are not signed at all. */

import { hostileKeys } from './bodies.ts';
import type { Attack } from './fields.ts';

export interface Links {
  /** Path and query of a signed GET that is good, and of one that has expired. */
  readonly good: string;
  readonly expired: string;
  readonly uploads: string;
  readonly results: string;
  /** Keys of objects that are there. */
  readonly uploadKey: string;
  readonly resultKey: string;
  readonly otherKey: string;
}

const none = Buffer.alloc(0);

const link = (name: string, path: string, method = 'GET', headers: Record<string, string> = {}): Attack => ({
  ...{ family: 'links', name, request: { method, path, headers, body: none } },
});

export function* tamperedLinks({ good, expired, results, resultKey, otherKey }: Links): Generator<Attack> {
  const at = good.indexOf('?');
  const [path, query] = [good.slice(0, at), good.slice(at + 1)];
  const pairs = query.split('&').map((pair) => pair.split('=') as [string, string]);
  const build = (changed: readonly (readonly [string, string])[], to = path) =>
    `${to}?${changed.map(([name, value]) => `${name}=${value}`).join('&')}`;
  for (const [index, [name, value]] of pairs.entries()) {
    yield link(`${name} removed`, build(pairs.toSpliced(index, 1)));
    yield link(`${name} emptied`, build(pairs.toSpliced(index, 1, [name, ''])));
    yield link(`${name} changed`, build(pairs.toSpliced(index, 1, [name, `${value}0`])));
    yield link(`${name} repeated with another value`, build([...pairs, [name, '0']]));
    if (name !== name.toLowerCase())
      yield link(`${name} in other case`, build(pairs.toSpliced(index, 1, [name.toLowerCase(), value])));
    if (name !== 'X-Amz-Signature') continue;
    for (let digit = 0; digit < value.length; digit += 1) {
      const other = value[digit] === '0' ? '1' : '0';
      const changed = value.slice(0, digit) + other + value.slice(digit + 1);
      yield link(`signature digit ${digit}`, build(pairs.toSpliced(index, 1, [name, changed])));
    }
  }
  for (const key of [otherKey, `${resultKey}/`, resultKey.toUpperCase(), ...hostileKeys]) {
    yield link(
      `for ${JSON.stringify(key.slice(0, 30))}`,
      build(pairs, `/${results}/${encodeURI(key).replaceAll('?', '%3F')}`),
    );
  }
  for (const extra of ['response-content-type=text/html', 'versionId=1', 'uploads', 'acl', 'X-Amz-Security-Token=a']) {
    yield link(`with ${extra}`, `${good}&${extra}`);
  }
  for (const method of ['PUT', 'POST', 'DELETE', 'HEAD', 'PATCH']) yield link(`as ${method}`, good, method);
  for (const header of ['x-amz-copy-source', 'x-amz-acl', 'x-amz-date'])
    yield link(header, good, 'GET', { [header]: 'a' });
  yield link('two ways of signing', good, 'GET', { authorization: 'AWS4-HMAC-SHA256 Credential=a' });
  yield link('expired', expired);
}

export function* unsignedRequests({ uploads, results, uploadKey, resultKey }: Links): Generator<Attack> {
  const paths = ['/', `/${uploads}`, `/${results}`, `/${uploads}/${uploadKey}`, `/${results}/${resultKey}`];
  const queries = ['', '?list-type=2', '?uploads', '?delete', '?acl', '?policy', '?location', '?cors', '?versioning'];
  for (const method of ['GET', 'PUT', 'POST', 'DELETE']) {
    for (const path of paths) {
      for (const query of queries) {
        const request = { method, path: `${path}${query}`, headers: {}, body: none };
        yield { family: 'unsigned requests', name: `${method} ${path}${query}`, request };
      }
    }
  }
}
