/**
 * Opens HEIC (HEVC) photos with libheif compiled to WebAssembly, because sharp's libheif has no HEVC decoder. The library
 * is loaded only when such a photo arrives.
 */
import { createRequire } from 'node:module';
import { PhotoRejected } from '../../core/errors.ts';

/**
 * The part of libheif's C interface that is used (libheif/api/libheif/heif*.h at 1.23). A function that returns the
 * struct `heif_error` takes the address to write it to as first argument.
 */
interface LibHeif {
  /** The heap. It is a new view after every growth, so it is not kept across calls. */
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  _malloc(sizeBytes: number): number;
  _heif_context_alloc(): number;
  _heif_context_read_from_memory_without_copy(e: number, ctx: number, data: number, sizeBytes: number, o: number): void;
  _heif_context_get_primary_image_handle(error: number, context: number, outHandle: number): void;
  _heif_image_handle_get_width(handle: number): number;
  _heif_image_handle_get_height(handle: number): number;
  _heif_image_handle_has_alpha_channel(handle: number): number;
  _heif_image_handle_is_premultiplied_alpha(handle: number): number;
  _heif_image_handle_get_luma_bits_per_pixel(handle: number): number;
  _heif_image_handle_get_preferred_decoding_colorspace(e: number, handle: number, space: number, chroma: number): void;
  _heif_image_handle_get_image_tiling(error: number, handle: number, transformed: number, outTiling: number): void;
  _heif_image_handle_get_raw_color_profile_size(handle: number): number;
  _heif_image_handle_get_raw_color_profile(error: number, handle: number, out: number): void;
  _heif_decode_image(e: number, handle: number, out: number, colorspace: number, chroma: number, options: number): void;
  _heif_image_get_plane_readonly(image: number, channel: number, outStride: number): number;
  _heif_image_get_width(image: number, channel: number): number;
  _heif_image_get_height(image: number, channel: number): number;
}

/** Values of the C enums heif_colorspace, heif_chroma and heif_channel. */
const colorspaceRgb = 1;
const chromaInterleaved = { 3: 10, 4: 11 } as const;
const channelInterleaved = 10;

/** Samples per pixel by heif_chroma: monochrome, 4:2:0, 4:2:2. Any other value is taken for 4:4:4. */
const samplesPerPixel = [1, 1.5, 2];

/** `sizeof(heif_error)`: code, subcode, message pointer. */
const errorBytes = 12;
/** `sizeof(heif_image_tiling)` is below 100 in this version; the rest is reserve. */
const tilingBytes = 256;
/** Offsets of the fields behind version, columns and rows. */
const tileWidthAt = 12;
const tileHeightAt = 16;

/** An opened HEIC photo. Its header is read, its pixels are not decoded yet. */
export interface Heic {
  /** Upright, after the file's own rotation, mirroring and cropping. The EXIF orientation of a HEIC file is not applied. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** 4 with alpha, else 3. */
  readonly channels: 3 | 4;
  /** True when the colours are already multiplied by alpha. */
  readonly premultiplied: boolean;
  /** Size of the planes of one tile before conversion, bytes. Phones write a photo as many tiles, other writers as one. */
  readonly tilePlaneBytes: number;
  /** The embedded ICC profile; undefined when there is none. */
  readonly icc: Uint8Array | undefined;
  /**
   * Decodes the pixels. It blocks the event loop (about 40 ms a megapixel on one core, 190 ms for pure noise).
   * @returns interleaved pixels of 8 bits, rows without gaps, as a view of the decoder's own memory.
   * @throws PhotoRejected `unreadable`.
   */
  decode(): Uint8Array;
}

/** Starts a new instance for each photo: its memory only grows, and is freed with the instance. */
function startLibHeif(): LibHeif {
  const create = createRequire(import.meta.url)('libheif-js/libheif-wasm/libheif-bundle.js') as () => LibHeif;
  return create();
}

/** Runs one call that returns a heif_error. @throws PhotoRejected `unreadable` when it reports an error. */
function attempt(lib: LibHeif, call: (error: number) => void): void {
  const error = lib._malloc(errorBytes);
  call(error);
  const code = lib.HEAP32[error >> 2];
  if (code !== 0) throw new PhotoRejected('unreadable', undefined, { cause: new Error(`libheif error ${code}`) });
}

/** As {@link attempt}, for a call that writes a pointer or a number. @returns what was written. */
function attemptFor(lib: LibHeif, call: (error: number, out: number) => void): number {
  const out = lib._malloc(4);
  attempt(lib, (error) => call(error, out));
  return lib.HEAP32[out >> 2];
}

/** @throws PhotoRejected `unreadable` for every error, also for traps inside WebAssembly (out of memory, out of bounds). */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof PhotoRejected) throw cause;
    throw new PhotoRejected('unreadable', undefined, { cause });
  }
}

function readIcc(lib: LibHeif, handle: number): Uint8Array | undefined {
  const sizeBytes = lib._heif_image_handle_get_raw_color_profile_size(handle);
  if (sizeBytes === 0) return undefined;
  const out = lib._malloc(sizeBytes);
  attempt(lib, (error) => lib._heif_image_handle_get_raw_color_profile(error, handle, out));
  return lib.HEAPU8.slice(out, out + sizeBytes);
}

function readTilePlaneBytes(lib: LibHeif, handle: number): number {
  const tiling = lib._malloc(tilingBytes);
  attempt(lib, (error) => lib._heif_image_handle_get_image_tiling(error, handle, 0, tiling));
  const pixels = lib.HEAP32[(tiling + tileWidthAt) >> 2] * lib.HEAP32[(tiling + tileHeightAt) >> 2];
  const colorspaceOut = lib._malloc(4);
  const chroma = attemptFor(lib, (error, out) =>
    lib._heif_image_handle_get_preferred_decoding_colorspace(error, handle, colorspaceOut, out),
  );
  const bytesPerSample = lib._heif_image_handle_get_luma_bits_per_pixel(handle) > 8 ? 2 : 1;
  return pixels * bytesPerSample * (samplesPerPixel[chroma] ?? 3);
}

function decodePixels(lib: LibHeif, handle: number, { widthPx, heightPx, channels }: Omit<Heic, 'decode'>): Uint8Array {
  const chroma = chromaInterleaved[channels];
  const image = attemptFor(lib, (error, out) => lib._heif_decode_image(error, handle, out, colorspaceRgb, chroma, 0));
  const strideOut = lib._malloc(4);
  const plane = lib._heif_image_get_plane_readonly(image, channelInterleaved, strideOut);
  const fits =
    lib._heif_image_get_width(image, channelInterleaved) === widthPx &&
    lib._heif_image_get_height(image, channelInterleaved) === heightPx;
  if (plane === 0 || !fits) throw new PhotoRejected('unreadable');
  // The gaps between rows are closed in place, without a second copy of the picture.
  const strideBytes = lib.HEAP32[strideOut >> 2];
  const rowBytes = widthPx * channels;
  for (let y = 1; y < heightPx && strideBytes !== rowBytes; y++) {
    const from = plane + y * strideBytes;
    lib.HEAPU8.copyWithin(plane + y * rowBytes, from, from + rowBytes);
  }
  return lib.HEAPU8.subarray(plane, plane + rowBytes * heightPx);
}

/**
 * Reads the header of the primary picture.
 * @throws PhotoRejected `unreadable`.
 */
export function openHeic(bytes: Uint8Array): Heic {
  const lib = startLibHeif();
  return guarded(() => {
    const data = lib._malloc(bytes.length);
    lib.HEAPU8.set(bytes, data);
    const context = lib._heif_context_alloc();
    attempt(lib, (e) => lib._heif_context_read_from_memory_without_copy(e, context, data, bytes.length, 0));
    const handle = attemptFor(lib, (error, out) => lib._heif_context_get_primary_image_handle(error, context, out));
    const header = {
      widthPx: lib._heif_image_handle_get_width(handle),
      heightPx: lib._heif_image_handle_get_height(handle),
      channels: lib._heif_image_handle_has_alpha_channel(handle) ? (4 as const) : (3 as const),
      premultiplied: lib._heif_image_handle_is_premultiplied_alpha(handle) !== 0,
      tilePlaneBytes: readTilePlaneBytes(lib, handle),
      icc: readIcc(lib, handle),
    };
    return { ...header, decode: () => guarded(() => decodePixels(lib, handle, header)) };
  });
}
