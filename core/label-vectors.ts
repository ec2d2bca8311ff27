/** The file of label vectors of a tagger: the names of labels, and one vector for each in the space of the network. */
import * as z from 'zod';
import { Fault } from './errors.ts';
import type { Label } from './labels/labels.ts';

const fileSchema = z.strictObject({
  version: z.literal(1),
  labels: z.array(z.strictObject({ id: z.string().min(1), en: z.string().min(1), zh: z.string().min(1) })).min(1),
  /** Base64 of float32 numbers, little-endian: the vector of the first label, of the second ... */
  vectors: z.base64(),
});

/** Labels with one vector each. */
export interface LabelVectors {
  readonly labels: readonly Label[];
  /** Numbers in each vector. */
  readonly length: number;
  /** The vectors one after the other, each of length 1. */
  readonly vectors: Float32Array;
}

/** Reads the text of such a file. Vectors are scaled to the length 1. @throws Fault `model-corrupt` with the first fault. */
export function parseLabelVectors(text: string): LabelVectors {
  const parsed = fileSchema.safeParse(parse(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrong(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { labels, vectors: base64 } = parsed.data;
  if (new Set(labels.map(({ id }) => id)).size < labels.length) throw wrong('two labels have the same id');
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const length = bytes.length / 4 / labels.length;
  if (!Number.isInteger(length) || length === 0) {
    throw wrong(`${bytes.length} bytes are not ${labels.length} vectors of float32 numbers`);
  }
  const view = new DataView(bytes.buffer);
  const vectors = Float32Array.from({ length: length * labels.length }, (_, at) => view.getFloat32(at * 4, true));
  for (let at = 0; at < labels.length; at++) {
    const vector = vectors.subarray(at * length, (at + 1) * length);
    const norm = Math.hypot(...vector);
    if (!(norm > 0 && norm < Number.POSITIVE_INFINITY)) throw wrong(`the vector of ${labels[at].id} has no direction`);
    for (let i = 0; i < length; i++) vector[i] /= norm;
  }
  return { labels, length, vectors };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('it is not JSON');
  }
}

const wrong = (fault: string) => new Fault('model-corrupt', `the file of label vectors is wrong: ${fault}`);
