/**
 * The languages of the page. A language is a folder with two modules: `main.ts` has what its visitors need at once,
 * `parts.ts` the texts of the dialogs and pages that are loaded on demand. English is part of the page's script; the
 * modules of the others are loaded when they are needed.
 *
 * To add a text: add it to the type in `texts.ts`, or in `part-texts.ts` when only a part of the page that is loaded on
 * demand needs it, then to the same file of every folder: a missing text is a type error. Use `plural` for a text with a
 * count, and nothing else that depends on the language: lists, numbers and dates are made by `web/view/format.ts`.
 *
 * To add a language: copy the folder `en`, translate it, add `names.ts` as in `ja`, and add a line to `languages`.
 */
import { main as english } from './en/main.ts';
import type { PartTexts } from './part-texts.ts';
import type { MainTexts } from './texts.ts';

interface LanguageEntry {
  /** The name of the language in itself. */
  readonly name: string;
  readonly load: () => Promise<MainTexts>;
  readonly loadParts: () => Promise<PartTexts>;
}

/** By the language code of the browser, in the order of the menu. */
export const languages = {
  en: {
    name: 'English',
    load: async () => english,
    loadParts: async () => (await import('./en/parts.ts')).parts,
  },
  zh: {
    name: '中文',
    load: async () => (await import('./zh/main.ts')).main,
    loadParts: async () => (await import('./zh/parts.ts')).parts,
  },
  ja: {
    name: '日本語',
    load: async () => (await import('./ja/main.ts')).main,
    loadParts: async () => (await import('./ja/parts.ts')).parts,
  },
  ko: {
    name: '한국어',
    load: async () => (await import('./ko/main.ts')).main,
    loadParts: async () => (await import('./ko/parts.ts')).parts,
  },
  es: {
    name: 'Español',
    load: async () => (await import('./es/main.ts')).main,
    loadParts: async () => (await import('./es/parts.ts')).parts,
  },
  fr: {
    name: 'Français',
    load: async () => (await import('./fr/main.ts')).main,
    loadParts: async () => (await import('./fr/parts.ts')).parts,
  },
  de: {
    name: 'Deutsch',
    load: async () => (await import('./de/main.ts')).main,
    loadParts: async () => (await import('./de/parts.ts')).parts,
  },
  pt: {
    name: 'Português',
    load: async () => (await import('./pt/main.ts')).main,
    loadParts: async () => (await import('./pt/parts.ts')).parts,
  },
  hi: {
    name: 'हिन्दी',
    load: async () => (await import('./hi/main.ts')).main,
    loadParts: async () => (await import('./hi/parts.ts')).parts,
  },
  ar: {
    name: 'العربية',
    load: async () => (await import('./ar/main.ts')).main,
    loadParts: async () => (await import('./ar/parts.ts')).parts,
  },
} as const satisfies Readonly<Record<string, LanguageEntry>>;

export type Language = keyof typeof languages;

export const languageCodes = Object.keys(languages) as readonly Language[];

export const isLanguage = (code: string | null): code is Language => code !== null && Object.hasOwn(languages, code);

/** Returns the first language of the page that a list of BCP 47 tags has, whatever the region; English for none. */
export function languageOf(tags: readonly string[]): Language {
  const codes = tags.map((tag) => tag.toLowerCase().split(/[-_]/, 1)[0]);
  return codes.find(isLanguage) ?? 'en';
}
