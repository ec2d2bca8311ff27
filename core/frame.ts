/**
 * The frame of a photo: the exact pixels of a standard's print or upload, with the rules of the standard in those
 * pixels. crop.ts fits a head into it.
 */
import { type Band, mmToPx } from './measure.ts';
import type { OpenBand, PhotoStandard, Rule } from './standards.ts';

/** `print` is for paper, `upload` is for an online portal. */
export type Profile = 'print' | 'upload';

/**
 * The rules in px of the photo, not rounded. An open end of a rule is the end of the frame. Null when the standard has
 * no such rule.
 */
export interface FrameRules {
  readonly headHeight: Band | null;
  readonly eyeLine: Band | null;
  readonly topMargin: Band | null;
  readonly chinToBottom: Band | null;
  readonly headWidth: Band | null;
}

/** The aims in px of the photo; null when there is no aim. */
export interface Aim {
  readonly headHeightPx: number;
  readonly mostHeadHeightPx: number | null;
  readonly topMarginPx: number | null;
}

export interface Frame {
  readonly profile: Profile;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The density that is written into the file. In a print, the pixels follow from it. */
  readonly densityDpi: number;
  /** Null when the photo has no size in mm. */
  readonly pxPerMm: number | null;
  readonly rules: FrameRules;
  /** The place of a head that no rule determines. */
  readonly aim: Aim;
  /** Absent in a photo without a caption. */
  readonly caption?: CaptionStrip;
}

/** The strip at the foot of a photo that covers the person, and its text. */
export interface CaptionStrip {
  readonly lines: readonly string[];
  readonly heightPx: number;
}

/** The density of a file whose standard states none. It is the density of nearly all standards. */
const usualDensityDpi = 300;

/** Returns the profile of an order that names none. */
export function usualProfile({ usual, print }: PhotoStandard): Profile {
  return usual ?? (print ? 'print' : 'upload');
}

/**
 * Returns the frame of a standard.
 * @param densityDpi determines the pixels of a print; in an upload it is only written into the file. Default: the
 * standard's own.
 * @param profile when the standard does not have this profile, the other is used.
 */
export function frameOf(standard: PhotoStandard, densityDpi?: number, profile = usualProfile(standard)): Frame {
  const { print, upload } = standard;
  if (print && (profile === 'print' || !upload)) {
    const density = densityDpi ?? print.densityDpi;
    const widthPx = Math.round(mmToPx(print.widthMm, density));
    const heightPx = Math.round(mmToPx(print.heightMm, density));
    return frame(standard, { profile: 'print', widthPx, heightPx, densityDpi: density, pxPerMm: mmToPx(1, density) });
  }
  const { widthPx = 0, heightPx = 0 } = upload ?? {};
  const pxPerMm = uploadScale(standard);
  const ownDensity = pxPerMm === null ? usualDensityDpi : Math.round(pxPerMm / mmToPx(1, 1));
  return frame(standard, { profile: 'upload', widthPx, heightPx, densityDpi: densityDpi ?? ownDensity, pxPerMm });
}

/**
 * Returns whether the office's limits on the file bind this frame. They bind the upload, and the print when there is no
 * separate upload.
 */
export function isOfficeFile(standard: PhotoStandard, { profile }: Frame): boolean {
  const { print, upload } = standard;
  if (profile === 'upload' || !print || !upload) return true;
  const own = frameOf(standard, print.densityDpi, 'print');
  return own.widthPx === upload.widthPx && own.heightPx === upload.heightPx;
}

/**
 * When the aspect ratios of print and upload differ by less than this, the rules in mm hold for the upload too. It is
 * half a pixel in 50.
 */
const sameShape = 0.01;

function uploadScale({ print, upload }: PhotoStandard): number | null {
  if (!upload) return null;
  if (upload.densityDpi) return mmToPx(1, upload.densityDpi);
  if (!print) return null;
  const [across, down] = [upload.widthPx / print.widthMm, upload.heightPx / print.heightMm];
  return Math.abs(across / down - 1) < sameShape ? down : null;
}

function frame({ rules, aim, print }: PhotoStandard, size: Omit<Frame, 'rules' | 'aim'>): Frame {
  const { widthPx, heightPx, pxPerMm } = size;
  const along = (rule: Rule | null, sidePx: number) => bandOf(rule, sidePx, pxPerMm);
  const headHeight = along(rules.headHeight, heightPx);
  const stated = rules.headHeight?.mm;
  // A band in mm that does not hold for this shape still shows which head size the office expects.
  const expectedShare = stated && print ? middle(closed(stated, print.heightMm)) / print.heightMm : 0;
  const ruled = headHeight ? middle(headHeight) : expectedShare * heightPx;
  const share = (of: number | null | undefined) => (of ? of * heightPx : null);
  return {
    ...size,
    rules: {
      headHeight,
      eyeLine: along(rules.eyeLine, heightPx),
      topMargin: along(rules.topMargin, heightPx),
      chinToBottom: along(rules.chinToBottom, heightPx),
      headWidth: along(rules.headWidth, widthPx),
    },
    aim: {
      headHeightPx: share(aim?.headShare) ?? ruled,
      mostHeadHeightPx: share(aim?.mostShare),
      topMarginPx: share(aim?.topShare),
    },
  };
}

function bandOf(rule: Rule | null, sidePx: number, pxPerMm: number | null): Band | null {
  if (rule?.mm && pxPerMm !== null) {
    const { min, max } = closed(rule.mm, sidePx / pxPerMm);
    return { min: min * pxPerMm, max: max * pxPerMm };
  }
  if (!rule?.share) return null;
  const { min, max } = closed(rule.share, 1);
  return { min: min * sidePx, max: max * sidePx };
}

function closed({ min, max }: OpenBand, most: number): Band {
  return { min: min ?? 0, max: max ?? most };
}

function middle({ min, max }: Band): number {
  return (min + max) / 2;
}
