/** The caption of a photo as the page asks for it: a name and a day. */
import { maxCharacters, printable } from '../../core/forms/caption-line.ts';

/** The two fields. */
export interface CaptionFields {
  readonly name: string;
  /** ISO 8601; empty: none. */
  readonly isoDay: string;
}

/** Returns the lines for the order; the day as forms write it: `30-11-2026`. */
export function captionLines({ name, isoDay }: CaptionFields): string[] {
  const [year, month, day] = isoDay.split('-');
  return [plainName(name), day ? `${day}-${month}-${year}` : ''].filter((line) => line !== '');
}

/** Returns the fields of lines that {@link captionLines} has made. */
export function fieldsOf(lines: readonly string[]): CaptionFields {
  const [, day, month, year] = lines.map((line) => /^(\d\d)-(\d\d)-(\d{4})$/.exec(line)).find(Boolean) ?? [];
  const name = lines.find((line) => !/^\d\d-\d\d-\d{4}$/.test(line)) ?? '';
  return { name, isoDay: day ? `${year}-${month}-${day}` : '' };
}

/** Returns true for a name that can be printed, and for none. */
export function isNameGood(name: string): boolean {
  const plain = plainName(name);
  return plain === '' || (plain.length <= maxCharacters && printable.test(plain));
}

/** Returns the name as the schema of a caption takes it (core/caption.ts): an accent and its letter are one character. */
const plainName = (name: string): string => name.normalize().trim();
