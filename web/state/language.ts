/** The language of the page: the one that the person chose before, else the browser's. */
import { computed, signal } from '@preact/signals';
import { readStored, writeStored } from '../browser/storage.ts';
import { en } from '../locales/en.ts';
import type { Texts } from '../locales/texts.ts';
import { zh } from '../locales/zh.ts';

export type Language = 'en' | 'zh';

const key = 'zerobooth.language';

export const language = signal<Language>('en');
export const texts = computed<Texts>(() => (language.value === 'zh' ? zh : en));

/** Sets the language to the stored choice, else to the first language of the browser that the page has. */
export function chooseLanguage(): void {
  const stored = readStored(key);
  const preferred = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) ?? 'en';
  language.value = stored === 'en' || stored === 'zh' ? stored : preferred.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function switchLanguage(): void {
  language.value = language.value === 'en' ? 'zh' : 'en';
  writeStored(key, language.value);
}

/** Returns the name in the page's language. */
export function nameOf(names: { readonly en: string; readonly zh: string }): string {
  return names[language.value];
}

/** Computed once for each language, because creating it is slow. */
const regionNames = computed(() => new Intl.DisplayNames([texts.value.tag], { type: 'region' }));

/** Returns the browser's name of a region code; null is the code of international documents. */
export function countryName(code: string | null): string {
  if (code === null) return texts.value.document.international;
  return regionNames.value.of(code) ?? code;
}
