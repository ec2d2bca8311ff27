/** The texts of the dialogs and pages that are loaded on demand, in one language. They are loaded with the first of these. */
import type { Adjust } from '../../core/adjust/adjusted-map.ts';
import type { ComicLook } from '../../core/comic-looks.ts';
import type { FileKind } from '../../core/forms/packs.ts';
import type { FinderName } from '../../core/functions.ts';
import type { RosterProblem } from '../../core/roster/texts.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import type { Tone } from '../../core/tone/tone.ts';
import type { Hint } from '../camera/hints.ts';

/** Everything that is loaded on demand. */
export interface PartTexts {
  readonly adjust: AdjustTexts;
  readonly brush: BrushTexts;
  readonly camera: CameraTexts;
  readonly comic: ComicTexts;
  readonly commonSheet: CommonSheetTexts;
  readonly form: FormTexts;
  readonly found: FoundTexts;
  readonly roster: RosterTexts;
  readonly share: ShareTexts;
  readonly table: TableTexts;
  readonly tone: ToneTexts;
  /** Names of the things and tags that are found in pictures, by id of the label; empty for English and Chinese. */
  readonly things: Readonly<Record<string, string>>;
  readonly search: SearchTexts;
}

/** Words by which documents are found, beside the names of countries in the language and the names of the data. */
export interface SearchTexts {
  /** Other words for the kinds of documents, by kind. */
  readonly kinds: Readonly<Partial<Record<PhotoStandard['category'], readonly string[]>>>;
  /** Words that fit every document, such as «photo» and «of». They are left out of a query. */
  readonly idleWords: readonly string[];
}

/** The dialog that corrects the cutout. */
export interface BrushTexts {
  readonly title: string;
  /** The label of the picture that is painted on. */
  readonly picture: string;
  readonly hint: string;
  readonly touchHint: string;
  readonly loading: string;
  readonly failed: string;
  readonly tool: string;
  readonly keep: string;
  readonly remove: string;
  /** The tool that moves the view. */
  readonly move: string;
  readonly size: string;
  readonly follow: string;
  readonly followHint: string;
  readonly undo: string;
  readonly redo: string;
  readonly behind: string;
  readonly behindPhoto: string;
  readonly behindBackdrop: string;
  readonly behindContrast: string;
  readonly count: (strokes: number) => string;
  readonly full: string;
  /** For an office that refuses retouched photos. */
  readonly forbidden: string;
  readonly apply: string;
  readonly cancel: string;
}

/** The card that changes light and contrast. */
export interface ToneTexts {
  readonly heading: string;
  readonly parts: { readonly [K in keyof Tone]: string };
  /** The names of the buttons that make a part less or more. */
  readonly less: { readonly [K in keyof Tone]: string };
  readonly more: { readonly [K in keyof Tone]: string };
  readonly isEdit: string;
  /** For an office whose rule is not known. */
  readonly unknown: string;
  /** For an office that refuses it. */
  readonly forbidden: string;
}

/** The dialog that adjusts the crop. */
export interface AdjustTexts {
  readonly title: string;
  /** The label of the picture that is dragged. */
  readonly picture: string;
  readonly hint: string;
  readonly touchHint: string;
  readonly loading: string;
  readonly failed: string;
  readonly parts: { readonly [K in keyof Adjust]: string };
  /** The names of the buttons that make a part less or more. */
  readonly less: { readonly [K in keyof Adjust]: string };
  readonly more: { readonly [K in keyof Adjust]: string };
  readonly lines: { readonly crown: string; readonly eyes: string; readonly chin: string };
  readonly inside: string;
  /** @param rules the names of the broken rules. */
  readonly breaks: (rules: string) => string;
  /** A point of {@link breaks}. */
  readonly ends: string;
  readonly allowed: (band: string) => string;
  readonly measures: {
    readonly headHeight: string;
    readonly eyeLineFromBottom: string;
    readonly topMargin: string;
    readonly chinToBottom: string;
    readonly headWidth: string;
    readonly lean: string;
    readonly middle: string;
  };
  readonly numbers: string;
  readonly isIn: string;
  readonly isOut: string;
  readonly noTurning: string;
  readonly reset: string;
  readonly apply: string;
  readonly cancel: string;
}

/** The hints of the camera. */
export interface CameraTexts {
  /** Left and right are those of the picture as the page shows it. */
  readonly hints: Readonly<Record<Hint, string>>;
  /** All is good, and the picture is taken soon. */
  readonly holdStill: string;
  /** All is good, and the person takes the picture. */
  readonly takeNow: string;
  /** The switch for the picture that is taken without the button. */
  readonly auto: string;
  readonly stays: string;
}

/** The comic portrait. */
export interface ComicTexts {
  readonly heading: string;
  readonly looks: Readonly<Record<ComicLook, string>>;
  readonly look: string;
  readonly ground: string;
  readonly clear: string;
  readonly drawing: string;
  readonly alt: (name: string, look: string) => string;
  readonly download: string;
  readonly notForOffices: string;
  readonly failed: string;
  readonly expired: string;
}

/** The forms with several files. */
export interface FormTexts {
  readonly kinds: Record<FileKind, { readonly name: string; readonly hint: string }>;
  readonly choose: string;
  readonly another: string;
  readonly camera: string;
  readonly drop: string;
  readonly sizes: (size: string, bytes: string) => string;
  readonly caption: {
    /** The heading of the fields beside a photo of no form. */
    readonly heading: string;
    readonly name: string;
    readonly date: string;
    readonly required: string;
    readonly someNotices: string;
    readonly bad: (maxCharacters: number) => string;
  };
  readonly download: (name: string) => string;
  readonly zip: (made: number, all: number) => string;
  readonly missing: string;
  readonly sources: string;
  /** Remarks of packs, by id; in English the pack has it. */
  readonly remarks: Readonly<Record<string, string>>;
}

/** The headings under which tags are shown; `picture` is for its tone, light and format. */
export type TagGroup = 'label' | 'thing' | 'people' | 'colour' | 'picture';

/** The page for the things or the tags of a picture. */
export interface FoundTexts {
  readonly title: string;
  readonly lead: Readonly<Record<FinderName, string>>;
  /** The label of the choice between {@link kinds}. */
  readonly show: string;
  readonly kinds: Readonly<Record<FinderName, string>>;
  readonly notForOffices: string;
  readonly choose: string;
  readonly another: string;
  readonly hint: string;
  readonly sending: string;
  readonly searching: string;
  /** @param names of everything that was found. */
  readonly alt: (names: string) => string;
  /** Describes the picture without boxes. */
  readonly plainAlt: string;
  /** @param name of the file. */
  readonly cannotShow: (name: string) => string;
  readonly things: (count: number) => string;
  readonly none: string;
  readonly tags: (count: number) => string;
  readonly groups: Readonly<Record<TagGroup, string>>;
  /** In place of a score. */
  readonly measured: string;
  readonly limitsTitle: string;
  /** What tags cannot say, by code of core/labels/tag-limits.json; null for English and Chinese, which the data have. */
  readonly limits: Readonly<Record<string, string>> | null;
  readonly score: string;
  readonly guesses: string;
  readonly download: string;
  readonly deleted: string;
  readonly back: string;
}

/** The link to a finished file. */
export interface ShareTexts {
  readonly make: string;
  /** @param time until when the link works. */
  readonly until: (time: string) => string;
  readonly local: string;
  /** The label of the field with the link. */
  readonly field: string;
  readonly failed: string;
}

/** The table of all photos. */
export interface TableTexts {
  readonly heading: string;
  readonly show: string;
  readonly all: (count: number) => string;
  readonly look: (count: number) => string;
  readonly ready: (count: number) => string;
  readonly photo: string;
  readonly document: string;
  readonly background: string;
  readonly verdict: string;
  readonly empty: string;
  readonly forAll: string;
  /** That several backgrounds can be chosen. */
  readonly several: string;
  readonly zipAll: (count: number) => string;
  readonly zipReady: (count: number) => string;
  readonly back: string;
}

/** The card that puts photos of the table together on sheets. */
export interface CommonSheetTexts {
  readonly heading: string;
  /** The label of the copies of all photos. */
  readonly each: string;
  /** The heading of the copies by photo. */
  readonly ofSingle: string;
  readonly names: string;
  readonly make: string;
  readonly made: (sheets: number) => string;
  readonly download: string;
  readonly tooSmall: string;
}

/** The dialog for a roster. */
export interface RosterTexts {
  readonly title: string;
  readonly lead: string;
  readonly list: string;
  readonly photos: string;
  readonly folder: string;
  readonly chosen: (list: string, photos: number) => string;
  readonly noList: string;
  readonly found: (found: number, rows: number) => string;
  readonly unnamed: (count: number) => string;
  readonly row: (line: number, name: string, reason: string) => string;
  readonly make: (count: number) => string;
  /** What is wrong, without a full stop; null for English and Chinese, which the core has. */
  readonly problems: Readonly<
    Record<RosterProblem, (first: string | number, second: string | number) => string>
  > | null;
}
