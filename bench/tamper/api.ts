/** Attacks on the API over HTTP: bodies that cost or mean more than they say, ids that lead elsewhere, other names and origins. */
import type { OutgoingHttpHeaders } from 'node:http';
import { hostileKeys, jsonBombs } from './bodies.ts';
import type { Attack } from './fields.ts';

/** File names that would do something where a page or a log took them for more than text. */
export const markupNames: readonly string[] = [
  ...[
    '<img src=x onerror=alert(1)>.jpg',
    '"><svg onload=alert(1)>.jpg',
    "';alert(1)//.jpg",
    '{{7*7}}.jpg',
    '../../etc/passwd.jpg',
  ],
  ...[
    'a\r\nset-cookie: b=c.jpg',
    'a\0.jpg',
    '\u202egpj.exe.jpg',
    'javascript:alert(1).jpg',
    '&lt;b&gt;.jpg',
    '%3Cscript%3E.jpg',
    '\ud83d\ude00.jpg',
  ],
];

const order = { standards: ['us-passport'], backdrops: ['white'] };
const good = { order, fileName: 'a.jpg', sizeBytes: 1000, contentType: 'image/jpeg' };
const json = 'application/json';

type Part = Pick<Attack, 'family' | 'name'>;

/** Returns an attack on the API. @param body JSON, unless the headers say otherwise. */
export function ask(
  { family, name }: Part,
  method: string,
  path: string,
  body: string | Buffer = '',
  headers: OutgoingHttpHeaders = {},
): Attack {
  const type = body.length > 0 && { 'content-type': json };
  return {
    family,
    name,
    door: 'api',
    request: { method, path, headers: { ...type, ...headers }, body: Buffer.from(body) },
  };
}

/** Values that no field of a request takes. */
export const oddValues: readonly string[] = [
  ...[
    '-1',
    '1e309',
    '"1"',
    '1.5',
    '9007199254740993',
    'null',
    '[]',
    '{}',
    'true',
    '[1]',
    '{"length":3}',
    '"\\u0000"',
    '"\\ud800"',
  ],
  ...[
    '{"$gt":0}',
    '{"__proto__":[]}',
    `"${'a'.repeat(5000)}"`,
    '[[[[[[1]]]]]]',
    `[${'"us-passport",'.repeat(500)}"x"]`,
    '"../../x"',
  ],
];

/** Whole bodies, and orders within them, that are bombs, no JSON, or no bodies for the API. */
export function* apiBombs(photoId: string): Generator<Attack> {
  for (const path of ['/api/photos', `/api/photos/${photoId}/orders`]) {
    const bomb = (name: string, body: string | Buffer) => ask({ family: 'api: JSON bombs', name }, 'POST', path, body);
    for (const text of jsonBombs) yield bomb(text.slice(0, 30), text);
    // An order of nothing but defaults is one.
    for (const text of jsonBombs.filter((one) => one !== '{}')) {
      const body = `{"order":${text},"fileName":"a.jpg","sizeBytes":1000,"contentType":"image/jpeg"}`;
      yield bomb(`order ${text.slice(0, 30)}`, body);
    }
    yield bomb('of bytes that are no text', Buffer.from([0xff, 0xfe, 0x7b, 0x7d]));
    yield bomb('of 40 KB', `{"a":"${'a'.repeat(40_000)}"}`);
    yield bomb('of 1 MB', Buffer.alloc(2 ** 20, '['));
    for (const type of otherTypes) {
      const headers = { 'content-type': type };
      yield ask({ family: 'api: other types', name: type }, 'POST', path, JSON.stringify(good), headers);
    }
  }
}

const otherTypes = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=a',
  'application/jsonp',
  '',
];

const odd = (name: string, body: string) => ask({ family: 'api: odd values', name }, 'POST', '/api/photos', body);

/** Requests for a photo with a field too many, too few, or of another kind. */
export function* apiValues(): Generator<Attack> {
  for (const [field, value] of Object.entries(good)) {
    // A file's name may be any text, and its ending makes any type good.
    const isAnyText = field === 'fileName' || field === 'contentType';
    const written = `"${field}":${JSON.stringify(value)}`;
    for (const text of oddValues) {
      if ((isAnyText && text.startsWith('"')) || (field === 'order' && text === '{}')) continue;
      yield odd(
        `${field} ${text.slice(0, 30)}`,
        JSON.stringify(good).replace(written, () => `"${field}":${text}`),
      );
    }
    if (field !== 'fileName') yield odd(`no ${field}`, JSON.stringify({ ...good, [field]: undefined }));
  }
  for (const field of ['photoId', 'key', 'bucket', 'url', 'metadata', 'expiresAt', '__proto__x', 'admin']) {
    yield odd(`also ${field}`, JSON.stringify({ ...good, [field]: 'x' }));
  }
}

/** Orders with a field of another kind. */
export function* apiOrders(): Generator<Attack> {
  for (const field of ['kind', 'standards', 'backdrops', 'sheet', 'faces', 'profile']) {
    for (const text of oddValues) {
      if (text === 'null' || `${field}${text}` === 'backdrops[]' || `${field}${text}` === 'sheet{}') continue;
      const body = JSON.stringify({ ...good, order: { ...order, [field]: 'ODD' } }).replace('"ODD"', () => text);
      yield odd(`order.${field} ${text.slice(0, 30)}`, body);
    }
  }
}

/** Ids that are not the form's, in every place that takes one. */
export function* apiIds(photoId: string): Generator<Attack> {
  const hex = photoId.slice(5, 37);
  const changed = Array.from(
    hex,
    (digit, at) => `form/${hex.slice(0, at)}${digit === '0' ? '1' : '0'}${hex.slice(at + 1)}.jpg`,
  );
  const shaped = [
    hex,
    `form/${hex}`,
    `form/${hex}.JPG`,
    `form/${hex.toUpperCase()}.jpg`,
    `form/${hex}0.jpg`,
    `form/${hex.slice(1)}.jpg`,
    `FORM/${hex}.jpg`,
  ];
  const around = [
    `./${photoId}`,
    `form/../${photoId}`,
    `form//${hex}.jpg`,
    `${photoId}/`,
    `${photoId}.json`,
    `${photoId}%00`,
    `${photoId}%0d%0ax: 1`,
    `%2e%2e/${photoId}`,
  ];
  const keys = hostileKeys.map((key) => key.slice(0, 2000)).filter((key) => key !== '');
  for (const id of [...changed, ...shaped, ...around, ...keys.map(encodeURIComponent), ...keys.map(encodeURI)]) {
    // The HTTP client itself refuses these in an address.
    if (/[^\x21-\x7e]/.test(id)) continue;
    const name = id.slice(0, 50);
    yield ask({ family: 'api: ids', name }, 'GET', `/api/photos/${id}`);
    yield ask(
      { family: 'api: ids', name: `orders of ${name}` },
      'POST',
      `/api/photos/${id}/orders`,
      JSON.stringify({ order }),
    );
  }
  // These ids belong to no photo. A deletion of such a photo succeeds, so only ids of another form are counted.
  for (const id of [...shaped, ...around, ...keys.map(encodeURIComponent)]) {
    if (/[^\x21-\x7e]/.test(id)) continue;
    yield ask({ family: 'api: ids', name: `delete ${id.slice(0, 50)}` }, 'DELETE', `/api/photos/${id}`);
  }
}

/** Pages and programs that are not the studio's own, methods it does not take, files that are not the page's. */
export function* apiDoor(photoId: string): Generator<Attack> {
  const body = JSON.stringify(good);
  for (const host of [
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '0.0.0.0',
    '[::1].evil.example',
  ]) {
    yield ask({ family: 'api: other names', name: host }, 'POST', '/api/photos', body, { host });
  }
  for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example', 'file://']) {
    yield ask({ family: 'api: other names', name: `origin ${origin}` }, 'POST', '/api/photos', body, { origin });
  }
  for (const site of ['cross-site', 'same-site']) {
    yield ask({ family: 'api: other names', name: site }, 'POST', '/api/photos', body, { 'sec-fetch-site': site });
  }
  for (const method of ['PUT', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND', 'DELETE']) {
    yield ask({ family: 'api: methods', name: method }, method, '/api/photos');
    yield ask({ family: 'api: methods', name: `${method} of settings` }, method, '/api/settings');
  }
  for (const method of ['PUT', 'PATCH', 'TRACE'])
    yield ask({ family: 'api: methods', name: `${method} a photo` }, method, `/api/photos/${photoId}`);
  const ups = ['../', '..%2f', '%2e%2e/', '%2e%2e%2f', '..%5c', '%252e%252e%252f', '..;/', '....//'];
  for (const up of ups) {
    for (const file of ['etc/passwd', 'handler.mjs', 'package.json', 'credentials.json']) {
      yield ask({ family: 'api: files', name: `${up}${file}` }, 'GET', `/assets/${up.repeat(6)}${file}`);
      yield ask({ family: 'api: files', name: `root ${up}${file}` }, 'GET', `/${up.repeat(6)}${file}`);
    }
  }
}

/** Requests with any file name at all: taken, because the name is kept nowhere. */
export const namedRequests = (): { fileName: string; request: Attack['request'] }[] =>
  markupNames.map((fileName) => ({
    fileName,
    request: ask({ family: '', name: '' }, 'POST', '/api/photos', JSON.stringify({ ...good, fileName })).request,
  }));
