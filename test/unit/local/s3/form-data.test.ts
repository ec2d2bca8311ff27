import { expect, test } from 'vitest';
import { S3Error } from '../../../../local/s3/error.ts';
import { readUploadForm } from '../../../../local/s3/form-data.ts';

const boundary = 'xYz';
const type = `multipart/form-data; boundary=${boundary}`;
const field = (name: string, value: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (content: string, fileName = 'a.jpg') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: image/jpeg\r\n\r\n${content}\r\n`;
const end = `--${boundary}--\r\n`;

async function* pieces(text: string, sizeBytes: number): AsyncGenerator<Buffer> {
  const wire = Buffer.from(text);
  for (let at = 0; at < wire.length; at += sizeBytes) yield wire.subarray(at, at + sizeBytes);
}

async function read(text: string, pieceBytes = 65_536, contentType = type) {
  const form = await readUploadForm(contentType, pieces(text, pieceBytes));
  const content: Buffer[] = [];
  for await (const piece of form.file) content.push(piece);
  const fields = Object.fromEntries([...form.fields].map(([name, { value }]) => [name, value]));
  return { fields, fileName: form.fileName, content: Buffer.concat(content).toString() };
}

async function refusal(text: string, contentType = type): Promise<string> {
  try {
    await read(text, 65_536, contentType);
  } catch (error) {
    if (error instanceof S3Error) return error.code;
    throw error;
  }
  return 'accepted';
}

test('a form is read in pieces of every size', async () => {
  // Text that begins like the delimiter.
  const tricky = `\r\n--xY\r-\r\n\r\n--xY\r\n-- ${boundary}`;
  const text = field('Key', 'uploads/é') + field('policy', '') + file(tricky) + end;
  const expected = { fields: { key: 'uploads/é', policy: '' }, fileName: 'a.jpg', content: tricky };
  for (let pieceBytes = 1; pieceBytes < 80; pieceBytes += 1) expect(await read(text, pieceBytes)).toEqual(expected);
});

test('an empty file, a quoted boundary, an ending without a line end, a button after the file', async () => {
  expect((await read(file('') + end)).content).toBe('');
  const quoted = 'Multipart/Form-Data; charset=utf-8; boundary="xYz"';
  expect((await read(file('x') + end, 9, quoted)).content).toBe('x');
  expect((await read(file('x') + end.trimEnd())).content).toBe('x');
  expect((await read(file('x') + field('submit', 'Go') + end)).content).toBe('x');
  expect((await read(`preamble\r\n${file('x')}${end}`)).content).toBe('x');
});

test('a file name loses its folders and its escapes', async () => {
  expect((await read(file('', 'C:\\photos\\jane.jpg') + end)).fileName).toBe('jane.jpg');
  expect((await read(file('', '../../jane.jpg') + end)).fileName).toBe('jane.jpg');
  expect((await read(file('', 'a%22b%0D%0A.jpg') + end)).fileName).toBe('a"b\r\n.jpg');
});

test.each([
  ['no file', field('key', 'a') + end, 'InvalidArgument'],
  ['nothing', '', 'MalformedPOSTRequest'],
  ['no end behind the file', file('x').slice(0, -2), 'MalformedPOSTRequest'],
  ['a field cut short', field('key', 'a').slice(0, -4), 'MalformedPOSTRequest'],
  [
    'a part without a name',
    `--${boundary}\r\nContent-Disposition: form-data\r\n\r\nx\r\n${end}`,
    'MalformedPOSTRequest',
  ],
  ['a part without a disposition', `--${boundary}\r\nContent-Type: a/b\r\n\r\nx\r\n${end}`, 'MalformedPOSTRequest'],
  ['a broken header', `--${boundary}\r\nnonsense\r\n\r\nx\r\n${end}`, 'MalformedPOSTRequest'],
  ['endless headers', `--${boundary}\r\n${'a: b\r\n'.repeat(50)}\r\nx\r\n${end}`, 'MalformedPOSTRequest'],
  ['a field twice', field('key', 'a') + field('KEY', 'b') + file('x') + end, 'InvalidArgument'],
  ['a huge field', field('key', 'a'.repeat(21_000)) + file('x') + end, 'MaxPostPreDataLengthExceeded'],
  [
    'many fields',
    Array.from({ length: 200 }, (_, n) => field(`x-ignore-${n}`, '')).join('') + file('x') + end,
    'MaxPostPreDataLengthExceeded',
  ],
  ['too much behind the file', file('x') + field('rest', 'a'.repeat(30_000)) + end, 'MalformedPOSTRequest'],
])('%s is refused', async (_, text, code) => {
  expect(await refusal(text)).toBe(code);
});

test('bytes that are not UTF-8 are refused in a field', async () => {
  const wire = Buffer.from(field('key', 'é') + file('x') + end, 'latin1');
  async function* body() {
    yield wire;
  }
  await expect(readUploadForm(type, body())).rejects.toMatchObject({ code: 'InvalidArgument' });
});

test.each([
  '',
  'text/plain',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  `multipart/form-data; boundary=${'x'.repeat(71)}`,
])('the content type %j is refused', async (contentType) => {
  expect(await refusal(file('x') + end, contentType)).toBe('MalformedPOSTRequest');
});
