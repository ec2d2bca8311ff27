/**
 * Reads a `multipart/form-data` body (RFC 7578) as a browser sends it to S3: small text fields first, then one file,
 * which is streamed. post.ts checks the fields before it reads the file.
 */
import { ByteReader } from './byte-reader.ts';
import { S3Error } from './error.ts';

/** A form whose fields are read and whose file is not read yet. */
export interface UploadForm {
  /** The text fields before the file, by lower-case name; `name` has the spelling of the form. */
  readonly fields: ReadonlyMap<string, { readonly name: string; readonly value: string }>;
  /** The file's name from the browser, without folders. */
  readonly fileName: string;
  /** The file's bytes. The iteration ends without an error only when the form is complete. */
  readonly file: AsyncIterable<Buffer>;
}

/** All fields before the file together (S3 API reference, "Creating an HTML Form": 20 KB). */
const maxFieldsBytes = 20 * 1024;
const maxFields = 100;
const maxHeaderBytes = 4096;
const maxHeaders = 10;
/** Bytes after the file, such as a named submit button. S3 ignores them. */
const maxRestBytes = 20 * 1024;

/**
 * Reads the fields up to the file.
 * @throws S3Error `MalformedPOSTRequest`, `MaxPostPreDataLengthExceeded`, `InvalidArgument`
 */
export async function readUploadForm(contentType: string, body: AsyncIterable<Buffer>): Promise<UploadForm> {
  const delimiter = Buffer.from(`\r\n--${boundaryOf(contentType)}`);
  const reader = new ByteReader(withLeadingLineEnd(body));
  // Text before the first delimiter is a preamble, which has no meaning.
  await readText(reader, delimiter, maxFieldsBytes);
  const fields = new Map<string, { name: string; value: string }>();
  let fieldsBytes = 0;
  while (fields.size <= maxFields && (await startsPart(reader))) {
    const part = await readPartHeaders(reader);
    const name = part.name.toLowerCase();
    if (name === 'file') {
      return { fields, fileName: part.fileName ?? '', file: readFileBytes(reader, delimiter) };
    }
    const text = await readText(reader, delimiter, maxFieldsBytes - fieldsBytes);
    fieldsBytes += Buffer.byteLength(part.name) + Buffer.byteLength(text);
    if (fields.has(name)) throw new S3Error('InvalidArgument', `The form has more than one field '${part.name}'.`);
    fields.set(name, { name: part.name, value: text });
  }
  if (fields.size > maxFields) throw new S3Error('MaxPostPreDataLengthExceeded');
  throw new S3Error('InvalidArgument', 'POST requires exactly one file upload per request.');
}

/**
 * Returns the boundary, at most 70 of the characters that RFC 2046 5.1.1 allows.
 * @throws S3Error `MalformedPOSTRequest`
 */
function boundaryOf(contentType: string): string {
  const parts = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i.exec(
    contentType,
  );
  const boundary = parts?.[1] ?? parts?.[2] ?? '';
  if (!/^[\w'()+,./:=? -]*[\w'()+,./:=?-]$/.test(boundary)) throw new S3Error('MalformedPOSTRequest');
  return boundary;
}

/** Adds a line end before the body, so that the first delimiter has the same form as all others. */
async function* withLeadingLineEnd(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('\r\n');
  yield* body;
}

/** Returns true when a part follows the delimiter, and false at the end of the form (two dashes). */
async function startsPart(reader: ByteReader): Promise<boolean> {
  const mark = (await reader.readExactly(2))?.toString('latin1');
  if (mark !== '--' && mark !== '\r\n') throw new S3Error('MalformedPOSTRequest');
  return mark === '\r\n';
}

async function readPartHeaders(reader: ByteReader): Promise<{ name: string; fileName: string | undefined }> {
  let disposition: string | undefined;
  for (let count = 0; count <= maxHeaders; count += 1) {
    const line = await reader.readLine(maxHeaderBytes);
    if (line === undefined) break;
    if (line === '') return parseDisposition(disposition);
    const [, name = '', value = ''] = /^([\w-]+):\s*(.*)$/s.exec(line) ?? [];
    if (name === '') break;
    if (name.toLowerCase() === 'content-disposition') disposition = value;
  }
  throw new S3Error('MalformedPOSTRequest');
}

function parseDisposition(disposition: string | undefined): { name: string; fileName: string | undefined } {
  if (!/^form-data\s*;/i.test(disposition ?? '')) throw new S3Error('MalformedPOSTRequest');
  const name = quotedParameter(disposition ?? '', 'name');
  const fileName = quotedParameter(disposition ?? '', 'filename');
  if (!name) throw new S3Error('MalformedPOSTRequest');
  // S3 uses the text after the last slash or backslash (S3 API reference, POST policy, `${filename}`).
  return { name, fileName: fileName?.replace(/^.*[/\\]/s, '') };
}

/**
 * Decodes `%22`, `%0D` and `%0A`, as which browsers write quotes and line ends (HTML standard, multipart/form-data).
 */
function quotedParameter(disposition: string, parameter: string): string | undefined {
  const value = new RegExp(`;\\s*${parameter}="([^"]*)"`, 'i').exec(disposition)?.[1];
  return value?.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}

async function readText(reader: ByteReader, delimiter: Buffer, maxBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of reader.readUntil(delimiter)) {
    sizeBytes += piece.length;
    if (sizeBytes > maxBytes) throw new S3Error('MaxPostPreDataLengthExceeded');
    pieces.push(piece);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(pieces));
  } catch {
    throw new S3Error('InvalidArgument', 'A field of the form is not UTF-8.');
  }
}

async function* readFileBytes(reader: ByteReader, delimiter: Buffer): AsyncGenerator<Buffer> {
  yield* reader.readUntil(delimiter);
  await startsPart(reader);
  let restBytes = 0;
  for (let rest = await reader.readSome(maxRestBytes); rest; rest = await reader.readSome(maxRestBytes)) {
    restBytes += rest.length;
    if (restBytes > maxRestBytes) throw new S3Error('MalformedPOSTRequest');
  }
}
