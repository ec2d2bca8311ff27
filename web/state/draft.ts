/** What the person has chosen for one photo, and the order that it makes (core/order.ts). */
import { defaultBackdrop, isAccepted, resolveBackdrop } from '../../core/backdrop.ts';
import { customStandard } from '../../core/custom-size.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { type Frame, frameOf, isOfficeFile, type Profile, usualProfile } from '../../core/frame.ts';
import type { PhotoOrderInput } from '../../core/order.ts';
import type { SheetMarks } from '../../core/sheet-order.ts';
import { type PhotoStandard, standards } from '../../core/standards.ts';

export interface SheetDraft {
  readonly paper: string;
  readonly marginMm: number;
  readonly gapMm: number;
  readonly marks: SheetMarks;
  readonly ruler: boolean;
}

export interface Draft {
  /** Id of the table or a size such as `35x45mm`. */
  readonly standard: string;
  /** Null: what applicants usually hand in. */
  readonly profile: Profile | null;
  /** A word of core/backdrop.ts; null: the office's first. */
  readonly backdrop: string | null;
  /** Null: no sheet. */
  readonly sheet: SheetDraft | null;
  /** With several faces, take the largest. */
  readonly mainFace: boolean;
}

export const usualSheet: SheetDraft = { paper: '4r', marginMm: 3, gapMm: 2, marks: 'ticks', ruler: false };

export const usualDraft: Draft = {
  standard: 'us-passport',
  profile: null,
  backdrop: null,
  sheet: null,
  mainFace: false,
};

const byId = new Map(standards.map((standard) => [standard.id, standard]));

/** Of the table, or a size of one's own. Undefined for what is neither or cannot be. */
export function standardById(id: string): PhotoStandard | undefined {
  const known = byId.get(id);
  if (known) return known;
  try {
    return customStandard(id) ?? undefined;
  } catch (error) {
    if (error instanceof PhotoRejected) return undefined;
    throw error;
  }
}

/** The draft's standard; drafts hold only ids that were checked when they were chosen. */
export function standardOf({ standard }: Pick<Draft, 'standard'>): PhotoStandard {
  return standardById(standard) ?? standards[0];
}

export function profileOf(draft: Pick<Draft, 'standard' | 'profile'>): Profile {
  return draft.profile ?? usualProfile(standardOf(draft));
}

/** The size that will be made. */
export function frameOfDraft(draft: Pick<Draft, 'standard' | 'profile'>): Frame {
  return frameOf(standardOf(draft), undefined, profileOf(draft));
}

/** Whether the photo has a size on paper, so that a sheet can hold it. */
export function isPrinted(draft: Pick<Draft, 'standard' | 'profile'>): boolean {
  return profileOf(draft) === 'print' && standardOf(draft).print !== null;
}

/** The backdrop's word as an order and its outputs have it. */
export function backdropName(draft: Pick<Draft, 'standard' | 'backdrop'>): string {
  const standard = standardOf(draft);
  return draft.backdrop === null ? defaultBackdrop(standard).name : resolveBackdrop(draft.backdrop, standard).name;
}

/** Whether the office takes it, as far as its rules tell. */
export function officeTakes(draft: Pick<Draft, 'standard' | 'backdrop'>, word: string): boolean {
  const standard = standardOf(draft);
  const backdrop = resolveBackdrop(word, standard);
  if (backdrop.kind !== 'original' && standard.editing.replaceBackdrop === false) return false;
  return isAccepted(backdrop, standard);
}

/** A PNG of this many bytes a px would be incompressible: a ceiling above it never binds. */
const mostPngBytesPerPx = 4;

/**
 * The order of a draft. Beside the photo it asks for the same crop with its own background, which the page compares it
 * with, and without any, unless the office's ceiling on the file could refuse that.
 * @param extras false asks for the photo alone.
 */
export function orderOf(draft: Draft, extras = true, sheetFormat: 'jpeg' | 'pdf' = 'jpeg'): PhotoOrderInput {
  const standard = standardOf(draft);
  const frame = frameOfDraft(draft);
  const chosen = backdropName(draft);
  const { maxBytes, formats } = standard.file;
  const roomy = maxBytes === null || maxBytes >= frame.widthPx * frame.heightPx * mostPngBytesPerPx;
  const bound = isOfficeFile(standard, frame) && (!roomy || (formats !== null && !formats.includes('jpeg')));
  const beside = extras ? ['original', ...(bound ? [] : ['transparent'])] : [];
  const { sheet } = draft;
  return {
    standards: [standard.id],
    backdrops: [...new Set([chosen, ...beside])],
    ...(draft.profile && { profile: draft.profile }),
    faces: draft.mainFace ? 'main' : 'one',
    ...(sheet &&
      isPrinted(draft) && {
        sheet: { ...sheet, format: sheetFormat, photos: [{ standard: standard.id, backdrop: chosen, count: 'fill' }] },
      }),
  };
}

/** Reads a draft back from an order, as history and records hold them. */
export function draftOf(order: PhotoOrderInput): Draft {
  const [standard = usualDraft.standard] = order.standards ?? [];
  if (!standardById(standard)) return usualDraft;
  const [backdrop = null] = order.backdrops ?? [];
  const { sheet, profile } = order;
  return {
    standard,
    profile: profile === 'print' || profile === 'upload' ? profile : null,
    backdrop,
    sheet: sheet
      ? {
          paper: sheet.paper ?? usualSheet.paper,
          marginMm: sheet.marginMm ?? usualSheet.marginMm,
          gapMm: sheet.gapMm ?? usualSheet.gapMm,
          marks: sheet.marks ?? usualSheet.marks,
          ruler: sheet.ruler ?? usualSheet.ruler,
        }
      : null,
    mainFace: order.faces === 'main',
  };
}
