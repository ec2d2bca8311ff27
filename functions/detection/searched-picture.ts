/** Decodes a picture that is searched for things or faces: at the usual size, or at a smaller one where memory is short. */
import type { Degraded } from '../../core/degraded.ts';
import { longestSide, type PlaneSize } from '../../core/raster.ts';
import { type DecodedPhoto, decodePhoto } from '../decode/decode.ts';
import type { DecodeLimits } from '../decode/limits.ts';
import { degradedBy, type Fit, largestThatFits, megapixelsAt } from '../memory/fit.ts';
import type { FunctionMemory } from '../memory/function-memory.ts';

/** Long edge of the picture that the networks look at, px. A detector takes 416 px, so more would only take time. */
const usualSidePx = 1280;
/** Shares of the usual size that are tried, in this order. */
const shares = [1, 0.75, 0.5, 0.375] as const;

/** What the search holds beside {@link FunctionMemory.heldMb}, MB; measured, see docs/decisions/0024-short-memory.md. */
const held = {
  /** The networks at work, the libraries' own memory, and 12 MB for the system. */
  always: 30,
  /** For each megapixel of the picture that is searched and drawn on. */
  perMp: 8,
} as const;

export interface SearchPicture extends Pick<DecodedPhoto, 'working' | 'source'> {
  readonly degraded: Degraded[];
}

/**
 * @param memory null: no limit.
 * @throws PhotoRejected as decode.ts does, and `too-large-for-memory`.
 */
export async function decodeSearched(
  bytes: Uint8Array,
  settings: Omit<DecodeLimits, 'workingSidePx'>,
  memory: FunctionMemory | null,
): Promise<SearchPicture> {
  const limits = { ...settings, workingSidePx: usualSidePx };
  if (!memory) return { ...(await decodePhoto(bytes, limits)), degraded: [] };
  const sizes = shares.map((share) => Math.round(usualSidePx * share));
  let fit: Fit<number> = { size: usualSidePx, usualMb: 0 };
  const decoded = await decodePhoto(bytes, {
    ...limits,
    fitSide: (picture, decoderMb) => {
      fit = largestThatFits(
        sizes,
        (sidePx) => forecastMb(picture, decoderMb, sidePx, bytes.byteLength, memory),
        memory,
      );
      return fit.size;
    },
  });
  const [from, to] = [usualSidePx, decoded.sidePx].map((sidePx) => Math.min(sidePx, longestSide(decoded.source)));
  return { ...decoded, degraded: degradedBy('picture', from, to, fit.usualMb, memory) };
}

/** Forecasts the most that the process holds, MB: while it decodes, or while it searches. */
function forecastMb(
  picture: PlaneSize,
  decoderMb: number,
  sidePx: number,
  uploadBytes: number,
  { heldMb }: FunctionMemory,
): number {
  const searching = held.perMp * megapixelsAt(picture, sidePx);
  return heldMb + held.always + uploadBytes / 2 ** 20 + Math.max(decoderMb, searching);
}
