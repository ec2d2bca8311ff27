/**
 * Reads a `multipart/form-data` body (RFC 7578) as a browser sends it to S3: small text fields first, then one file,
 * which is streamed. s3-post.ts checks the fields before it lets the file through.
 */
import { ByteReader } from './byte-reader.ts';
import { S3Error } from './error.ts';

/** A form whose fields are read and whose file is still to come. */
export interface UploadForm {
  /** Text fields before the file by lower-case name, with the spelling that the form used. */
  readonly fields: ReadonlyMap<string, { readonly name: string; readonly value: string }>;
  /** Name that the browser gives the file, without folders. */
  readonly fileName: string;
  /** The file's bytes; ends only when the form is whole. */
  readonly file: AsyncIterable<Buffer>;
}

/** Fields before the file, together (S3 API reference, "Creating an HTML Form": 20 KB). */
const maxFieldsBytes = 20 * 1024;
const maxFields = 100;
const maxHeaderBytes = 4096;
const maxHeaders = 10;
/** What a form may carry behind the file, such as a named submit button; S3 ignores it. */
const maxRestBytes = 20 * 1024;

/** Reads up to the file. @throws S3Error `MalformedPOSTRequest`, `MaxPostPreDataLengthExceeded`, `InvalidArgument` */
export async function readUploadForm(contentType: string, body: AsyncIterable<Buffer>): Promise<UploadForm> {
  const delimiter = Buffer.from(`\r\n--${boundaryOf(contentType)}`);
  const reader = new ByteReader(withLeadingLineEnd(body));
  // The first delimiter opens the form, so nothing but a preamble of no meaning stands before it.
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

/** Boundary characters of RFC 2046 5.1.1, at most 70. */
function boundaryOf(contentType: string): string {
  const parts = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i.exec(
    contentType,
  );
  const boundary = parts?.[1] ?? parts?.[2] ?? '';
  if (!/^[\w'()+,./:=? -]*[\w'()+,./:=?-]$/.test(boundary)) throw new S3Error('MalformedPOSTRequest');
  return boundary;
}

/** Gives the first delimiter the line end that all others have. */
async function* withLeadingLineEnd(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('\r\n');
  yield* body;
}

/** Behind a delimiter stands a line end and a part, or two dashes and the end of the form. */
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
  // Only what follows the last slash or backslash counts (S3 API reference, POST policy, `${filename}`).
  return { name, fileName: fileName?.replace(/^.*[/\\]/s, '') };
}

/** Browsers write quotes and line ends in these values as `%22`, `%0D` and `%0A` (HTML standard, multipart/form-data). */
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
