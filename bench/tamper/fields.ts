/** Attacks on a signed form, field by field: each differs from a form that would be taken, and must be refused. */
import { type Field, type Form, formRequest, type RawRequest } from './form.ts';

/** One thing that an attacker tries. */
export interface Attack {
  /** The row of the report that it counts in. */
  readonly family: string;
  readonly name: string;
  /** Which of the two servers it is for; default the buckets. */
  readonly door?: 'api';
  readonly request: RawRequest;
}

/** The knowledge of an attacker: forms that were signed for them, and the names of the buckets. */
export interface Captured {
  readonly uploads: string;
  readonly results: string;
  /** Signed and not expired; `other` is for another photo. */
  readonly own: Form;
  readonly other: Form;
  /** Signed once, and expired since. */
  readonly expired: Form;
}

const nameOf = ([name]: Field) => name;

/** The bucket's own name need not be sent: the address says it, and the policy is held to that. */
const isNeeded = (field: Field) => nameOf(field) !== 'bucket';

const withField = (form: Form, at: number, ...instead: readonly Field[]): Form => ({
  ...form,
  fields: form.fields.toSpliced(at, 1, ...instead),
});

/** Another character of the same kind, so that what is changed stays well-formed as long as it can. */
function otherCharacter(character: string): string {
  if (/[0-9]/.test(character)) return String((Number(character) + 1) % 10);
  if (/[a-f]/.test(character)) return character === 'a' ? 'b' : 'a';
  if (/[A-Za-z]/.test(character)) return character === 'Q' ? 'R' : 'Q';
  return character === '_' ? '-' : '_';
}

/** Every byte of every field changed, one at a time. */
export function* changedBytes({ uploads, own }: Captured): Generator<Attack> {
  for (const [at, [name, value]] of own.fields.entries()) {
    const text = value.toString();
    const family = name === 'X-Amz-Signature' ? 'signature: each digit changed' : 'fields: each byte changed';
    for (let position = 0; position < text.length; position += 1) {
      const changed = text.slice(0, position) + otherCharacter(text[position]) + text.slice(position + 1);
      yield attack(family, `${name} at ${position}`, uploads, withField(own, at, [name, changed]));
    }
  }
}

/** Removes, empties, cuts or doubles fields, or puts them where they are not read. */
export function* movedFields({ uploads, own }: Captured): Generator<Attack> {
  for (const [at, field] of own.fields.entries()) {
    const [name, value] = field;
    const text = value.toString();
    const make = (family: string, form: Form) => attack(`fields: ${family}`, name, uploads, form);
    if (isNeeded(field)) yield make('removed', withField(own, at));
    if (isNeeded(field)) yield make('behind the file', { ...withField(own, at), behind: [field] });
    yield make('emptied', withField(own, at, [name, '']));
    yield make('cut short', withField(own, at, [name, text.slice(0, -1)]));
    yield make('made longer', withField(own, at, [name, `${text}x`]));
    yield make('with a blank before', withField(own, at, [name, ` ${text}`]));
    yield make('with a line end behind', withField(own, at, [name, `${text}\r\n`]));
    yield make('with a NUL behind', withField(own, at, [name, `${text}\0`]));
    yield make('in other case', withField(own, at, [name, swapCase(text)]));
    yield make('repeated', withField(own, at, field, field));
    yield make('repeated, another first', withField(own, at, [name, 'another'], field));
    yield make('repeated, another last', withField(own, at, field, [name, 'another']));
    yield make('repeated in other case', withField(own, at, field, [name.toUpperCase(), 'another']));
  }
}

const swapCase = (text: string): string => {
  const swapped = text.replace(/[a-z]/gi, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));
  return swapped === text ? `${text}_` : swapped;
};

/** Fields of one form with the signature of another: replays for another photo, another bucket, another time. */
export function* mixedForms({ uploads, results, own, other, expired }: Captured): Generator<Attack> {
  for (const [at, field] of own.fields.entries()) {
    const foreign = other.fields.find(([name]) => name === field[0]);
    if (!foreign || foreign[1].toString() === field[1].toString()) continue;
    yield attack('replayed: for another photo', field[0], uploads, withField(own, at, foreign));
  }
  const signed = ['Policy', 'X-Amz-Signature'];
  const graft = own.fields.map((field) =>
    signed.includes(field[0]) ? field : (other.fields.find(([name]) => name === field[0]) ?? field),
  );
  yield attack('replayed: for another photo', 'own policy and signature', uploads, { ...own, fields: graft });
  yield attack('replayed: expired', 'as it was', uploads, expired);
  for (const [at, [name]] of expired.fields.entries()) {
    const fresh = own.fields.find((field) => field[0] === name);
    if (!fresh || fresh[1].toString() === expired.fields[at][1].toString()) continue;
    yield attack('replayed: expired', `with a fresh ${name}`, uploads, withField(expired, at, fresh));
  }
  for (const bucket of [results, `${uploads}-two`, `${uploads}.`, uploads.toUpperCase(), `${uploads}/uploads`, '']) {
    yield attack('replayed: for another bucket', bucket || 'none', bucket, own);
    const at = own.fields.findIndex(([name]) => name === 'bucket');
    yield attack(
      'replayed: for another bucket',
      `field ${bucket}`,
      uploads,
      withField(own, at, ['bucket', `${bucket}!`]),
    );
  }
  yield attack('size', 'empty', uploads, { ...own, file: Buffer.alloc(0) });
  yield attack('size', 'one byte less', uploads, { ...own, file: own.file.subarray(1) });
  yield attack('size', 'one byte more', uploads, { ...own, file: Buffer.concat([own.file, Buffer.from('x')]) });
  yield attack('size', 'a megabyte more', uploads, { ...own, file: Buffer.concat([own.file, Buffer.alloc(2 ** 20)]) });
}

const extraFields: readonly Field[] = [
  ['x-amz-meta-evil', '1'],
  ['x-amz-meta-Order', '{"standards":["us-passport"]}'],
  ['X-Amz-Meta-order ', '{}'],
  ['acl', 'public-read'],
  ['x-amz-acl', 'public-read'],
  ['Cache-Control', 'public'],
  ['Content-Disposition', 'inline'],
  ['Content-Encoding', 'gzip'],
  ['Content-Language', 'en'],
  ['Expires', 'Thu, 01 Dec 2050 16:00:00 GMT'],
  ['success_action_redirect', 'https://attacker.example/'],
  ['redirect', 'https://attacker.example/'],
  ['tagging', '<Tagging><TagSet></TagSet></Tagging>'],
  ['x-amz-tagging', 'a=b'],
  ['x-amz-storage-class', 'GLACIER'],
  ['x-amz-website-redirect-location', 'https://attacker.example/'],
  ['x-amz-server-side-encryption', 'aws:kms'],
  ['x-amz-server-side-encryption-customer-key', 'AAAA'],
  ['x-amz-object-lock-mode', 'COMPLIANCE'],
  ['x-amz-grant-read', 'uri="http://acs.amazonaws.com/groups/global/AllUsers"'],
  ['x-amz-security-token', 'AAAA'],
  ['x-amz-checksum-sha256', 'AAAA'],
  ['x-amz-checksum-algorithm', 'SHA256'],
  ['x-amz-copy-source', '/photos/uploads/other.jpg'],
  ['AWSAccessKeyId', 'AKIDOTHER'],
  ['signature', 'c2lnbmF0dXJl'],
  ['__proto__', 'x'],
  ['constructor', 'x'],
];

/** Adds fields that were not signed, and other metadata than was signed. */
export function* addedFields({ uploads, own }: Captured): Generator<Attack> {
  for (const field of extraFields) {
    yield attack('fields: added', field[0], uploads, { ...own, fields: [...own.fields, field] });
    yield attack('fields: added', `${field[0]} first`, uploads, { ...own, fields: [field, ...own.fields] });
  }
  const others: readonly Field[] = [
    ['Content-Type', 'text/html'],
    ['Content-Type', 'image/jpeg, text/html'],
    ['Content-Type', 'image/jpeg; charset=utf-8'],
    ['x-amz-meta-order', '{"standards":["us-passport"],"backdrops":["white"]}'],
    ['x-amz-meta-order', '{"__proto__":{"kind":"cutout"}}'],
    ['success_action_status', '200'],
  ];
  for (const field of others) {
    const at = own.fields.findIndex(([name]) => name === field[0]);
    if (at < 0 || own.fields[at][1].toString() === field[1]) continue;
    yield attack('metadata: other than signed', `${field[0]}: ${field[1]}`, uploads, withField(own, at, field));
  }
}

export const attack = (family: string, name: string, bucket: string, form: Form): Attack => ({
  ...{ family, name, request: formRequest(bucket, form) },
});
