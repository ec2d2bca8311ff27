/** Reads messages of protocol buffers (protobuf.dev, "Encoding"), field by field. */

/** One field of a message. */
export interface MessageField {
  readonly field: number;
  /** The content of a text, of bytes or of a message in the message; empty for numbers. */
  readonly bytes: Uint8Array;
  /** A whole number; 0 for other fields. */
  readonly integer: number;
}

const none = new Uint8Array();

/** Returns the fields in the order of the message. @throws Error when the bytes are not a message. */
export function messageFields(message: Uint8Array): MessageField[] {
  const fields: MessageField[] = [];
  let at = 0;
  while (at < message.length) {
    const tag = readInteger(message, at);
    const field = Math.floor(tag.value / 8);
    at = tag.end;
    switch (tag.value % 8) {
      case 0: {
        const { value, end } = readInteger(message, at);
        fields.push({ field, bytes: none, integer: value });
        at = end;
        break;
      }
      case 1:
        at += 8;
        break;
      case 2: {
        const { value, end } = readInteger(message, at);
        if (end + value > message.length) throw new Error('The message ends too early.');
        fields.push({ field, bytes: message.subarray(end, end + value), integer: 0 });
        at = end + value;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new Error('The bytes are not a message.');
    }
  }
  return fields;
}

/** Returns the whole numbers of a packed field. @throws Error when the last one is cut. */
export function packedIntegers(bytes: Uint8Array): number[] {
  const values: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { value, end } = readInteger(bytes, at);
    values.push(value);
    at = end;
  }
  return values;
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Reads an int64 of seven bits per byte, the lowest first. */
function readInteger(bytes: Uint8Array, from: number): { readonly value: number; readonly end: number } {
  let value = 0n;
  for (let at = from, shift = 0n; at < bytes.length; at++, shift += 7n) {
    value |= BigInt(bytes[at] & 0x7f) << shift;
    if (bytes[at] < 0x80) return { value: Number(BigInt.asIntN(64, value)), end: at + 1 };
  }
  throw new Error('The message ends too early.');
}
