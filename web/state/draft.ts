/** The draft of an order: what the person has chosen for one photo. orderOf makes the order (core/order.ts) of it. */
import type { Adjust } from '../../core/adjust/adjusted-map.ts';
import { defaultBackdrop, hexFromRgb, isAccepted, resolveBackdrop } from '../../core/backdrop.ts';
import type { Stroke } from '../../core/brush/stroke.ts';
import { ownSize } from '../../core/custom-size.ts';
import { takesCaption } from '../../core/forms/caption-line.ts';
import { type Frame, frameOf, isOfficeFile, type Profile, usualProfile } from '../../core/frame.ts';
import type { PhotoOrderInput } from '../../core/order.ts';
import type { SheetMarks } from '../../core/sheet-order.ts';
import { type PhotoStandard, standards } from '../../core/standards.ts';
import type { Tone } from '../../core/tone/tone.ts';
import { settings } from './settings.ts';

export interface SheetDraft {
  readonly paper: string;
  readonly marginMm: number;
  readonly gapMm: number;
  readonly marks: SheetMarks;
  readonly ruler: boolean;
  /** The number of photos; absent: as many as fit. */
  readonly copies?: number;
}

export interface Draft {
  /** Id of a standard, or a custom size such as `35x45mm`. */
  readonly standard: string;
  /** Null: the one that applicants usually hand in. */
  readonly profile: Profile | null;
  /** A backdrop as core/backdrop.ts reads it; null: the default of the standard. */
  readonly backdrop: string | null;
  /** Further backdrops on which the photo is made as well. */
  readonly further: readonly string[];
  /** Null when no sheet is wanted. */
  readonly sheet: SheetDraft | null;
  /** Take the largest of several faces, instead of rejecting the photo. */
  readonly mainFace: boolean;
  /** The correction of the crop by hand; null: none. It belongs to this photo and this document. */
  readonly adjust: Adjust | null;
  /** The strokes that correct the cutout; null: none. They belong to this photo, in any document. */
  readonly strokes: readonly Stroke[] | null;
  /** Light and contrast as changed by hand; null: as in the picture. It belongs to this photo, in documents that allow it. */
  readonly tone: Tone | null;
  /** The lines of text at the foot of the photo; null: none. They belong to this photo, in documents that take them. */
  readonly caption: readonly string[] | null;
}

export const usualSheet: SheetDraft = { paper: '4r', marginMm: 3, gapMm: 2, marks: 'ticks', ruler: false };

export const usualDraft: Draft = {
  standard: 'us-passport',
  profile: null,
  backdrop: null,
  further: [],
  sheet: null,
  mainFace: false,
  adjust: null,
  strokes: null,
  tone: null,
  caption: null,
};

const byId = new Map(standards.map((standard) => [standard.id, standard]));

/** Returns the standard of that id or custom size; undefined when there is none or the size cannot be made. */
export function standardById(id: string): PhotoStandard | undefined {
  return byId.get(id) ?? ownSize(id) ?? undefined;
}

/** Returns the draft's standard. Its id was checked when it was chosen. */
export function standardOf({ standard }: Pick<Draft, 'standard'>): PhotoStandard {
  return standardById(standard) ?? standards[0];
}

export function profileOf(draft: Pick<Draft, 'standard' | 'profile'>): Profile {
  return draft.profile ?? usualProfile(standardOf(draft));
}

/** Returns the frame of the photo that the order will make. */
export function frameOfDraft(draft: Pick<Draft, 'standard' | 'profile'>): Frame {
  return frameOf(standardOf(draft), undefined, profileOf(draft));
}

/** Returns true when the photo has a size on paper, so that a sheet can hold it. */
export function isPrinted(draft: Pick<Draft, 'standard' | 'profile'>): boolean {
  return profileOf(draft) === 'print' && standardOf(draft).print !== null;
}

/** Returns the backdrop as an order and its outputs name it. */
export function backdropName(draft: Pick<Draft, 'standard' | 'backdrop'>): string {
  const standard = standardOf(draft);
  return draft.backdrop === null ? defaultBackdrop(standard).name : resolveBackdrop(draft.backdrop, standard).name;
}

/** Returns the names of all backdrops on which the photo is made, each once; that of {@link backdropName} comes first. */
export function backdropNames(draft: Pick<Draft, 'standard' | 'backdrop' | 'further'>): readonly string[] {
  const standard = standardOf(draft);
  return [...new Set([backdropName(draft), ...draft.further.map((text) => resolveBackdrop(text, standard).name)])];
}

/**
 * Returns the backdrop as the order of another document can name it: by its colour where that document has no colour of
 * the name.
 */
export function backdropFor(text: string, from: PhotoStandard, to: PhotoStandard): string {
  const meant = resolveBackdrop(text, from);
  try {
    resolveBackdrop(text, to);
    return text;
  } catch {
    return meant.kind === 'solid' ? hexFromRgb(meant.colour).toUpperCase() : meant.name;
  }
}

/** Returns true when no rule of the office forbids the backdrop. */
export function officeAccepts(draft: Pick<Draft, 'standard' | 'backdrop'>, name: string): boolean {
  const standard = standardOf(draft);
  const backdrop = resolveBackdrop(name, standard);
  if (backdrop.kind !== 'original' && standard.editing.replaceBackdrop === 'forbidden') return false;
  return isAccepted(backdrop, standard);
}

/** Returns true when the office refuses photos with changed light or contrast. */
export function refusesTone(draft: Pick<Draft, 'standard'>): boolean {
  return standardOf(draft).editing.tone === 'forbidden';
}

/** Bytes of a px in a PNG that cannot be compressed. An RGBA file is never larger, so a higher limit does not matter. */
const maxPngBytesPerPx = 4;

/**
 * Makes the order of a draft. Besides the photo it asks for two extra pictures: one with its own background, which the
 * page compares with the photo, unless the office forbids to replace the background; and a transparent one, unless the
 * office's rules on the file could make that impossible. Light and contrast stay as they are where the office refuses a
 * change.
 * @param extras false asks for the photo alone.
 */
export function orderOf(draft: Draft, extras = true, sheetFormat: 'jpeg' | 'pdf' = 'jpeg'): PhotoOrderInput {
  const standard = standardOf(draft);
  const frame = frameOfDraft(draft);
  const wanted = backdropNames(draft);
  const [chosen] = wanted;
  const { maxBytes, formats } = standard.file;
  const pngAlwaysFits = maxBytes === null || maxBytes >= frame.widthPx * frame.heightPx * maxPngBytesPerPx;
  const pngMayFail =
    isOfficeFile(standard, frame) && (!pngAlwaysFits || (formats !== null && !formats.includes('jpeg')));
  // A photo that must stay unedited has a crop of its own, so it cannot be compared with another one.
  const isComparable = standard.editing.replaceBackdrop !== 'forbidden';
  const extraBackdrops = extras ? [...(isComparable ? ['original'] : []), ...(pngMayFail ? [] : ['transparent'])] : [];
  const { sheet } = draft;
  return {
    standards: [standard.id],
    backdrops: [...new Set([...wanted, ...extraBackdrops])].slice(0, settings.value.limits.maxBackdrops),
    ...(draft.profile && { profile: draft.profile }),
    faces: draft.mainFace ? 'main' : 'one',
    ...byHandOf(draft),
    ...(sheet &&
      isPrinted(draft) && {
        sheet: sheetOf(sheet, { standard: standard.id, backdrop: chosen, format: sheetFormat }),
      }),
  };
}

/** Returns what a person has corrected or added by hand, without what the document does not take. */
function byHandOf(draft: Draft): Pick<PhotoOrderInput, 'adjust' | 'strokes' | 'tone' | 'caption'> {
  const { adjust, strokes, tone, caption } = draft;
  return {
    ...(adjust && { adjust }),
    ...(strokes && { strokes: strokes.map(strokeOf) }),
    ...(tone && !refusesTone(draft) && { tone }),
    ...(caption && takesCaption(standardOf(draft)) && { caption: [...caption] }),
  };
}

/** Makes the sheet of an order. */
function sheetOf({ copies, ...paper }: SheetDraft, of: { standard: string; backdrop: string; format: 'jpeg' | 'pdf' }) {
  const { standard, backdrop, format } = of;
  return { ...paper, format, photos: [{ standard, backdrop, count: copies ?? ('fill' as const) }] };
}

/** Makes a draft of an order, as the history stores it. An unknown standard gives the usual draft. */
export function draftOf(order: PhotoOrderInput): Draft {
  const [standard = usualDraft.standard] = order.standards ?? [];
  if (!standardById(standard)) return usualDraft;
  const [backdrop = null, ...others] = order.backdrops ?? [];
  const { sheet, profile, adjust, strokes, tone, caption } = order;
  return {
    standard,
    profile: profile === 'print' || profile === 'upload' ? profile : null,
    backdrop,
    // Those two are ordered for the page itself.
    further: others.filter((name) => name !== 'original' && name !== 'transparent'),
    sheet: sheet ? sheetDraftOf(sheet) : null,
    mainFace: order.faces === 'main',
    adjust: adjust ? adjustOf(adjust) : null,
    strokes:
      strokes && strokes.length > 0
        ? strokes.map(({ wholeArea = false, ...stroke }) => ({ ...stroke, wholeArea }))
        : null,
    tone: tone ? { light: tone.light ?? 0, contrast: tone.contrast ?? 0 } : null,
    caption: caption && caption.length > 0 ? caption : null,
  };
}

function sheetDraftOf(sheet: NonNullable<PhotoOrderInput['sheet']>): SheetDraft {
  return {
    paper: sheet.paper ?? usualSheet.paper,
    marginMm: sheet.marginMm ?? usualSheet.marginMm,
    gapMm: sheet.gapMm ?? usualSheet.gapMm,
    marks: sheet.marks ?? usualSheet.marks,
    ruler: sheet.ruler ?? usualSheet.ruler,
    ...copiesOf(sheet),
  };
}

function copiesOf({ photos = [] }: NonNullable<PhotoOrderInput['sheet']>): Pick<SheetDraft, 'copies'> {
  const count = photos[0]?.count;
  return typeof count === 'number' ? { copies: count } : {};
}

function adjustOf({ right = 0, down = 0, scale = 1, turnDeg = 0 }: NonNullable<PhotoOrderInput['adjust']>): Adjust {
  return { right, down, scale, turnDeg };
}

/** Returns the stroke as an order has it. */
function strokeOf({ points, ...stroke }: Stroke): NonNullable<PhotoOrderInput['strokes']>[number] {
  return { ...stroke, points: points.map(([x, y]) => [x, y]) };
}
