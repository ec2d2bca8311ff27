/** Reads the segments of JPEG files and the chunks of PNG files by the standards, independently of the encoder under test. */

export interface Segment {
  /** Marker byte after 0xff. */
  readonly marker: number;
  readonly bytes: Buffer;
}

/** @returns the segments of a JPEG before its picture data, and whether the file ends with its end marker. */
export function jpegSegments(file: Uint8Array): { segments: Segment[]; ended: boolean } {
  const bytes = Buffer.from(file);
  if (bytes.readUInt16BE(0) !== 0xffd8) throw new Error('no JPEG');
  const segments: Segment[] = [];
  for (let at = 2; ; ) {
    if (bytes[at] !== 0xff) throw new Error(`no marker at ${at}`);
    const marker = bytes[at + 1];
    const length = bytes.readUInt16BE(at + 2);
    segments.push({ marker, bytes: bytes.subarray(at + 4, at + 2 + length) });
    at += 2 + length;
    if (marker === 0xda) return { segments, ended: bytes.readUInt16BE(bytes.length - 2) === 0xffd9 };
  }
}

export interface JpegFacts {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly densityDpi: number;
  /** True for a baseline JPEG. */
  readonly baseline: boolean;
  /** Sampling factors of each component, horizontal and vertical in one byte. */
  readonly sampling: number[];
  readonly markers: number[];
}

export function jpegFacts(file: Uint8Array): JpegFacts {
  const { segments } = jpegSegments(file);
  const [first] = segments;
  if (first?.marker !== 0xe0 || first.bytes.toString('latin1', 0, 5) !== 'JFIF\0') throw new Error('no JFIF');
  if (first.bytes[7] !== 1) throw new Error('density not per inch');
  const start = segments.find(({ marker }) => marker >= 0xc0 && marker <= 0xc2);
  if (!start) throw new Error('no frame');
  return {
    widthPx: start.bytes.readUInt16BE(3),
    heightPx: start.bytes.readUInt16BE(1),
    densityDpi: first.bytes.readUInt16BE(8),
    baseline: start.marker === 0xc0,
    sampling: Array.from({ length: start.bytes[5] }, (_, i) => start.bytes[7 + i * 3]),
    markers: segments.map(({ marker }) => marker),
  };
}

/** @returns the chunks of a PNG by name. */
export function pngChunks(file: Uint8Array): { name: string; bytes: Buffer }[] {
  const bytes = Buffer.from(file);
  if (bytes.toString('hex', 0, 8) !== '89504e470d0a1a0a') throw new Error('no PNG');
  const chunks: { name: string; bytes: Buffer }[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.push({ name: bytes.toString('latin1', at + 4, at + 8), bytes: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

/** @returns the density of a PNG, px per inch, from its px per metre. */
export function pngDensityDpi(file: Uint8Array): number {
  const chunk = pngChunks(file).find(({ name }) => name === 'pHYs');
  if (chunk?.bytes[8] !== 1) throw new Error('no density');
  return chunk.bytes.readUInt32BE(0) * 0.0254;
}
