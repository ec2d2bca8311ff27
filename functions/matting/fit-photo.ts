/** Chooses the sizes of working photo and network at which matting fits into the memory of its function. Called by matte.ts. */
import type { Degraded } from '../../core/degraded.ts';
import type { ModelInput } from '../../core/model-card.ts';
import type { PlaneSize } from '../../core/raster.ts';
import type { FitSide } from '../decode/limits.ts';
import { degradedBy, type Fit, largestThatFits, megapixelsAt } from '../memory/fit.ts';
import type { FunctionMemory } from '../memory/function-memory.ts';

/** Long edge of the working photo, and of the network's input for a person, px. */
export interface MattingSizes {
  readonly workingSidePx: number;
  readonly inferenceSidePx: number;
}

/**
 * What matting holds beside {@link FunctionMemory.heldMb}, MB: the most of two photos in one process, measured 2026-11-30
 * (docs/decisions/0024-short-memory.md).
 */
const held = {
  /** The small networks, the libraries' own memory, garbage that is not collected yet, and 12 MB for the system. */
  always: 30,
  /** For each megapixel of the working photo: the planes of the kernels, and photo, matte and cutout in JavaScript. */
  perWorkingMp: 27,
  /** For each megapixel of the input of the matting network. */
  perNetworkMp: 148,
  /** The same where the network looks twice at a subject, with what both passes leave. */
  perSubjectMp: 255,
} as const;

/** With this memory size every picture gets the usual sizes of the usual network, MB. */
const enoughMb = 512;

/** Returns whether some pictures may get smaller sizes. */
export const mayBeShort = ({ limitMb }: Pick<FunctionMemory, 'limitMb'>): boolean => limitMb < enoughMb;

/** Shares of the usual sizes that are tried, in this order. */
const steps = [
  { working: 1, network: 1 },
  { working: 0.75, network: 1 },
  { working: 0.5, network: 1 },
  { working: 0.375, network: 0.75 },
] as const;

/** What matting of one picture needs to know. */
export interface MattingWork {
  readonly usual: MattingSizes;
  readonly input: Pick<ModelInput, 'size'>;
  /** `subject`: the network looks at the whole picture with more pixels than for a person (inference/infer-subject.ts). */
  readonly region: 'person' | 'subject';
  readonly uploadBytes: number;
  /** Null: no limit. */
  readonly memory: FunctionMemory | null;
}

/** Fits the sizes to one picture. */
export interface PhotoFitter {
  readonly fitSide: FitSide;
  /** Returns the side of the network's input for a long edge that `fitSide` has chosen. */
  readonly inferenceSidePx: (workingSidePx: number) => number;
  /** Returns what is smaller than usual. @param sourcePx the long edge of what the working photo shows, px of the upload. */
  readonly degraded: (workingSidePx: number, sourcePx: number) => Degraded[];
}

/** Returns the fitter of one picture. */
export function photoFitter(work: MattingWork): PhotoFitter {
  const { usual, input, memory } = work;
  const sizes = steps.map((step) => stepSizes(usual, step));
  let fit: Fit<MattingSizes> = { size: usual, usualMb: 0 };
  const inferenceSidePx = (workingSidePx: number) =>
    sizes.find((size) => size.workingSidePx === workingSidePx)?.inferenceSidePx ?? usual.inferenceSidePx;
  return {
    fitSide: (picture, decoderMb) => {
      if (!memory) return usual.workingSidePx;
      fit = largestThatFits(sizes, (size) => forecastMb({ ...work, memory }, picture, decoderMb, size), memory);
      return fit.size.workingSidePx;
    },
    inferenceSidePx,
    degraded: (workingSidePx, sourcePx) => {
      if (!memory) return [];
      const longest = (sidePx: number) => Math.min(sidePx, sourcePx);
      const [from, to] = [longest(usual.workingSidePx), longest(workingSidePx)];
      const network = input.size.kind === 'multiple' ? inferenceSidePx(workingSidePx) : usual.inferenceSidePx;
      return [
        ...degradedBy('photo', from, to, fit.usualMb, memory),
        ...degradedBy('network', usual.inferenceSidePx, network, fit.usualMb, memory),
      ];
    },
  };
}

/** Sides of a network are multiples of this, px, as the setting is. */
const sideStepPx = 64;

function stepSizes({ workingSidePx, inferenceSidePx }: MattingSizes, step: (typeof steps)[number]): MattingSizes {
  const inference = Math.round((inferenceSidePx * step.network) / sideStepPx) * sideStepPx;
  return {
    workingSidePx: Math.round(workingSidePx * step.working),
    inferenceSidePx: Math.min(inferenceSidePx, Math.max(sideStepPx, inference)),
  };
}

/** Forecasts the most that the process holds, MB: while it decodes, or while it cuts out. */
function forecastMb(
  { input, region, uploadBytes, memory }: MattingWork & { readonly memory: FunctionMemory },
  picture: PlaneSize,
  decoderMb: number,
  { workingSidePx, inferenceSidePx }: MattingSizes,
): number {
  const workingMp = megapixelsAt(picture, workingSidePx);
  const before = memory.heldMb + held.always + uploadBytes / 2 ** 20;
  const cutting = held.perWorkingMp * workingMp + networkMb(input, region, inferenceSidePx);
  return before + Math.max(decoderMb, cutting);
}

/** A subject gets a square with this share of the side for a person (inference/infer-subject.ts). */
const subjectShare = 1.75;

function networkMb({ size }: Pick<ModelInput, 'size'>, region: MattingWork['region'], sidePx: number): number {
  if (size.kind === 'fixed') return (held.perNetworkMp * size.widthPx * size.heightPx) / 1e6;
  if (region === 'person') return (held.perNetworkMp * sidePx ** 2) / 1e6;
  return (held.perSubjectMp * (subjectShare * sidePx) ** 2) / 1e6;
}
