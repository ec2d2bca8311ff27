/**
 * The WebAssembly kernels of the comic as typed functions, one each. Field names are those of the AssemblyScript parameters.
 * All sizes are whole px.
 */
import * as module from '../kernels/comic-wasm.ts';
import { kernelsOf } from '../kernels/run-kernel.ts';

const runKernel = kernelsOf(module);

interface PictureSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

interface LabPlaneInput extends PictureSize {
  /** Straight RGBA, four bytes a pixel. */
  readonly photo: Uint8Array;
}

/** @returns four 16-bit numbers a pixel: L*, a*, b* times 64, and the opacity 0..255. Clear pixels get colours of the person near them. */
export function labPlane(input: LabPlaneInput): Uint8Array {
  return runKernel('labPlane', input, input.widthPx * input.heightPx * 8);
}

interface FlowInput extends PictureSize {
  /** As {@link labPlane} returns it. */
  readonly picture: Uint8Array;
  /** The smoothing of the directions, px of the half picture. */
  readonly sigma: number;
}

/** @returns four bytes for each pixel of the half picture: x and y of the direction along the edge (-127..127), how clear it is (0..255), and 0. */
export function flow(input: FlowInput): Uint8Array {
  return runKernel('flow', input, ((input.widthPx + 1) >> 1) * ((input.heightPx + 1) >> 1) * 4);
}

interface SmoothInput extends PictureSize {
  /** As {@link labPlane} returns it. */
  readonly picture: Uint8Array;
  /** As {@link flow} returns them. */
  readonly directions: Uint8Array;
  /** 1 for a picture of the size that the directions were made from, 0 for one of half that size. */
  readonly directionShift: 0 | 1;
  /** Samples on each side. */
  readonly radius: number;
  /** Distance of the samples, px. */
  readonly stepPx: number;
  /** Colours further apart than this, CIELAB, do not mix. */
  readonly range: number;
}

/** @returns the smoothed picture, as {@link labPlane} returns one. */
export function smooth(input: SmoothInput): Uint8Array {
  return runKernel('smooth', input, input.picture.length);
}

/** @returns the picture of half the size, as {@link labPlane} returns one; sides are rounded up. */
export function halveLab(input: PictureSize & { readonly picture: Uint8Array }): Uint8Array {
  return runKernel('halveLab', input, ((input.widthPx + 1) >> 1) * ((input.heightPx + 1) >> 1) * 8);
}

interface LinesInput extends PictureSize {
  /** As {@link labPlane} returns it. */
  readonly picture: Uint8Array;
  /** As {@link flow} returns them. */
  readonly directions: Uint8Array;
  /** Half the width of a line, px. */
  readonly sigma: number;
  /** The smoothing along the edge, px. */
  readonly reachPx: number;
  /** A smaller difference is no line, L*. */
  readonly least: number;
  /** The share of the contrast around that is no line either. */
  readonly texture: number;
}

/** @returns a byte a pixel: 0 no line, 255 full line. */
export function lines(input: LinesInput): Uint8Array {
  return runKernel('lines', input, input.widthPx * input.heightPx);
}

interface ToneInput extends PictureSize {
  /** As {@link labPlane} returns it; little smoothed. */
  readonly fine: Uint8Array;
  /** The same of half the size, more smoothed. */
  readonly flat: Uint8Array;
  /** As {@link lines} returns them. */
  readonly strokes: Uint8Array;
  /** A byte a pixel: 255 where the steps of lightness are finest. */
  readonly detail: Uint8Array;
  /** Where the two are further apart than this, CIELAB, the fine one counts. */
  readonly range: number;
  /** The colour of the skin, CIELAB. A step of lightness lies on it. */
  readonly skinL: number;
  readonly skinA: number;
  readonly skinB: number;
  /** Height of a step, L*. */
  readonly step: number;
  /** Sharpness of the steps, 1 / L*. */
  readonly sharpness: number;
  /** Factor of the sharpness where lightness hardly changes, 0..1. */
  readonly soft: number;
  /** Factor of the colours that are not skin. */
  readonly saturation: number;
  /** Lightness of a line, share of its ground. */
  readonly lineShare: number;
  /** Below this L* all is black; 0: nothing is. */
  readonly black: number;
  /** Distance of the dots in the shadows, px; 0: none. */
  readonly dotPx: number;
}

/** @returns straight RGBA, four bytes a pixel; clear pixels are 0. */
export function tone(input: ToneInput): Uint8Array {
  return runKernel('tone', input, input.widthPx * input.heightPx * 4);
}

interface RimInput extends PictureSize {
  /** Straight RGBA, four bytes a pixel. */
  readonly portrait: Uint8Array;
  readonly rimPx: number;
  /** Width of the dark line around the rim. */
  readonly linePx: number;
}

/** @returns the portrait with a white rim and a dark line behind it, straight RGBA. */
export function rim(input: RimInput): Uint8Array {
  return runKernel('rim', input, input.portrait.length);
}
