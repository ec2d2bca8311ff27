/** Splits names and queries into the terms that the search compares. */
import { idleWords, traditional } from './names.ts';

/** The terms of a text. */
export interface Terms {
  /** Words, and single characters of Chinese, Japanese and Korean text. A standard must match all of a query's. */
  readonly units: readonly string[];
  /** Pairs of neighbouring characters. They decide the order of what matches. */
  readonly pairs: readonly string[];
}

const unspaced = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';
const run = new RegExp(`[${unspaced}]+|[^${unspaced}\\s]+`, 'gu');
const isUnspaced = new RegExp(`^[${unspaced}]`, 'u');

/**
 * Returns the text in one spelling: lower case, without accents, full-width forms and punctuation, in simplified
 * characters. `US-Pässport, ２寸` becomes `us passport 2寸`. Arabic letters lose their marks: أ becomes ا.
 */
export function normalise(text: string): string {
  return [
    ...text
      .normalize('NFKD')
      .replace(/(?<=[\p{Script=Latin}\p{Script=Arabic}])\p{M}+/gu, '')
      .normalize('NFC')
      .toLowerCase(),
  ]
    .map((char) => traditional[char] ?? char)
    .join('')
    .replace(/['’.]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+|(?<![\p{L}\p{M}])\p{M}+/gu, ' ')
    .trim();
}

/** Returns the terms of a text. */
export function termsOf(text: string): Terms {
  const runs = normalise(text).match(run) ?? [];
  const units = runs.flatMap((each) => (isUnspaced.test(each) ? [...each] : [each]));
  const pairs = runs
    .filter((each) => isUnspaced.test(each))
    .flatMap((each) => [...each].slice(1).map((char, at) => [...each][at] + char));
  return { units, pairs };
}

const idleSpaced = new Set(idleWords.filter((word) => !isUnspaced.test(word)));
const idleUnspaced = idleWords.filter((word) => isUnspaced.test(word));
/** 照 (photo) is idle behind 寸 (inch). In 护照 (passport) it is not. */
const idlePhoto = /(?<=[寸吋])照/gu;

/**
 * Returns a query without words such as «photo» that fit every document. Returns it whole if nothing would be left.
 * @param further such words of a further language.
 */
export function withoutIdleWords(query: string, further: readonly string[] = []): string {
  const whole = normalise(query);
  const own = further.map(normalise);
  const unspacedWords = [...idleUnspaced, ...own.filter((word) => isUnspaced.test(word))];
  const text = unspacedWords.reduce((rest, word) => rest.replaceAll(word, ' '), whole).replace(idlePhoto, ' ');
  return (
    text
      .split(' ')
      .filter((word) => word && !idleSpaced.has(word) && !own.includes(word))
      .join(' ') || whole
  );
}
