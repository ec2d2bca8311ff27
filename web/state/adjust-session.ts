/** The crop of one photo while a person adjusts it: the correction, the head that follows from it, and the broken rules. */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import {
  type AdjustedHead,
  type AutomaticCrop,
  adjustedHeads,
  automaticCrop,
  type BrokenRule,
  brokenRules,
} from '../../core/adjust/adjusted-head.ts';
import { type Adjust, adjustedMap, adjustLimits, noAdjust } from '../../core/adjust/adjusted-map.ts';
import { missingDepth } from '../../core/adjust/picture-edges.ts';
import { snapped } from '../../core/adjust/snap.ts';
import { stripShares } from '../../core/forms/caption-line.ts';
import type { Frame } from '../../core/frame.ts';
import { type Affine, apply } from '../../core/measure.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { frameOfDraft, orderOf, standardOf } from './draft.ts';
import type { Result } from './photo.ts';

export interface AdjustSession {
  readonly standard: PhotoStandard;
  readonly frame: Frame;
  readonly automatic: AutomaticCrop;
  /** The part of the photo's height that the strip of the caption covers, from below; 0 without one. */
  readonly stripShare: number;
  readonly adjust: Signal<Adjust>;
  readonly heads: ReadonlySignal<readonly AdjustedHead[]>;
  readonly broken: ReadonlySignal<readonly BrokenRule[]>;
  /** Maps px of the working photo to px of the photo. */
  readonly map: ReadonlySignal<Affine>;
  /** The size of the working photo; null while it is loaded. */
  readonly picture: Signal<Size | null>;
  /** True when the office would see that the picture ends: inside the frame of an unedited photo, or above its lower edge. */
  readonly isShort: ReadonlySignal<boolean>;
}

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A smaller length is only the rounding of an edge, px of the photo. */
const roundingPx = 1;

/** Begins with the crop of a finished photo; returns null when its record does not have the crop. */
export function adjustSession({ draft, files }: Result): AdjustSession | null {
  const { output } = files.photo;
  const whole = frameOfDraft(draft);
  // A file that was too large was made in a smaller frame of the same shape.
  const standard = standardOf(draft);
  const frame = whole.widthPx === output.widthPx ? whole : null;
  const start = draft.adjust ?? noAdjust;
  const automatic = automaticCrop(output, start);
  if (!automatic || !frame) return null;
  const stripShare = stripShares[(orderOf(draft).caption?.length ?? 0) - 1] ?? 0;
  const adjust = signal(start);
  const heads = computed(() => adjustedHeads(automatic, adjust.value, frame));
  const map = computed(() => adjustedMap(automatic.map, adjust.value, automatic.eyes, frame));
  const picture = signal<Size | null>(null);
  const isShort = computed(() => {
    if (!picture.value) return false;
    if (output.backdrop === 'original') return missingDepth(picture.value, map.value, frame) > roundingPx;
    const { widthPx, heightPx } = picture.value;
    return apply(map.value, { x: widthPx / 2, y: heightPx }).y < (1 - stripShare) * frame.heightPx - roundingPx;
  });
  return {
    ...{ standard, frame, automatic, stripShare, adjust, heads, map, picture, isShort },
    broken: computed(() => brokenRules(heads.value, adjust.value, standard, frame)),
  };
}

/** Changes parts of the correction within their limits. @param snap pulls it to a wanted place near by. */
export function setAdjust(
  { adjust, automatic, standard, frame }: AdjustSession,
  parts: Partial<Adjust>,
  snap: boolean,
): void {
  const wanted = { ...adjust.value, ...parts };
  const within = (name: keyof Adjust) => {
    const { min, max } = adjustLimits[name];
    return Math.min(max, Math.max(min, wanted[name]));
  };
  const next = {
    right: within('right'),
    down: within('down'),
    scale: within('scale'),
    turnDeg: within('turnDeg'),
  };
  adjust.value = exact(snap ? snapped(automatic, next, standard, frame) : next);
}

/** Returns the correction with as many digits as an order needs: a hundredth of a px of the largest photo. */
function exact({ right, down, scale, turnDeg }: Adjust): Adjust {
  const digits = (value: number, count: number) => Number(value.toFixed(count));
  return { right: digits(right, 5), down: digits(down, 5), scale: digits(scale, 5), turnDeg: digits(turnDeg, 3) };
}
