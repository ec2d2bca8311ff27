/**
 * The verdict on a finished file: whether the office will take it. It is derived from the checks and the notes. Compose
 * makes it, the record stores it, and the API, the command line and the page show it. The status `done` only means that
 * the work is finished.
 */
import * as z from 'zod';
import { type Check, type CheckCode, checkAdvice } from './checks.ts';
import type { Edit } from './edits.ts';
import { type DocumentKind, isDocumentKind } from './forms/document-kinds.ts';
import { type NoteCode, noteCodes, type OutputNote } from './notes.ts';
import { ruleSource } from './standards/sources.ts';
import type { PhotoStandard } from './standards.ts';
import { headCoverWords, type Unchecked, uncheckedInk, uncheckedOf } from './unchecked.ts';

/** From good to bad. */
export const verdicts = ['ready', 'look-again', 'will-be-refused'] as const;

/**
 * `ready`: no check and no note speaks against it; `notChecked` lists what was not judged. `look-again`: a person has to
 * look at the points of `reasons`. `will-be-refused`: it breaks a rule that the office states.
 */
export type Verdict = (typeof verdicts)[number];

const reasonCodes = [...(Object.keys(checkAdvice) as CheckCode[]), ...noteCodes, 'not-judged'] as const;

export const reasonSchema = z.object({
  /** The check or note; `not-judged` for a file that no rule is for. */
  code: z.enum(reasonCodes),
  verdict: z.enum(['look-again', 'will-be-refused']),
  /** The finding, and what to do or to look at. */
  message: z.string(),
  /** Who states the rule; null when no source is known. */
  source: z.string().nullable(),
});

export type Reason = z.infer<typeof reasonSchema>;

/** The verdict with its reasons, as an output holds it. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Empty for `ready`. The worst come first. */
  readonly reasons: Reason[];
  /** The rules that no check judged. */
  readonly notChecked: Unchecked[];
}

/** The parts of a finished file that the verdict depends on. */
export interface JudgedFile {
  readonly kind: 'photo' | 'cutout' | 'comic' | 'sheet' | DocumentKind;
  readonly profile: 'print' | 'upload' | null;
  readonly checks: readonly Check[];
  readonly notes: readonly OutputNote[];
  /** Null when they are not known. */
  readonly edits: readonly Edit[] | null;
  /** Whether the person is a baby or small child. Absent: no. */
  readonly infant?: boolean;
}

/**
 * Returns the verdict on a file.
 * @param capture the checks of the picture itself.
 * @param standard null when it is not known, as for an old record, and for a cutout.
 */
export function verdictOf(file: JudgedFile, capture: readonly Check[], standard: PhotoStandard | null): Judgement {
  if (file.kind === 'cutout') return { verdict: 'look-again', reasons: [notJudged], notChecked: [] };
  const checks = [...capture, ...file.checks];
  const reasons = [
    ...checks.flatMap((check) => checkReason(withOfficeRule(check, standard), file)),
    ...file.notes.flatMap((note) => noteReason(note, checks, standard)),
  ];
  if (file.kind === 'comic') return judged(reasons, []);
  if (isDocumentKind(file.kind)) return judged(reasons, uncheckedInk(standard));
  return judged(reasons, uncheckedOf(standard, checks, file.profile, file.infant));
}

/** The fields of an output that say which photo it is, or which photos are on it. */
interface NamedFile {
  readonly kind: JudgedFile['kind'];
  readonly standard: string | null;
  readonly backdrop: string;
  readonly sheet: { readonly photos: readonly Pick<NamedFile, 'standard' | 'backdrop'>[] } | null;
}

/**
 * Returns the verdict on a sheet: that of the worst photo on it.
 * @param outputs the photos of the order, with their verdicts.
 */
export function sheetVerdict(
  { sheet, notes }: Pick<NamedFile, 'sheet'> & { readonly notes: readonly OutputNote[] },
  outputs: readonly (NamedFile & Judgement)[],
): Judgement {
  const isOnSheet = ({ kind, standard, backdrop }: NamedFile) =>
    kind === 'photo' && sheet?.photos.some((photo) => photo.standard === standard && photo.backdrop === backdrop);
  const photos = outputs.filter(isOnSheet);
  const own = notes.flatMap((note) => noteReason(note, [], null));
  const reasons = [...photos.flatMap((photo) => photo.reasons), ...own];
  const notChecked = photos.flatMap((photo) => photo.notChecked);
  return judged(distinct(reasons), distinct(notChecked));
}

/**
 * Returns the verdict on a photo: that of its worst output; null when there is none. A cutout that is made beside photos
 * is for no office and does not count.
 */
export function worstVerdict(outputs: readonly NamedVerdict[]): Verdict | null {
  const photos = outputs.filter(({ kind }) => kind !== 'cutout');
  const judged = photos.length > 0 ? photos : outputs;
  if (judged.length === 0) return null;
  return verdicts[Math.max(...judged.map(({ verdict }) => verdicts.indexOf(verdict)))];
}

interface NamedVerdict {
  readonly kind: JudgedFile['kind'];
  readonly verdict: Verdict;
}

function judged(reasons: readonly Reason[], notChecked: Unchecked[]): Judgement {
  const refusals = reasons.filter(({ verdict }) => verdict === 'will-be-refused');
  const doubts = reasons.filter(({ verdict }) => verdict === 'look-again');
  const verdict = refusals.length > 0 ? 'will-be-refused' : doubts.length > 0 ? 'look-again' : 'ready';
  return { verdict, reasons: [...refusals, ...doubts], notChecked };
}

const notJudged: Reason = {
  code: 'not-judged',
  verdict: 'look-again',
  message: 'A cutout is for no office, so no rule judges it. Look at its edges.',
  source: null,
};

/**
 * A check fails only where an authority states the rule and the measurement is precise enough. The lean of a head that
 * was levelled is no longer visible, so it refuses nothing.
 */
function checkReason({ code, result, message, source }: Check, { edits }: JudgedFile): Reason[] {
  if (result === 'pass') return [];
  const isLevelled = code === 'roll' && (edits === null || edits.some(({ kind }) => kind === 'turned'));
  if (isLevelled && result === 'warn') return [];
  return [{ code, verdict: result === 'fail' && !isLevelled ? 'will-be-refused' : 'look-again', message, source }];
}

/** Returns the check of head covers with the rule of the office, where one is known: its words, its source, its result. */
function withOfficeRule(check: Check, standard: PhotoStandard | null): Check {
  const rule = standard?.headCover;
  if (check.code !== 'head-cover' || check.result === 'pass' || !rule) return check;
  if (rule.rule === 'allowed') return { ...check, result: 'pass' };
  const message = `${check.message} ${headCoverWords[rule.rule]}`;
  return { ...check, message, source: rule.source ? `${standard.name.en}: ${rule.source}` : check.source };
}

/** The verdict of each note, and the checks that report the same matter with figures. Null: no reason to doubt. */
const noteVerdicts: {
  readonly [C in NoteCode]: { readonly verdict: Reason['verdict']; readonly checks: readonly CheckCode[] } | null;
} = {
  // The backdrop is visible below or beside the body, which an examiner takes for a bad crop.
  padded: { verdict: 'look-again', checks: ['shoulders-cut'] },
  'low-resolution': { verdict: 'look-again', checks: ['resolution'] },
  // Where the resolution suffers, `low-resolution` and the check `resolution` say so.
  degraded: null,
  'rule-missed': {
    verdict: 'look-again',
    checks: ['head-height', 'head-width', 'eye-line', 'top-margin', 'chin-margin', 'file-size', 'file-format'],
  },
  'hair-cut': { verdict: 'look-again', checks: ['crown-inside'] },
  'background-missing': { verdict: 'look-again', checks: [] },
  'backdrop-not-allowed': { verdict: 'will-be-refused', checks: [] },
  'editing-not-allowed': { verdict: 'will-be-refused', checks: [] },
  'editing-not-known': { verdict: 'look-again', checks: [] },
  // The sources are copies of notices, which change every year, so it is no refusal.
  'caption-missing': { verdict: 'look-again', checks: [] },
  'caption-not-asked': { verdict: 'look-again', checks: [] },
  'office-photo-only': { verdict: 'will-be-refused', checks: [] },
  'not-for-offices': { verdict: 'will-be-refused', checks: [] },
  'beyond-usual-size': null,
  // The reader may be that photographer.
  'photographer-only': { verdict: 'look-again', checks: [] },
  'not-on-sheet': { verdict: 'look-again', checks: [] },
  // It says nothing about this photo. It is in the list of what was not checked.
  unconfirmed: null,
};

function noteReason({ code, message }: OutputNote, checks: readonly Check[], standard: PhotoStandard | null): Reason[] {
  const rule = noteVerdicts[code];
  if (!rule) return [];
  if (checks.some((check) => check.result !== 'pass' && rule.checks.includes(check.code))) return [];
  const isDoubtful = code === 'backdrop-not-allowed' && standard !== null && !isBackdropStated(standard);
  return [
    { code, verdict: isDoubtful ? 'look-again' : rule.verdict, message, source: standard && sourceOf(code, standard) },
  ];
}

/** Returns whether an office, and not only the habit of studios, states the backdrops. */
function isBackdropStated({ unconfirmed, backdrops }: PhotoStandard): boolean {
  return !unconfirmed.includes('backdrops') && backdrops.some(({ standing }) => standing !== 'convention');
}

/** Returns the source of the rule behind a note. */
function sourceOf(code: NoteCode, standard: PhotoStandard): string | null {
  const own = ownRule(code, standard);
  return own?.source ? `${standard.name.en}: ${own.source}` : ruleSource(standard);
}

/** Returns the field of the record that states the rule behind a note, with its source; null when it has none of its own. */
function ownRule(code: NoteCode, { editing, takenBy, caption }: PhotoStandard): { source: string | null } | null {
  if (code === 'editing-not-allowed') return editing;
  if (code === 'caption-missing') return caption;
  return code.endsWith('-only') ? takenBy : null;
}

function distinct<T extends { readonly code: string; readonly message: string }>(entries: readonly T[]): T[] {
  return [...new Map(entries.map((entry) => [`${entry.code} ${entry.message}`, entry])).values()];
}
