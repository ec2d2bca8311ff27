/** Attacks by keys, by text that would break out of a header or a document, and by bodies that are no forms. */
import type { OutgoingHttpHeaders } from 'node:http';
import { type Attack, attack, type Captured } from './fields.ts';
import { boundary, encodeForm, type Field, type Form, rawForm } from './form.ts';

const accented = 'Zo\u00eb \ufb01 \u1e9b\u0323 \uac00';

/** Keys that lead elsewhere wherever one of them is taken for a path, an address or a header. */
export const hostileKeys: readonly string[] = [
  ...[
    '../results/x.jpg',
    'uploads/../../../etc/passwd',
    'uploads/form/../../desk/access-code',
    '..',
    '.',
    '/',
    '//',
    '',
  ],
  ...[
    'uploads/%2e%2e%2fresults%2fx',
    'uploads/..%2fx',
    'uploads/%252e%252e/x',
    'uploads\\..\\x',
    'uploads/form/a.jpg/',
  ],
  ...[
    'uploads/form/a.jpg\0.png',
    '\0',
    'uploads/form/\x01\x1f\x7f.jpg',
    'uploads/form/a\r\nx-evil: 1',
    'uploads/\u2028',
  ],
  ...[
    'desk/access-code',
    'records/form/x.json',
    'backdrops/x.jpg',
    'results/x/y.jpg',
    'C:\\x',
    'con',
    'uploads/form/\u202egpj',
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the variable is S3's
  ...['uploads/${filename}', '${filename}', 'uploads/form/${filename}${filename}'],
  ...['NFC', 'NFD', 'NFKC', 'NFKD'].map((form) => `uploads/form/${accented.normalize(form)}.jpg`),
  ...['a', '\u00e9', '\u{1f600}'].map((unit) => `uploads/${unit.repeat(Math.floor(1016 / Buffer.byteLength(unit)))}`),
  ...[
    `uploads/${'a'.repeat(1017)}`,
    `uploads/${'a/'.repeat(508)}`,
    `uploads/${'x'.repeat(10_000)}`,
    '\ufeffuploads/a.jpg',
  ],
];

const injections = [
  '\r\nx-evil: 1\r\n',
  '\nset-cookie: a=b',
  '\r\n\r\n<script>alert(1)</script>',
  '\u0000',
  '\u010d\u010ax-evil: 1',
];
const markup = [
  '<img src=x onerror=alert(1)>.jpg',
  '"><svg onload=alert(1)>.jpg',
  "';alert(1)//.jpg",
  '{{7*7}}.jpg',
  '../../x.jpg',
];

/** The signed form with another key, with text that splits headers, with markup for a file name in a key's place. */
export function* hostileText({ uploads, own }: Captured): Generator<Attack> {
  const replaced = (name: string, value: string): Form => ({
    ...own,
    fields: own.fields.map((field): Field => (field[0] === name ? [name, value] : field)),
  });
  for (const key of hostileKeys) {
    yield attack('keys', JSON.stringify(key.slice(0, 40)), uploads, replaced('key', key));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the variable is S3's
    const variable = { ...replaced('key', 'uploads/${filename}'), fileName: key.replaceAll('"', '%22') };
    yield attack('keys', `as a file name: ${JSON.stringify(key.slice(0, 40))}`, uploads, variable);
  }
  for (const text of injections) {
    for (const [name, value] of own.fields) {
      yield attack('header injection', `${name} ${JSON.stringify(text)}`, uploads, replaced(name, `${value}${text}`));
      const renamed = own.fields.map((field): Field => (field[0] === name ? [`${name}${text}`, value] : field));
      yield attack('header injection', `the name ${name} ${JSON.stringify(text)}`, uploads, {
        ...own,
        fields: renamed,
      });
    }
    const added: Field = [`x-amz-meta-${text}`, text];
    yield attack('header injection', `metadata ${JSON.stringify(text)}`, uploads, {
      ...own,
      fields: [...own.fields, added],
    });
  }
  for (const text of markup) yield attack('keys', `markup ${text}`, uploads, replaced('key', `uploads/form/${text}`));
}

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);

/** JSON that costs more than it weighs, or that means more than it says. */
export const jsonBombs: readonly string[] = [
  ...[
    nested(7000, '[', ']'),
    nested(1500, '{"a":', '}').replace('":}', '":1}'),
    '['.repeat(9000),
    '{"a":'.repeat(2000),
  ],
  ...[
    '1e999999999',
    `${'9'.repeat(9000)}`,
    `-0.${'0'.repeat(9000)}1`,
    '"\\ud800"',
    `"${'\\u0000'.repeat(1400)}"`,
    '\u0000',
  ],
  ...['{"__proto__":{"isAdmin":true}}', '{"constructor":{"prototype":{"a":1}}}', '{"a":1,"a":2}', '{"toString":null}'],
  ...[
    '[]',
    'null',
    'true',
    '0',
    '""',
    '{',
    '}',
    '\ufeff{}',
    '{"expiration":1}',
    "{'a':1}",
    'NaN',
    '[,]',
    '{"a":1}x',
    '',
  ],
  ...[
    `{"conditions":${nested(6500, '[', ']')}}`,
    `{"expiration":"2099-01-01T00:00:00Z","conditions":${nested(6000, '[', ']')}}`,
  ],
  ...[
    `{"expiration":"2099-01-01T00:00:00Z","conditions":[${'{},'.repeat(3000)}{}]}`,
    '{"conditions":[["eq","$key",{}]]}',
  ],
  ...[
    `{"expiration":"${'9'.repeat(5000)}-01-01T00:00:00Z","conditions":[]}`,
    '{"expiration":"2099-01-01T00:00:00Z","conditions":[null]}',
  ],
];

/** Policies of the attacker's own: unsigned, or under the signature of another. */
export function* ownPolicies({ uploads, own }: Captured): Generator<Attack> {
  const generous = '{"expiration":"2099-01-01T00:00:00Z","conditions":[["starts-with","$key",""],{"bucket":"BUCKET"}]}';
  for (const json of [...jsonBombs, generous.replace('BUCKET', uploads)]) {
    const policy = Buffer.from(json).toString('base64');
    const fields = own.fields.map((field): Field => (field[0] === 'Policy' ? ['Policy', policy] : field));
    yield attack('JSON bombs', `policy ${json.slice(0, 30)}`, uploads, { ...own, fields });
    const unsigned = fields.filter(([name]) => name !== 'X-Amz-Signature');
    yield attack('JSON bombs', `unsigned policy ${json.slice(0, 30)}`, uploads, { ...own, fields: unsigned });
    const orders = own.fields.map((field): Field => (field[0] === 'x-amz-meta-order' ? [field[0], json] : field));
    yield attack('JSON bombs', `order ${json.slice(0, 30)}`, uploads, { ...own, fields: orders });
  }
}

/** Bodies that are no form, or two things at once. */
export function* brokenBodies({ uploads, own }: Captured): Generator<Attack> {
  const whole = encodeForm(own);
  const make = (name: string, body: Buffer, headers: OutgoingHttpHeaders = {}): Attack => ({
    ...{ family: 'bodies that are no form', name, request: rawForm(uploads, body, headers) },
  });
  const text = whole.toString('latin1');
  const swapped = (from: string | RegExp, to: string) => Buffer.from(text.replace(from, to), 'latin1');
  for (let part = 1; part <= 40; part += 1) {
    yield make(`cut after ${part} of 41 parts`, whole.subarray(0, Math.floor((whole.length * part) / 41)));
  }
  yield make('without its end', swapped(`--${boundary}--\r\n`, ''));
  yield make('line feeds alone', Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1'));
  yield make('another boundary', whole, { 'content-type': 'multipart/form-data; boundary=other' });
  yield make('no boundary', whole, { 'content-type': 'multipart/form-data' });
  yield make('a boundary of 71', whole, { 'content-type': `multipart/form-data; boundary=${'b'.repeat(71)}` });
  yield make('another type', whole, { 'content-type': 'application/x-www-form-urlencoded' });
  yield make('mixed', whole, { 'content-type': `multipart/mixed; boundary=${boundary}` });
  yield make('empty', Buffer.alloc(0));
  yield make('nothing but zeros', Buffer.alloc(100_000));
  yield make('a hundred fields more', encodeForm({ ...own, fields: [...own.fields, ...manyFields(100, 1)] }));
  yield make('fields of 30 KB', encodeForm({ ...own, fields: [...own.fields, ...manyFields(30, 1000)] }));
  yield make('a field of 1 MB', encodeForm({ ...own, fields: [...own.fields, ['x-ignore-a', 'a'.repeat(2 ** 20)]] }));
  yield make('a header of 5 KB', swapped('form-data; name="key"', `form-data; name="key"; x="${'a'.repeat(5000)}"`));
  yield make('twenty headers', swapped('Content-Disposition', `${'X-A: b\r\n'.repeat(20)}Content-Disposition`));
  yield make('a part without a name', swapped('; name="key"', ''));
  yield make('a part without a disposition', swapped('Content-Disposition: form-data; name="key"', 'X-A: b'));
  yield make('an encoded name', swapped('name="key"', "name*=utf-8''key"));
  yield make('a name without quotes', swapped('name="key"', 'name=key'));
  yield make('a quoted quote', swapped('name="key"', 'name="ke\\"y"'));
  yield make(
    'a field that is not UTF-8',
    encodeForm({ ...own, fields: [['x-ignore-a', Buffer.from([0xff, 0xc0, 0x80])], ...own.fields] }),
  );
  yield make('a file name that is a field', swapped('name="key"', 'name="file"; filename="key"'));
  yield make(
    'two files',
    swapped(
      `--${boundary}--`,
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="b"\r\n\r\n${'b'.repeat(30_000)}\r\n--${boundary}--`,
    ),
  );
}

const manyFields = (count: number, sizeBytes: number): Field[] =>
  Array.from({ length: count }, (_, at): Field => [`x-ignore-${at}`, 'a'.repeat(sizeBytes)]);
