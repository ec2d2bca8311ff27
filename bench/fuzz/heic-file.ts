/**
 * Makes real HEIC files without an encoder: HEVC may carry samples unpacked (PCM coding units, ITU-T H.265 7.3.8.7), so a
 * picture of 32 x 32 blocks needs no arithmetic coding beyond two constant strings of bits.
 */

/** Side of a coding tree block; pictures are made of whole ones. */
const blockPx = 32;

export interface HeicOptions {
  /** Size of one tile, multiples of 32. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** RGB of a pixel of the whole picture; 2 x 2 pixels share one chroma sample. */
  readonly colourAt: (x: number, y: number) => readonly [number, number, number];
  /** More than one tile makes a grid, as phones write it. */
  readonly columns?: number;
  readonly rows?: number;
  /** Quarter turns anticlockwise that a reader must make (`irot`). */
  readonly quarterTurns?: 0 | 1 | 2 | 3;
  /** Mirrored after the turn (`imir`): 0 exchanges top and bottom, 1 left and right. */
  readonly mirror?: 0 | 1;
  readonly icc?: Uint8Array;
  /** The size that the header claims instead of the true size. */
  readonly claimed?: { readonly widthPx: number; readonly heightPx: number };
  /** The size that the coded picture claims in its sequence parameters, multiples of 32. Blocks beyond the true size are missing. */
  readonly coded?: { readonly widthPx: number; readonly heightPx: number };
  readonly brand?: string;
}

class Bits {
  private readonly bits: number[] = [];

  /** Fixed length, most significant bit first. */
  u(length: number, value: number): this {
    for (let i = length - 1; i >= 0; i--) this.bits.push(Math.floor(value / 2 ** i) % 2);
    return this;
  }

  /** Exponential Golomb, as every `ue(v)` of the standard; `se(v)` is only ever 0 here, which looks the same. */
  ue(...values: number[]): this {
    for (const value of values) {
      const length = Math.floor(Math.log2(value + 1));
      this.u(length, 0).u(length + 1, value + 1);
    }
    return this;
  }

  /** One bit each. */
  flags(...values: number[]): this {
    for (const value of values) this.u(1, value);
    return this;
  }

  /** Closes with a 1 and zeros up to a whole byte: rbsp_trailing_bits() and byte_alignment(). */
  close(): number[] {
    this.u(1, 1);
    while (this.bits.length % 8) this.u(1, 0);
    const bytes: number[] = [];
    for (let i = 0; i < this.bits.length; i += 8) {
      bytes.push(this.bits.slice(i, i + 8).reduce((byte, bit) => byte * 2 + bit, 0));
    }
    return bytes;
  }
}

const nalTypes = { slice: 19, vps: 32, sps: 33, pps: 34 } as const;

/** A NAL unit with its header, and with a 3 put wherever the payload would look like a start code. */
function nal(type: keyof typeof nalTypes, payload: readonly number[]): Buffer {
  const bytes = [nalTypes[type] << 1, 1];
  let zeros = 0;
  for (const byte of payload) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    bytes.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(bytes);
}

/** profile_tier_level(): Main profile, level 6.2; 96 bits. */
function profile(bits: Bits): Bits {
  return bits.u(8, 1).u(32, 0x60000000).flags(1, 0, 0, 1).u(32, 0).u(12, 0).u(8, 186);
}

function videoParameters(): Buffer {
  const start = new Bits().u(4, 0).flags(1, 1).u(6, 0).u(3, 0).u(1, 1).u(16, 0xffff);
  return nal('vps', profile(start).u(1, 1).ue(0, 0, 0).u(6, 0).ue(0).flags(0, 0).close());
}

/** 4:2:0, 8 bits, blocks of 32 that are never split, samples unpacked. */
function sequenceParameters(widthPx: number, heightPx: number): Buffer {
  const start = profile(new Bits().u(4, 0).u(3, 0).u(1, 1)).ue(0, 1, widthPx, heightPx).u(1, 0).ue(0, 0, 0);
  const blocks = start.u(1, 1).ue(0, 0, 0).ue(2, 0, 0, 3, 0, 0).flags(0, 0, 0);
  const pcm = blocks.u(1, 1).u(4, 7).u(4, 7).ue(2, 0).u(1, 1);
  return nal('sps', pcm.ue(0).flags(0, 0, 0, 0, 0).close());
}

/** No filter, no transform: nothing may touch the samples. */
function pictureParameters(): Buffer {
  const start = new Bits().ue(0, 0).flags(0, 0).u(3, 0).flags(0, 0).ue(0, 0, 0).flags(0, 0, 0).ue(0, 0);
  return nal('pps', start.flags(0, 0, 0, 0, 0, 0, 0).flags(1, 0, 1).flags(0, 0).ue(0).flags(0, 0).close());
}

/** BT.601, full range: what `nclx` says below. */
function toYcc([r, g, b]: readonly [number, number, number]): [number, number, number] {
  const y = 0.299 * r + 0.587 * g + 0.114 * b;
  const clamp = (value: number) => Math.max(0, Math.min(255, Math.round(value)));
  return [clamp(y), clamp(128 + (b - y) / 1.772), clamp(128 + (r - y) / 1.402)];
}

function blockSamples(colourAt: HeicOptions['colourAt'], leftPx: number, topPx: number): number[] {
  const luma: number[] = [];
  const chroma: [number[], number[]] = [[], []];
  for (let y = 0; y < blockPx; y++) {
    for (let x = 0; x < blockPx; x++) {
      const [yy, cb, cr] = toYcc(colourAt(leftPx + x, topPx + y));
      luma.push(yy);
      if (x % 2 || y % 2) continue;
      chroma[0].push(cb);
      chroma[1].push(cr);
    }
  }
  return [...luma, ...chroma[0], ...chroma[1]];
}

/**
 * One slice for each block, so that the arithmetic coder always starts afresh: "not split, PCM" is always 86 80, "end of
 * slice" always fe 80 (9.3.4.3 worked by hand).
 */
function codedTile(options: HeicOptions, leftPx: number, topPx: number): Buffer {
  const { widthPx, heightPx, colourAt, coded = { widthPx, heightPx } } = options;
  const columns = widthPx / blockPx;
  const codedColumns = coded.widthPx / blockPx;
  const count = columns * (heightPx / blockPx);
  const addressBits = Math.ceil(Math.log2(codedColumns * (coded.heightPx / blockPx)));
  const units: Buffer[] = [];
  for (let address = 0; address < count; address++) {
    const header = new Bits().flags(address === 0 ? 1 : 0, 0).ue(0);
    const codedAddress = Math.floor(address / columns) * codedColumns + (address % columns);
    if (address > 0) header.u(addressBits, codedAddress);
    const left = leftPx + (address % columns) * blockPx;
    const top = topPx + Math.floor(address / columns) * blockPx;
    const samples = blockSamples(colourAt, left, top);
    const slice = nal('slice', [...header.ue(2, 0).close(), 0x86, 0x80, ...samples, 0xfe, 0x80]);
    units.push(u32(slice.length), slice);
  }
  return Buffer.concat(units);
}

function u16(...values: number[]): Buffer {
  return Buffer.from(values.flatMap((value) => [value >> 8, value & 0xff]));
}

function u32(...values: number[]): Buffer {
  return Buffer.concat(values.map((value) => u16(Math.floor(value / 0x10000), value % 0x10000)));
}

/** An ISO base media box; with `version` a full box. */
export function box(type: string, parts: readonly (Uint8Array | string)[], version?: number): Buffer {
  const head = version === undefined ? Buffer.alloc(0) : u32(version * 2 ** 24);
  const body = Buffer.concat([
    head,
    ...parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  ]);
  return Buffer.concat([u32(8 + body.length), Buffer.from(type), body]);
}

function decoderConfiguration(widthPx: number, heightPx: number): Buffer {
  const sets = [videoParameters(), sequenceParameters(widthPx, heightPx), pictureParameters()];
  const fixed = '01 01 60000000 900000000000 ba f000 fc fd f8 f8 0000 0f 03'.replaceAll(' ', '');
  const arrays = sets.map((set, i) => Buffer.concat([Buffer.from([0xa0 + i]), u16(1, set.length), set]));
  return box('hvcC', [Buffer.from(fixed, 'hex'), ...arrays]);
}

function sizeBox(size: { readonly widthPx: number; readonly heightPx: number }): Buffer {
  return box('ispe', [u32(size.widthPx, size.heightPx)], 0);
}

/** Properties that rotate, mirror or colour the decoded picture. */
function finishingBoxes({ quarterTurns, mirror, icc }: HeicOptions): Buffer[] {
  // nclx says how YCbCr becomes RGB (full-range BT.601), the profile what that RGB means.
  const colour = [box('colr', ['nclx', u16(1, 13, 6), new Uint8Array([0x80])])];
  if (icc) colour.push(box('colr', ['prof', icc]));
  const turn = quarterTurns === undefined ? [] : [box('irot', [new Uint8Array([quarterTurns])])];
  return [...colour, ...turn, ...(mirror === undefined ? [] : [box('imir', [new Uint8Array([mirror])])])];
}

/** Items, their properties, and where their bytes lie in the file. */
function metaBox(options: HeicOptions, types: readonly string[], lengths: readonly number[], dataAt: number): Buffer {
  const { widthPx, heightPx, columns = 1, rows = 1, coded = { widthPx, heightPx } } = options;
  const primary = types.length;
  const whole = options.claimed ?? { widthPx: widthPx * columns, heightPx: heightPx * rows };
  const finishing = finishingBoxes(options);
  const properties = [
    decoderConfiguration(coded.widthPx, coded.heightPx),
    sizeBox({ widthPx, heightPx }),
    sizeBox(whole),
    ...finishing,
  ];
  const finishingIds = finishing.map((_, i) => 4 + i);
  const associations = types.map((type, i) => {
    const ids = [
      ...(type === 'hvc1' ? [0x81] : []),
      i + 1 === primary ? 3 : 2,
      ...(i + 1 === primary ? finishingIds : []),
    ];
    return Buffer.concat([u16(i + 1), new Uint8Array([ids.length, ...ids])]);
  });
  const infos = types.map((type, i) => box('infe', [u16(i + 1, 0), type, '\0'], 2));
  const places = lengths.map((length, i) => {
    const offset = dataAt + lengths.slice(0, i).reduce((sum, each) => sum + each, 0);
    return Buffer.concat([u16(i + 1, 0, 1), u32(offset, length)]);
  });
  const tiles = types.slice(0, -1).map((_, i) => i + 1);
  return box(
    'meta',
    [
      box('hdlr', [u32(0), 'pict', new Uint8Array(12), '\0'], 0),
      box('pitm', [u16(primary)], 0),
      box('iloc', [new Uint8Array([0x44, 0]), u16(types.length), ...places], 0),
      box('iinf', [u16(types.length), ...infos], 0),
      ...(tiles.length > 0 ? [box('iref', [box('dimg', [u16(primary, tiles.length, ...tiles)])], 0)] : []),
      box('iprp', [box('ipco', properties), box('ipma', [u32(types.length), ...associations], 0)]),
    ],
    0,
  );
}

/** A HEIC file of exactly known pixels (4:2:0, BT.601 full range, or whatever `icc` says of the same numbers). */
export function heicImage(options: HeicOptions): Buffer {
  const { widthPx, heightPx, columns = 1, rows = 1, brand = 'heic' } = options;
  const tileCount = columns * rows;
  const tiles = Array.from({ length: tileCount }, (_, i) =>
    codedTile(options, (i % columns) * widthPx, Math.floor(i / columns) * heightPx),
  );
  const whole = options.claimed ?? { widthPx: widthPx * columns, heightPx: heightPx * rows };
  const grid = Buffer.concat([new Uint8Array([0, 1, rows - 1, columns - 1]), u32(whole.widthPx, whole.heightPx)]);
  const items = tileCount > 1 ? [...tiles, grid] : tiles;
  const types = items.map((_, i) => (i < tileCount ? 'hvc1' : 'grid'));
  const lengths = items.map((item) => item.length);
  const fileType = box('ftyp', [brand, u32(0), 'mif1', brand]);
  const metaBytes = metaBox(options, types, lengths, 0).length;
  const meta = metaBox(options, types, lengths, fileType.length + metaBytes + 8);
  return Buffer.concat([fileType, meta, box('mdat', items)]);
}
