/** Which language the page speaks: the one chosen here before, else the browser's. */
import { computed, signal } from '@preact/signals';
import { en } from '../locales/en.ts';
import type { Words } from '../locales/words.ts';
import { zh } from '../locales/zh.ts';
import { readStored, writeStored } from './storage.ts';

export type Language = 'en' | 'zh';

const key = 'zerobooth.language';

export const language = signal<Language>('en');
export const words = computed<Words>(() => (language.value === 'zh' ? zh : en));

/** Reads the choice made before, or the first of the browser's languages that we speak. */
export function chooseLanguage(): void {
  const stored = readStored(key);
  const spoken = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) ?? 'en';
  language.value = stored === 'en' || stored === 'zh' ? stored : spoken.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function switchLanguage(): void {
  language.value = language.value === 'en' ? 'zh' : 'en';
  writeStored(key, language.value);
}

/** The name in the page's language. */
export function nameOf(names: { readonly en: string; readonly zh: string }): string {
  return names[language.value];
}

/** Made once a language: it is slow to make. */
const regionNames = computed(() => new Intl.DisplayNames([words.value.tag], { type: 'region' }));

/** Of a region code, as the browser calls it. */
export function countryName(code: string | null): string {
  if (code === null) return words.value.document.international;
  return regionNames.value.of(code) ?? code;
}
