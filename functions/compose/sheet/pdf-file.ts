/**
 * Writes the structure of a PDF file: numbered objects, their table, the trailer (ISO 32000-1:2008, 7.5). pdf.ts writes
 * the contents.
 */

/** A reference to an object: `4 0 R`. */
export type PdfRef = string;

interface PdfObject {
  /** Entries of the dictionary, without the angle brackets. */
  readonly entries: string;
  /** Data of a stream; null for other objects. */
  readonly data: Uint8Array | null;
}

/** Collects objects. The first one has number 1. The same objects give the same bytes. */
export class PdfFile {
  readonly #objects: PdfObject[] = [];

  /** Reserves an object that is set later, for two objects that refer to each other. */
  reserve(): PdfRef {
    return refOf(this.#objects.push({ entries: '', data: null }));
  }

  set(ref: PdfRef, entries: string): void {
    this.#objects[Number.parseInt(ref, 10) - 1] = { entries, data: null };
  }

  /** Adds an object, or a stream when there is data. A stream that exists already is not added again. */
  add(entries: string, data: Uint8Array | null = null): PdfRef {
    const known = this.#objects.findIndex((object) => {
      return data !== null && object.data !== null && object.entries === entries && same(object.data, data);
    });
    return refOf(known >= 0 ? known + 1 : this.#objects.push({ entries, data }));
  }

  bytes(root: PdfRef): Uint8Array {
    // Bytes above 127 in the second line mark the file as binary for transfer programs (7.5.2).
    const parts: Uint8Array[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
    const offsets: number[] = [];
    let length = parts[0].length;
    const append = (...more: Uint8Array[]) => {
      parts.push(...more);
      for (const part of more) length += part.length;
    };
    for (const [i, { entries, data }] of this.#objects.entries()) {
      offsets.push(length);
      const head = `${i + 1} 0 obj\n<< ${entries}`;
      if (data) append(latin(`${head} /Length ${data.length} >>\nstream\n`), data, latin('\nendstream\nendobj\n'));
      else append(latin(`${head} >>\nendobj\n`));
    }
    const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    const count = offsets.length + 1;
    const trailer = `trailer\n<< /Size ${count} /Root ${root} >>\nstartxref\n${length}\n%%EOF\n`;
    append(latin(`xref\n0 ${count}\n0000000000 65535 f \n${table}${trailer}`));
    return Buffer.concat(parts);
  }
}

function refOf(number: number): PdfRef {
  return `${number} 0 R`;
}

function latin(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
