/** Makes BMP files of every common kind: 24 and 32 bits, grey with a palette, runs, rows from above, the old header. */

export interface BmpOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly colourAt: (x: number, y: number) => readonly [number, number, number];
  /**
   * `rgb24` and `rgb32`: colours. `grey8`: a palette of 256 greys. `runs8`: the same in runs (RLE8). `masks32`: with bit
   * masks and opacity (V4 header). `old24`: the header of OS/2.
   */
  readonly kind?: BmpKind;
  readonly topDown?: boolean;
}

export const bmpKinds = ['rgb24', 'rgb32', 'grey8', 'runs8', 'masks32', 'old24'] as const;
type BmpKind = (typeof bmpKinds)[number];

const bitsOf: Readonly<Record<BmpKind, number>> = { rgb24: 24, rgb32: 32, grey8: 8, runs8: 8, masks32: 32, old24: 24 };
const headerBytesOf = (kind: BmpKind) => (kind === 'old24' ? 12 : kind === 'masks32' ? 108 : 40);

/** Returns a BMP file. */
export function bmpImage(options: BmpOptions): Buffer {
  const { kind = 'rgb24', heightPx, topDown = false } = options;
  const palette = bitsOf[kind] === 8 ? greyPalette() : Buffer.alloc(0);
  const rows = Array.from({ length: heightPx }, (_, at) => rowOf(options, kind, topDown ? at : heightPx - 1 - at));
  const pixels = Buffer.concat(rows);
  // The mark of the end takes the place of the last row's.
  if (kind === 'runs8') pixels.set([0, 1], pixels.length - 2);
  return bmpFile({ ...options, kind, topDown }, palette, pixels);
}

/** Returns a BMP file with these pixels, which need not fit its size. */
export function bmpFile(
  { widthPx, heightPx, kind = 'rgb24', topDown = false }: Omit<BmpOptions, 'colourAt'>,
  palette: Buffer,
  pixels: Buffer,
): Buffer {
  const header = Buffer.alloc(headerBytesOf(kind));
  header.writeUInt32LE(header.length, 0);
  if (kind === 'old24') {
    header.writeUInt16LE(widthPx, 4);
    header.writeUInt16LE(heightPx, 6);
    header.writeUInt16LE(1, 8);
    header.writeUInt16LE(24, 10);
  } else {
    header.writeInt32LE(widthPx, 4);
    header.writeInt32LE(topDown ? -heightPx : heightPx, 8);
    header.writeUInt16LE(1, 12);
    header.writeUInt16LE(bitsOf[kind], 14);
    header.writeUInt32LE({ runs8: 1, masks32: 3 }[kind as string] ?? 0, 16);
    header.writeUInt32LE(pixels.length, 20);
  }
  if (kind === 'masks32') {
    for (const [at, mask] of [0x00ff0000, 0x0000ff00, 0x000000ff, 0xff000000].entries()) {
      header.writeUInt32LE(mask, 40 + at * 4);
    }
  }
  const file = Buffer.alloc(14);
  const pixelsAt = file.length + header.length + palette.length;
  file.write('BM', 'latin1');
  file.writeUInt32LE(pixelsAt + pixels.length, 2);
  file.writeUInt32LE(pixelsAt, 10);
  return Buffer.concat([file, header, palette, pixels]);
}

export function greyPalette(): Buffer {
  return Buffer.from(Array.from({ length: 256 }, (_, level) => [level, level, level, 0]).flat());
}

function rowOf({ widthPx, colourAt }: BmpOptions, kind: BmpKind, y: number): Buffer {
  const colours = Array.from({ length: widthPx }, (_, x) => colourAt(x, y));
  if (kind === 'runs8') return Buffer.from([...colours.flatMap(([r, g, b]) => [1, greyOf(r, g, b)]), 0, 0]);
  const bytes = colours.flatMap(([r, g, b]) => {
    if (kind === 'grey8') return [greyOf(r, g, b)];
    return bitsOf[kind] === 32 ? [b, g, r, kind === 'masks32' ? 255 : 0] : [b, g, r];
  });
  return Buffer.from([...bytes, ...Array.from({ length: -bytes.length & 3 }, () => 0)]);
}

const greyOf = (r: number, g: number, b: number) => Math.round(0.299 * r + 0.587 * g + 0.114 * b);
