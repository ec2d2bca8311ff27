/** Reads the form of `POST /api/photo`: the picture as `file`, and the fields of the order. */
import { PhotoRejected } from '../../../core/errors.ts';
import { type PhotoOrder, parseOrder } from '../../../core/order.ts';
import type { HttpRequest } from '../../runtime/http-handler.ts';
import { ApiRefused } from '../refused.ts';

/** The picture and the order of a form. */
export interface PhotoForm {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** Media type as the client has it; empty when it does not know it. */
  readonly contentType: string;
  readonly order: PhotoOrder;
}

/** Fields that hold lists. They may be repeated, hold several values with a separator, and have a name in the singular. */
const lists: Readonly<Record<string, string>> = {
  ...{ standard: 'standards', standards: 'standards' },
  ...{ backdrop: 'backdrops', backdrops: 'backdrops' },
  caption: 'caption',
};
/** Between values; a caption may contain commas. */
const separatorOf = (list: string) => (list === 'caption' ? '|' : ',');
/** Parts of the order whose fields are written as `sheet.ruler`, `adjust.scale` and `tone.light`. */
const parts = ['sheet', 'adjust', 'tone'] as const;
/** More fields than an order has. */
const mostFields = 64;
const mostCharacters = 4000;

/**
 * Reads the form.
 * @throws ApiRefused `bad-request` for a body that is no such form; PhotoRejected `bad-order` when a field is wrong.
 */
export async function readPhotoForm({ headers, body }: Pick<HttpRequest, 'headers' | 'body'>): Promise<PhotoForm> {
  const form = await parseForm(headers['content-type'] ?? '', body);
  const files = form.getAll('file');
  const [file] = files;
  if (files.length !== 1 || !(file instanceof File)) {
    throw new ApiRefused('bad-request', 'The form must have one picture as the field `file`.');
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { bytes, fileName: file.name, contentType: file.type, order: orderOf(form) };
}

async function parseForm(contentType: string, body: Uint8Array): Promise<FormData> {
  if (/^multipart\/form-data *;/i.test(contentType)) {
    const parsed = await new Response(body as Uint8Array<ArrayBuffer>, { headers: { 'content-type': contentType } })
      .formData()
      .catch(() => null);
    if (parsed) return parsed;
  }
  throw new ApiRefused('bad-request', 'Send multipart/form-data with one picture as the field `file`.');
}

/** Returns the order. The field `order` may hold JSON; the other fields replace parts of it. */
function orderOf(form: FormData): PhotoOrder {
  const fields = textFields(form);
  const json = fields.find(([name]) => name === 'order')?.[1];
  const order = new Map<string, unknown>(json === undefined ? [] : Object.entries(parseJsonOrder(json)));
  const within = parts.map((part) => {
    return { part, values: new Map<string, unknown>(Object.entries(objectOf(order.get(part)))) };
  });
  const given = new Map<string, string[]>();
  for (const [name, value] of fields) {
    const list = Object.hasOwn(lists, name) ? lists[name] : undefined;
    if (list) given.set(list, [...(given.get(list) ?? []), ...value.split(separatorOf(list)).filter(Boolean)]);
    else if (name !== 'order') setField(name, value, order, within);
  }
  const filled = within.filter(({ values }) => values.size > 0);
  const ofParts = filled.map(({ part, values }) => [part, Object.fromEntries(values)] as const);
  return parseOrder(Object.fromEntries([...order, ...given, ...ofParts]));
}

/** Sets a field of the order or of one of its parts. */
function setField(
  name: string,
  value: string,
  order: Map<string, unknown>,
  within: readonly { readonly part: string; readonly values: Map<string, unknown> }[],
): void {
  const inside = within.find(({ part }) => name.startsWith(`${part}.`));
  if (name === 'sheet') within.find(({ part }) => part === name)?.values.set('paper', value);
  else if (inside) inside.values.set(name.slice(inside.part.length + 1), plainValue(value));
  else order.set(name, plainValue(value));
}

/** Returns the fields beside the picture. @throws PhotoRejected `bad-order` for too many, or another file. */
function textFields(form: FormData): (readonly [string, string])[] {
  const fields = [...form].flatMap(([name, value]) => {
    if (name === 'file') return [];
    if (typeof value !== 'string') throw new PhotoRejected('bad-order', 'Only `file` may be a file.');
    return [[name, value] as const];
  });
  const characters = fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (fields.length <= mostFields && characters <= mostCharacters) return fields;
  throw new PhotoRejected('bad-order', 'The form has too many fields, or too long ones.');
}

function parseJsonOrder(text: string): object {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    throw new PhotoRejected('bad-order', 'The field `order` is not JSON.');
  }
}

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** Returns a truth value or a number for text that is one; else the text. */
function plainValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d{1,9}(\.\d{1,17})?$/.test(text) ? Number(text) : text;
}
