/** The language of the page: the one that the person chose before, else the browser's. */
import { computed, signal } from '@preact/signals';
import type { PhotoStandard } from '../../core/standards.ts';
import { readStored, writeStored } from '../browser/storage.ts';
import { en } from '../locales/en.ts';
import type { Texts } from '../locales/texts.ts';
import { loadPart } from './load-part.ts';

export type Language = 'en' | 'zh';

const key = 'zerobooth.language';

export const language = signal<Language>('en');
/** The Chinese texts; null until they are loaded, which few visitors need. */
const chinese = signal<typeof import('../locales/zh.ts').chinese | null>(null);
export const texts = computed<Texts>(() => (language.value === 'zh' ? (chinese.value?.texts ?? en) : en));

/** Sets the language to the stored choice, else to the first language of the browser that the page has. */
export function chooseLanguage(): Promise<void> {
  const stored = readStored(key);
  const preferred = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) ?? 'en';
  const usual = preferred.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  return setLanguage(stored === 'en' || stored === 'zh' ? stored : usual);
}

export async function switchLanguage(): Promise<void> {
  await setLanguage(language.value === 'en' ? 'zh' : 'en');
  writeStored(key, language.value);
}

const loadChinese = async () => (await import('../locales/zh.ts')).chinese;

/** Sets the language when its texts are loaded. When they cannot be loaded, the language stays. */
async function setLanguage(wanted: Language): Promise<void> {
  if (wanted === 'zh') chinese.value ??= await loadPart(loadChinese).catch(() => null);
  language.value = wanted === 'zh' && chinese.value ? 'zh' : 'en';
}

/** Returns the name in the page's language. */
export function nameOf(names: { readonly en: string; readonly zh: string }): string {
  return names[language.value];
}

/** Returns the remark of a standard in the page's language; null when it has none. */
export function remarkOf({ id, remark }: PhotoStandard): string | null {
  return language.value === 'zh' ? (chinese.value?.remarks[id] ?? remark) : remark;
}

/** Computed once for each language, because creating it is slow. */
const regionNames = computed(() => new Intl.DisplayNames([texts.value.tag], { type: 'region' }));

/** Returns the browser's name of a region code; null is the code of international documents. */
export function countryName(code: string | null): string {
  if (code === null) return texts.value.document.international;
  return regionNames.value.of(code) ?? code;
}
