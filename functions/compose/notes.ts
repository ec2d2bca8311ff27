/**
 * Writes the notes of a finished photo: each point in which it does not meet its standard or suffers from its source.
 */
import { type Backdrop, isAccepted } from '../../core/backdrop.ts';
import type { Frame } from '../../core/frame.ts';
import type { OutputNote } from '../../core/notes.ts';
import type { Measurements } from '../../core/photo-record.ts';
import type { PhotoStandard } from '../../core/standards.ts';

/** The data for the notes of one photo. */
export interface Findings {
  readonly standard: PhotoStandard;
  readonly frame: Frame;
  readonly backdrop: Backdrop;
  readonly format: 'jpeg' | 'png';
  readonly measured: Measurements;
  /** Px of the photo per px of the working photo. */
  readonly scale: number;
  readonly rollDeg: number;
  /** Depth of the part of the frame beyond the edge of the picture, px. */
  readonly missingPx: number;
  /** True when the edge of the picture cuts the hair. */
  readonly hairCutBySource: boolean;
  readonly hairOutsidePx: number;
  /** Bytes that the file has less than the office's least size. */
  readonly missingBytes: number;
}

/** The data that is known before the photo is made. */
type Request = Pick<Findings, 'standard' | 'backdrop' | 'rollDeg'>;

/** Returns all notes of a finished photo. */
export function notesOn(findings: Findings): OutputNote[] {
  return [
    ...paddedNote(findings),
    ...resolutionNote(findings),
    ...ruleNotes(findings),
    ...fileNotes(findings),
    ...hairNote(findings),
    ...forbiddenIn(findings),
    ...unconfirmedNote(findings),
  ];
}

/** A smaller length is only the rounding of an edge. */
const noticeablePx = 1;

function paddedNote({ missingPx, frame }: Findings): OutputNote[] {
  if (missingPx <= noticeablePx) return [];
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

function backdropNote({ backdrop, standard }: Request): OutputNote[] {
  if (isAccepted(backdrop, standard)) return [];
  const accepted = standard.backdrops.map(({ name }) => name.en).join(', ');
  return [
    { code: 'backdrop-not-allowed', message: `The office accepts ${accepted}; this backdrop is ${backdrop.name}.` },
  ];
}

/** A smaller turn is not visible. */
const noticeableRollDeg = 0.5;

function editingNote({ standard, backdrop, rollDeg }: Request): OutputNote[] {
  const { editing } = standard;
  const refused = [
    ...(editing.replaceBackdrop === false && backdrop.kind !== 'original' ? ['a replaced background'] : []),
    ...(editing.rotate === false && Math.abs(rollDeg) > noticeableRollDeg ? ['a turned picture'] : []),
    ...(editing.crop === false ? ['a cropped picture'] : []),
    ...(editing.resize === false ? ['a resized picture'] : []),
  ];
  if (refused.length === 0) return [];
  return [{ code: 'editing-not-allowed', message: `The office rejects ${refused.join(', ')}.` }];
}

/**
 * Returns the notes on what the office forbids in a photo before it is made: one on its backdrop, one on its editing.
 */
export function forbiddenIn(request: Request): OutputNote[] {
  return [...backdropNote(request), ...editingNote(request)];
}

function unconfirmedNote({ standard }: Findings): OutputNote[] {
  const { unconfirmed, confidence } = standard;
  if (unconfirmed.length > 0) {
    return [{ code: 'unconfirmed', message: `Not confirmed by a good source: ${unconfirmed.join(', ')}.` }];
  }
  if (confidence !== 'secondary') return [];
  return [{ code: 'unconfirmed', message: 'The figures are from other sources; the page of the office was not read.' }];
}

/** Formats a length: in mm when the photo has a size in mm, else in px. */
function length(px: number, frame: Frame): string {
  return `${number(px, frame)} ${frame.pxPerMm === null ? 'px' : 'mm'}`;
}

function number(px: number, { pxPerMm }: Frame): string {
  return pxPerMm === null ? px.toFixed(0) : (px / pxPerMm).toFixed(1);
}
