/** A standard at a size: the exact pixels of its print or upload and its rules in those pixels. What crop.ts fits a head into. */
import { type Band, mmToPx } from './measure.ts';
import type { OpenBand, PhotoStandard, Rule } from './standards.ts';

/** Print for paper, upload for a portal. */
export type Profile = 'print' | 'upload';

/** Lengths in output px, not rounded; a rule's open end is the frame's own. Null: the standard states none. */
export interface FrameRules {
  readonly headHeight: Band | null;
  readonly eyeLine: Band | null;
  readonly topMargin: Band | null;
  readonly chinToBottom: Band | null;
  readonly headWidth: Band | null;
}

/** px of the photo; null where nothing is aimed at. */
export interface Aim {
  readonly headHeightPx: number;
  readonly mostHeadHeightPx: number | null;
  readonly topMarginPx: number | null;
}

export interface Frame {
  readonly profile: Profile;
  readonly widthPx: number;
  readonly heightPx: number;
  /** What the file is tagged with; for a print it also made the pixels. */
  readonly densityDpi: number;
  /** Null where the file has no true size. */
  readonly pxPerMm: number | null;
  readonly rules: FrameRules;
  /** Where a head goes that no rule places. */
  readonly aim: Aim;
}

/** What prints, and files that state nothing, are tagged with: the habit of the trade and of nearly all standards. */
const usualDensityDpi = 300;

/** The profile of an order that asks for none. */
export function usualProfile({ usual, print }: PhotoStandard): Profile {
  return usual ?? (print ? 'print' : 'upload');
}

/**
 * @param densityDpi makes the pixels of a print and tags an upload; left out, the standard's own.
 * @param profile falls back to the other where the standard has only that.
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

/** Whether the office's limits on the file bind this profile: they are about the upload, or about the only picture there is. */
export function isOfficeFile(standard: PhotoStandard, { profile }: Frame): boolean {
  const { print, upload } = standard;
  if (profile === 'upload' || !print || !upload) return true;
  const own = frameOf(standard, print.densityDpi, 'print');
  return own.widthPx === upload.widthPx && own.heightPx === upload.heightPx;
}

/** Shapes closer than this count as the print's own, whose mm rules then hold for the upload. Half a pixel on 50. */
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
  // A mm band that does not hold for this shape still tells what head the office is used to.
  const customary = stated && print ? middle(closed(stated, print.heightMm)) / print.heightMm : 0;
  const ruled = headHeight ? middle(headHeight) : customary * heightPx;
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
