/**
 * The WebAssembly kernels as typed functions, one each. Field names are those of the AssemblyScript parameters, so that a
 * missing or misspelt argument is a type error; the order of the arguments is written in the AssemblyScript alone.
 * All sizes are whole px.
 */
import type { Affine } from '../../core/measure.ts';
import * as module from './matting-wasm.ts';
import { kernelsOf } from './run-kernel.ts';

const runKernel = kernelsOf(module);

interface HalveInput {
  /** RGB, three bytes a pixel. */
  readonly picture: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** @returns the means of 2 x 2 px, RGB, half as wide and high; an odd last row or column is left out. */
export function halve(input: HalveInput): Uint8Array {
  return runKernel('halve', input, (input.widthPx >> 1) * (input.heightPx >> 1) * 3);
}

/** The affine map leads from px of the square to px of the picture. */
interface SampleInput extends Affine {
  /** RGB, three bytes a pixel. */
  readonly picture: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Side of the square that is sampled, px. */
  readonly sidePx: number;
  /** Each pixel of the square is the mean of this many places squared. 1 or more. */
  readonly placesPerSide: number;
  /** The result is scale * byte + offset. */
  readonly scale: number;
  readonly offset: number;
}

/** @returns planes of red, green and blue, `sidePx` x `sidePx` each; outside the picture is black. */
export function sample(input: SampleInput): Float32Array {
  const planes = runKernel('sample', input, 3 * input.sidePx ** 2 * Float32Array.BYTES_PER_ELEMENT);
  return new Float32Array(planes.buffer);
}

interface KnownPixelsInput {
  /** 0..1. */
  readonly alpha: Float32Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** @returns a byte a pixel: 0 background, 1 person, 2 unknown (the neighbourhood is not all one of the two). */
export function knownPixels(input: KnownPixelsInput): Uint8Array {
  return runKernel('knownPixels', input, input.alpha.length);
}

interface RefineInput {
  /** The small matte, 0..1, `widthPx` x `heightPx`. */
  readonly alpha: Float32Array;
  /** The colours of the same region at the same size, 0..1. */
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
  /** RGB, three bytes a pixel, `photoWidthPx` x `photoHeightPx`. */
  readonly photo: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly photoWidthPx: number;
  readonly photoHeightPx: number;
  /** The part of the region that lies inside the photo, px of the photo; right and bottom are not included. */
  readonly leftPx: number;
  readonly topPx: number;
  readonly rightPx: number;
  readonly bottomPx: number;
  /** The upper left corner of the region, px of the photo; may be negative. */
  readonly regionLeftPx: number;
  readonly regionTopPx: number;
  /** Px of the small matte per px of the photo. */
  readonly scaleX: number;
  readonly scaleY: number;
}

/** @returns the opacity of every pixel of the photo, 0..255; 0 outside the region. */
export function refine(input: RefineInput): Uint8Array {
  return runKernel('refine', input, input.photoWidthPx * input.photoHeightPx);
}

interface SettleOpacityInput {
  /** RGB, three bytes a pixel. */
  readonly photo: Uint8Array;
  /** A byte a pixel, 0 background, 255 person. */
  readonly opacity: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Pixels so far from a soft one are decided again too. */
  readonly reachPx: number;
  /** Radius of the neighbourhood in which alike pixels are averaged. */
  readonly radiusPx: number;
  /** How far opacity moves to the new value, 0..1. */
  readonly strength: number;
}

/** @returns the settled opacities, a byte a pixel; far from soft pixels they stay. */
export function settleOpacity(input: SettleOpacityInput): Uint8Array {
  return runKernel('settleOpacity', input, input.opacity.length);
}

interface EstimateForegroundInput {
  /** RGB, three bytes a pixel. */
  readonly photo: Uint8Array;
  /** A byte a pixel, 0 background, 255 person. */
  readonly opacity: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** @returns straight RGBA, four bytes a pixel: opaque pixels keep the photo's colour, clear ones are black. */
export function estimateForeground(input: EstimateForegroundInput): Uint8Array {
  return runKernel('estimateForeground', input, input.opacity.length * 4);
}
