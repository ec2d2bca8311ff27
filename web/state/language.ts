/** The language of the page: the one that the person chose before, else the browser's. */
import { batch, computed, signal } from '@preact/signals';
import type { RosterText } from '../../core/roster/texts.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { readStored, writeStored } from '../browser/storage.ts';
import { main as english } from '../locales/en/main.ts';
import { isLanguage, type Language, languageOf, languages } from '../locales/languages.ts';
import type { PartTexts } from '../locales/part-texts.ts';
import type { MainTexts, Texts } from '../locales/texts.ts';
import { loadPart } from './load-part.ts';

const key = 'zerobooth.language';

const current = signal<{ readonly code: Language; readonly main: MainTexts }>({ code: 'en', main: english });
/** The texts of the parts of the page; null until the first part is loaded. */
const currentParts = signal<{ readonly code: Language; readonly parts: PartTexts } | null>(null);

export const language = computed<Language>(() => current.value.code);
export const texts = computed<Texts>(() => current.value.main.texts);

/** True for the languages in which the records have their names and remarks. */
const hasOwnData = computed(() => language.value === 'en' || language.value === 'zh');

/** The texts of the parts that are loaded on demand. @throws Error before `loadPartTexts`, which `lazy` calls. */
export const partTexts = computed<PartTexts>(() => {
  if (!currentParts.value) throw new Error('The texts of the parts are not loaded. Call loadPartTexts first.');
  return currentParts.value.parts;
});

/** Loads the texts of the parts in the language of the page. @throws Error when they cannot be loaded. */
export async function loadPartTexts(): Promise<void> {
  while (currentParts.value?.code !== language.value) {
    const code = language.value;
    const parts = await languages[code].loadParts();
    // The language may have changed in the meantime.
    if (code === language.value) currentParts.value = { code, parts };
  }
}

/** Sets the language to the stored choice, else to the first language of the browser that the page has. */
export function chooseLanguage(): Promise<void> {
  const stored = readStored(key);
  return setLanguage(isLanguage(stored) ? stored : languageOf(navigator.languages));
}

/** Sets the language and stores the choice. */
export async function switchLanguage(wanted: Language): Promise<void> {
  await setLanguage(wanted);
  writeStored(key, language.value);
}

/** Sets the language when its texts are loaded. When they cannot be loaded, the language stays. */
async function setLanguage(wanted: Language): Promise<void> {
  const { load, loadParts } = languages[wanted];
  try {
    const main = await loadPart(load);
    const parts = currentParts.value && (await loadPart(loadParts));
    batch(() => {
      current.value = { code: wanted, main };
      if (parts) currentParts.value = { code: wanted, parts };
    });
  } catch {
    // LoadFailure shows it.
  }
}

/** Returns the name in the page's language; the English one where the language has none. */
export function nameOf(names: { readonly en: string; readonly zh: string }): string {
  if (hasOwnData.value) return language.value === 'zh' ? names.zh : names.en;
  const own: Readonly<Record<string, string>> = current.value.main.names ?? {};
  return own[names.en.toLowerCase()] ?? names.en;
}

/** Returns the name as it stands in a sentence: in small letters, except in German, where colours are nouns there. */
export function nameInText(names: { readonly en: string; readonly zh: string }): string {
  const name = nameOf(names);
  return language.value === 'de' ? name : name[0].toLocaleLowerCase(language.value) + name.slice(1);
}

/** Returns what is wrong with a roster or a row. */
export function problemText({ problem, values: [first = '', second = ''], ...names }: RosterText): string {
  if (hasOwnData.value) return nameOf(names);
  return partTexts.value.roster.problems?.[problem](first, second) ?? names.en;
}

/** Returns the name of a thing in a picture, or of a tag. */
export function thingName({ label, en, zh }: { readonly label: string; readonly en: string; readonly zh: string }) {
  return partTexts.value.things[label] ?? nameOf({ en, zh });
}

/** Returns the name of a document: that of its record, else its kind and country; for a size of its own, the size. */
export function documentName({ id, name, category, country }: PhotoStandard): string {
  if (hasOwnData.value) return nameOf(name);
  const { customName, named, categories } = texts.value.document;
  if (isCustom(id)) return customName(id);
  return country === null ? categories[category] : named(categories[category], countryName(country));
}

/** Returns the English name of a document for languages in which it is shown beside the name; null for the others. */
export function englishName({ id, name }: PhotoStandard): string | null {
  return hasOwnData.value || isCustom(id) ? null : name.en;
}

const isCustom = (id: string): boolean => /^\d/.test(id);

/** Returns the remark of a standard, in English where the page's language has none, and then the tag `en`. */
export function remarkOf({ id, remark }: PhotoStandard): { readonly text: string; readonly lang?: 'en' } | null {
  const own = current.value.main.remarks[id];
  if (own !== undefined) return { text: own };
  return remark === null ? null : { text: remark, ...(language.value !== 'en' && { lang: 'en' as const }) };
}

/** Computed once for each language, because creating it is slow. */
const regionNames = computed(() => new Intl.DisplayNames([texts.value.tag], { type: 'region' }));

/** Returns the browser's name of a region code; null is the code of international documents. */
export function countryName(code: string | null): string {
  if (code === null) return texts.value.document.international;
  return regionNames.value.of(code) ?? code;
}
