/**
 * Writes the notes of a finished photo: each point in which it does not meet its standard or suffers from its source.
 */
import { leanLimits } from '../../core/adjust/measure-head.ts';
import { type Backdrop, isAccepted } from '../../core/backdrop.ts';
import { takesCaption } from '../../core/forms/caption-line.ts';
import type { Frame } from '../../core/frame.ts';
import type { OutputNote } from '../../core/notes.ts';
import type { Measurements } from '../../core/photo-record.ts';
import { doubtOf } from '../../core/standards/sources.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { leastTurnDeg } from './edits.ts';
import type { Corrections } from './open-cutout.ts';
import { isUnedited } from './unedited.ts';

/** The data for the notes of one photo. */
export interface Findings {
  readonly standard: PhotoStandard;
  readonly frame: Frame;
  readonly backdrop: Backdrop;
  readonly format: 'jpeg' | 'png';
  readonly measured: Measurements;
  /** Px of the photo per px of the working photo. */
  readonly scale: number;
  /** Angle by which the picture was turned, degrees. */
  readonly turnDeg: number;
  /** Depth of the part of the frame beyond the edge of the picture, px. */
  readonly missingPx: number;
  /** True for the photo's own background when the file was cut out already and has none. */
  readonly backgroundMissing: boolean;
  /** True when the edge of the picture cuts the hair. */
  readonly hairCutBySource: boolean;
  readonly hairOutsidePx: number;
  /** Bytes that the file has less than the office's least size. */
  readonly missingBytes: number;
  /** True for a strict order. */
  readonly isStrict: boolean;
  readonly corrections: Corrections;
}

/** The data that is known before the photo is made. */
type Request = Pick<Findings, 'standard' | 'backdrop' | 'corrections'>;

/** Returns all notes of a finished photo. */
export function notesOn(findings: Findings): OutputNote[] {
  return [
    ...paddedNote(findings),
    ...resolutionNote(findings),
    ...ruleNotes(findings),
    ...fileNotes(findings),
    ...hairNote(findings),
    ...backgroundNote(findings),
    ...backdropNote(findings),
    ...editingNote(findings),
    ...turnNote(findings),
    ...captionNote(findings),
    ...takerNote(findings.standard),
    ...unknownRuleNote(findings),
    ...unconfirmedNote(findings),
  ];
}

/** A smaller length is only the rounding of an edge. */
const noticeablePx = 1;

function paddedNote(findings: Findings): OutputNote[] {
  const { missingPx, frame } = findings;
  if (missingPx <= noticeablePx) return [];
  if (isUnedited(findings.standard, findings.backdrop)) {
    const message = `The picture ends inside the photo, and its outermost pixels fill ${length(missingPx, frame)}. The office rejects changed photos. Leave more room around the head, above all at the sides.`;
    return [{ code: 'editing-not-allowed', message }];
  }
  return [{ code: 'padded', message: `The picture ends ${length(missingPx, frame)} before the edge of the photo.` }];
}

function resolutionNote({ scale }: Findings): OutputNote[] {
  if (scale <= 1.005) return [];
  return [{ code: 'low-resolution', message: `The picture was enlarged ${scale.toFixed(2)} times.` }];
}

const ruleNames: { readonly [K in keyof Measurements]: string } = {
  headHeight: 'Head height',
  eyeLineFromBottom: 'Eye line above the lower edge',
  topMargin: 'Top margin',
  chinToBottom: 'Chin above the lower edge',
  headWidth: 'Head width, as estimated,',
};

function ruleNotes({ measured, frame }: Findings): OutputNote[] {
  const missed = (Object.keys(ruleNames) as (keyof Measurements)[]).filter((name) => measured[name].offByPx > 0);
  return missed.map((name) => {
    const { px, bandPx, offByPx } = measured[name];
    const band = bandPx ? `${number(bandPx.min, frame)} to ${length(bandPx.max, frame)}` : '';
    const off = `off by ${length(offByPx, frame)}`;
    return { code: 'rule-missed', message: `${ruleNames[name]} is ${length(px, frame)}, required is ${band}: ${off}.` };
  });
}

function fileNotes({ standard, format, missingBytes }: Findings): OutputNote[] {
  const { formats } = standard.file;
  const notes: OutputNote[] = [];
  if (formats && !formats.includes(format)) {
    notes.push({ code: 'rule-missed', message: `The office accepts ${formats.join(', ')}; this file is ${format}.` });
  }
  if (missingBytes > 0) {
    notes.push({ code: 'rule-missed', message: `The file is ${missingBytes} bytes below the office's least size.` });
  }
  return notes;
}

function hairNote({ hairCutBySource, hairOutsidePx, frame }: Findings): OutputNote[] {
  if (hairCutBySource) return [{ code: 'hair-cut', message: 'The edge of the picture cuts the hair.' }];
  if (hairOutsidePx <= noticeablePx) return [];
  return [
    { code: 'hair-cut', message: `The upper edge of the photo cuts off ${length(hairOutsidePx, frame)} of hair.` },
  ];
}

function backgroundNote({ backgroundMissing, standard: { editing } }: Findings): OutputNote[] {
  if (!backgroundMissing) return [];
  const missing = 'The file was cut out already, so it has no background of its own; white is behind the person.';
  if (editing.replaceBackdrop !== 'forbidden') return [{ code: 'background-missing', message: missing }];
  const message = `${missing} The office rejects a replaced background. Send the photo as it was taken.`;
  return [{ code: 'editing-not-allowed', message }];
}

function backdropNote({ backdrop, standard }: Omit<Request, 'corrections'>): OutputNote[] {
  if (isAccepted(backdrop, standard)) return [];
  const accepted = standard.backdrops.map(({ name }) => name.en).join(', ');
  return [
    { code: 'backdrop-not-allowed', message: `The office accepts ${accepted}; this backdrop is ${backdrop.name}.` },
  ];
}

function editingNote({ standard, backdrop, corrections: { strokes, tone } }: Request): OutputNote[] {
  const { editing } = standard;
  const isReplaced = backdrop.kind !== 'original';
  const refused = [
    ...(editing.replaceBackdrop === 'forbidden' && isReplaced ? ['a replaced background'] : []),
    // Strokes have no effect on a photo with its own background.
    ...(editing.retouch === 'forbidden' && isReplaced && strokes.length > 0 ? ['a cutout corrected by hand'] : []),
    ...(editing.tone === 'forbidden' && tone ? ['changed light or contrast'] : []),
    ...(editing.crop === 'forbidden' ? ['a cropped picture'] : []),
    ...(editing.resize === 'forbidden' ? ['a resized picture'] : []),
  ];
  if (refused.length === 0) return [];
  return [{ code: 'editing-not-allowed', message: `The office rejects ${refused.join(', ')}. ${editing.says ?? ''}` }];
}

/** Returns a note on a turn that the office rejects. The automatic crop makes none, so a person has ordered it. */
function turnNote({ standard, backdrop, turnDeg }: Findings): OutputNote[] {
  const { rotate, says } = standard.editing;
  const degrees = Math.abs(turnDeg).toFixed(1);
  if (rotate === 'forbidden' && Math.abs(turnDeg) >= leastTurnDeg) {
    const message = `The picture was turned by ${degrees} degrees, and the office rejects a turned picture. ${says ?? ''}`;
    return [{ code: 'editing-not-allowed', message: message.trim() }];
  }
  if (!isUnedited(standard, backdrop) || Math.abs(turnDeg) <= leanLimits.requiredDeg) return [];
  const message = `The picture was turned by ${degrees} degrees. The office rejects changed photos; levelling by at most ${leanLimits.requiredDeg} degrees, the lean that ICAO TR Portrait Quality table 8 allows, is no such change.`;
  return [{ code: 'editing-not-allowed', message }];
}

/**
 * Returns a note on a caption that is missing, or that the office does not ask for.
 */
function captionNote({ standard, frame }: Findings): OutputNote[] {
  const { caption } = standard;
  if (!frame.caption) {
    if (caption?.rule !== 'required') return [];
    const message = `${caption.says} Order it with a caption: name and day.`;
    return [{ code: 'caption-missing', message }];
  }
  if (takesCaption(standard)) return [];
  const message = 'No source asks for text on this photo, and most offices refuse it. Order it without a caption.';
  return [{ code: 'caption-not-asked', message }];
}

function takerNote({ takenBy }: PhotoStandard): OutputNote[] {
  if (!takenBy) return [];
  return [{ code: takenBy.who === 'office' ? 'office-photo-only' : 'photographer-only', message: takenBy.says }];
}

/**
 * Returns the notes on what the office forbids in a photo before it is made: on its backdrop, on its editing, and on
 * photos that it does not take itself.
 */
export function forbiddenIn(request: Request): OutputNote[] {
  const taker = takerNote(request.standard).filter(({ code }) => code === 'office-photo-only');
  return [...backdropNote(request), ...editingNote(request), ...taker];
}

/** Returns a note when a strict order has an edit and the rule of the office on it is not known. */
function unknownRuleNote({
  standard: { editing, confidence },
  backdrop,
  isStrict,
  corrections: { tone },
}: Findings): OutputNote[] {
  if (!isStrict || confidence === 'convention') return [];
  const unknown = [
    ...(editing.replaceBackdrop === 'not-known' && backdrop.kind !== 'original' ? ['a replaced background'] : []),
    ...(editing.tone === 'not-known' && tone ? ['changed light or contrast'] : []),
  ];
  if (unknown.length === 0) return [];
  const message = `No readable source says if the office takes ${unknown.join(' or ')}.`;
  return [{ code: 'editing-not-known', message }];
}

function unconfirmedNote({ standard }: Findings): OutputNote[] {
  const doubt = doubtOf(standard);
  return doubt === null ? [] : [{ code: 'unconfirmed', message: doubt }];
}

/** Formats a length: in mm when the photo has a size in mm, else in px. */
function length(px: number, frame: Frame): string {
  return `${number(px, frame)} ${frame.pxPerMm === null ? 'px' : 'mm'}`;
}

function number(px: number, { pxPerMm }: Frame): string {
  return pxPerMm === null ? px.toFixed(0) : (px / pxPerMm).toFixed(1);
}
