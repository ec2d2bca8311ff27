/** The texts of the page in one language. Each language is one object of this type, so that none can lack a text. */
import type { CheckCause, CheckCode } from '../../core/checks.ts';
import type { EditKind } from '../../core/edits.ts';
import type { RejectionCode } from '../../core/errors.ts';
import type { ForeignFormatId } from '../../core/foreign-formats.ts';
import type { FunctionName } from '../../core/functions.ts';
import type { NoteCode } from '../../core/notes.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import type { UncheckedRule } from '../../core/unchecked.ts';
import type { Verdict } from '../../core/verdict.ts';

/** Why the page failed to get a result. A rejection of the photo has its own codes (core/errors.ts). */
export type FailureCode =
  | 'offline'
  | 'expired'
  | 'gone'
  | 'cutout-expired'
  | 'lost'
  | 'busy'
  | 'daily-limit'
  | 'unknown';

/** A check or a problem, and what to do about it. */
export interface Advice {
  /** The name of the check, or what happened. */
  readonly title: string;
  readonly advice: string;
}

/** Names of colours and papers by the English name that the data have, in lower case. */
export type Names = Readonly<Record<Colour | Paper, string>>;

type Colour =
  | 'white'
  | 'off-white'
  | 'cream'
  | 'light'
  | 'light grey'
  | 'light grey, 20 %'
  | 'grey'
  | 'soft grey'
  | 'light blue'
  | 'pale blue'
  | 'blue'
  | 'studio blue'
  | 'white to blue'
  | 'red'
  | 'yellow'
  | 'pink'
  | 'mint';

/** Those whose name has words. The others are sizes. */
type Paper =
  | '3r (3.5 x 5 in)'
  | '4r (4 x 6 in)'
  | '5r (5 x 7 in)'
  | '10 x 15 cm'
  | 'hagaki (100 x 148 mm)'
  | 'us letter';

/** What the page loads first of a language. */
export interface MainTexts {
  readonly texts: Texts;
  /** Null for English and Chinese, whose names the data have. */
  readonly names: Names | null;
  /** Remarks of the standards by id. The English remark is shown where there is none. */
  readonly remarks: Readonly<Record<string, string>>;
}

export interface Texts {
  /** BCP 47 tag, for the attribute `lang`, numbers and country names. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  readonly pageTitle: string;
  /** `language` names the menu of languages. */
  readonly brand: { readonly home: string; readonly language: string };
  readonly marks: {
    /** Stands between a name and what is said of it, with its spaces. */
    readonly colon: string;
    /** Stands between a size and what is said of it, with its space. */
    readonly comma: string;
    readonly fullStop: string;
    readonly inBrackets: (text: string) => string;
  };
  /** Symbols of units, as forms of offices write them. */
  readonly units: { readonly mm: string; readonly px: string; readonly kB: string; readonly MB: string };
  readonly hero: { readonly title: string; readonly lead: string };
  readonly drop: {
    readonly title: string;
    /** The title on touch screens, where nothing can be dropped. */
    readonly touchTitle: string;
    readonly hint: string;
    readonly touchHint: string;
    readonly choose: string;
    readonly camera: string;
    /** Opens the dialog for a roster. */
    readonly roster: string;
    readonly overlay: string;
    readonly formats: (maxMb: number) => string;
  };
  readonly tips: readonly { readonly title: string; readonly text: string }[];
  readonly privacy: string;
  /** Links to other pages. */
  readonly more: { readonly found: string };
  readonly camera: {
    readonly title: string;
    readonly guide: string;
    readonly paperGuide: string;
    readonly take: string;
    readonly switchCamera: string;
    readonly use: string;
    readonly again: string;
    readonly starting: string;
    readonly denied: string;
    readonly none: string;
  };
  readonly phases: {
    readonly queued: string;
    readonly sending: string;
    readonly waiting: string;
    readonly matting: string;
    readonly composing: string;
    readonly done: string;
    readonly rejected: string;
    readonly failed: string;
    readonly cancelled: string;
    readonly interrupted: string;
    readonly sentOf: (sent: string, total: string) => string;
    readonly resumes: string;
  };
  readonly actions: {
    readonly add: string;
    readonly cancel: string;
    readonly retry: string;
    readonly remove: string;
    readonly close: string;
    readonly deleteNow: string;
    readonly deleteSure: (name: string) => string;
    readonly deleteExplained: string;
    readonly keep: string;
    readonly deleting: string;
    readonly applyToAll: string;
    readonly mainFace: string;
    readonly turn: string;
    readonly turnFailed: string;
  };
  readonly photos: {
    readonly list: string;
    readonly tile: (name: string, phase: string) => string;
    readonly zipAll: string;
    readonly settled: (count: number, all: number) => string;
    readonly look: (count: number) => string;
    /** Opens the table of all photos. */
    readonly table: string;
    readonly updating: string;
    readonly expires: (when: string) => string;
  };
  readonly compare: {
    readonly label: string;
    readonly value: (percent: number) => string;
    readonly measures: string;
    readonly adjust: string;
    readonly brush: string;
    readonly alt: (name: string, document: string) => string;
    readonly beforeAlt: string;
    readonly head: string;
  };
  readonly document: {
    readonly heading: string;
    readonly change: string;
    readonly search: string;
    readonly searchHint: string;
    readonly country: string;
    readonly everywhere: string;
    readonly recent: string;
    readonly international: string;
    readonly found: (count: number) => string;
    readonly none: string;
    /** The heading of the nearest documents when none matches. */
    readonly nearest: string;
    readonly customSize: string;
    readonly customSizeUse: (size: string) => string;
    readonly customSizeBad: string;
    /** The name of a photo of a size of the person's own. @param size for example `35x45mm`. */
    readonly customName: (size: string) => string;
    /** The name of a document for languages in which the records have none. @param kind one of `categories`. */
    readonly named: (kind: string, country: string) => string;
    readonly width: string;
    readonly height: string;
    readonly unit: string;
    readonly profile: string;
    readonly print: string;
    readonly upload: string;
    readonly rules: string;
    readonly categories: Record<PhotoStandard['category'], string>;
  };
  readonly rules: {
    readonly pixels: string;
    readonly head: string;
    readonly headWidth: string;
    readonly eyes: string;
    readonly top: string;
    readonly chin: string;
    readonly backdrop: string;
    readonly anyBackdrop: string;
    readonly file: string;
    readonly glasses: string;
    readonly headCover: string;
    readonly age: string;
    readonly editing: string;
    readonly sources: string;
    readonly months: (count: number) => string;
    readonly between: (from: string, to: string) => string;
    readonly atLeast: (value: string) => string;
    readonly atMost: (value: string) => string;
    readonly ofHeight: (share: string) => string;
    readonly glassesTexts: Record<'allowed' | 'discouraged' | 'forbidden', string>;
    readonly headCoverTexts: Record<NonNullable<PhotoStandard['headCover']>['rule'], string>;
    readonly confidence: Record<PhotoStandard['confidence'], string>;
    readonly noReplacing: string;
    readonly replacingUnknown: string;
    readonly noCropping: string;
    readonly noRetouching: string;
    /** Who has to take the photo. */
    readonly taker: string;
    readonly takers: Record<NonNullable<PhotoStandard['takenBy']>['who'], string>;
    /** The day on which the record was compared with its sources. */
    readonly checked: (day: string) => string;
  };
  readonly backdrop: {
    readonly heading: string;
    /** @param count of the further backgrounds, which are chosen in the table. */
    readonly also: (count: number) => string;
    readonly customShort: string;
    readonly original: string;
    readonly custom: string;
    readonly office: string;
    readonly usual: string;
    readonly other: string;
    readonly refused: string;
    readonly noReplacing: string;
  };
  readonly checks: {
    readonly heading: string;
    readonly summary: (passed: number, total: number) => string;
    readonly allGood: string;
    readonly passed: (count: number) => string;
    readonly pass: string;
    readonly warn: string;
    readonly fail: string;
    readonly wanted: string;
    readonly unmeasured: string;
    readonly byCode: Record<CheckCode, Advice>;
    /** The two people of a photo of two. */
    readonly people: Record<1 | 2, string>;
    /** Advice in place of that of the check. */
    readonly byCause: Record<CheckCause, string>;
    readonly notes: Record<NoteCode, string>;
  };
  readonly verdict: {
    readonly names: Record<Verdict, string>;
    /** The sentence above the download button. `points` names what to look at, or the rules that are broken. */
    readonly sentences: Record<Verdict, (points: string) => string>;
    /** Short names of notes, for the sentence. */
    readonly points: Record<NoteCode | 'not-judged', string>;
    readonly ruleOf: string;
    readonly unchecked: (count: number) => string;
    readonly uncheckedRules: Record<UncheckedRule, string>;
    readonly edits: string;
    /** What was done to the picture. The value is a share, a factor, degrees or px. */
    readonly editNames: Record<EditKind, (value: number) => string>;
  };
  readonly sheet: {
    readonly tab: string;
    readonly photoTab: string;
    readonly comicTab: string;
    readonly views: string;
    readonly heading: string;
    readonly paper: string;
    readonly margin: string;
    readonly gap: string;
    readonly copies: string;
    readonly copiesHint: string;
    readonly marks: string;
    readonly markNames: Record<'ticks' | 'lines' | 'none', string>;
    readonly ruler: string;
    readonly rulerHint: string;
    readonly noPrint: string;
    readonly holds: (count: number, paper: string) => string;
    readonly printHint: string;
    readonly alt: (count: number, paper: string) => string;
    readonly making: string;
  };
  readonly downloads: {
    readonly heading: string;
    readonly photo: string;
    /** The button of a photo that is not ready. */
    readonly anyway: string;
    readonly transparent: string;
    readonly sheetJpeg: string;
    readonly sheetPdf: string;
    readonly print: string;
    readonly zip: string;
    readonly preparing: string;
    readonly failed: string;
  };
  readonly history: {
    readonly heading: string;
    readonly hint: string;
    /** Screen readers read it before the photo's name. */
    readonly open: string;
    readonly remove: (name: string) => string;
    readonly clear: string;
    readonly until: (when: string) => string;
  };
  readonly access: {
    readonly heading: string;
    readonly text: string;
    readonly label: string;
    readonly enter: string;
    readonly wrong: string;
    readonly slow: (seconds: number) => string;
  };
  readonly instances: {
    readonly heading: string;
    readonly running: (count: number) => string;
    readonly none: string;
    readonly explained: string;
    readonly states: Record<'cold' | 'warm' | 'busy', string>;
    readonly memory: string;
    readonly last: string;
    readonly used: string;
    readonly price: string;
    readonly idle: string;
    readonly photoCost: (price: string) => string;
    /** What the functions do, by name; a function without a text is shown by its name alone. */
    readonly functions: Readonly<Partial<Record<FunctionName, string>>>;
  };
  readonly rejections: Record<RejectionCode, Advice>;
  /** What a file of another kind is, and how to make a photo of it. */
  readonly foreignFormats: Record<ForeignFormatId, Advice>;
  /** The advice for a small face. @param isReduced the upload has more pixels than are used, so its original does not help. */
  readonly smallFaceAdvice: (faceHeightPx: number, leastPx: number, isReduced: boolean) => string;
  /** The advice for a picture that this studio has too little memory for. */
  readonly memoryAdvice: (format: string, limitMegapixels: number, jpegMegapixels: number) => string;
  readonly failures: Record<FailureCode, Advice>;
  /** The parts of the page that are loaded on demand. */
  readonly parts: { readonly failed: string; readonly reload: string };
}
