/** Formats sizes, lengths, dates and prices in the page's language. */
import { computed } from '@preact/signals';
import type { Frame } from '../../core/frame.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import type { Texts } from '../locales/texts.ts';
import { texts } from '../state/language.ts';

/** Returns `1.2 MB` or `48 kB`. A kB has 1000 bytes, as offices count. */
export function bytesText(bytes: number): string {
  if (bytes >= 1_000_000) return withUnit(number(bytes / 1_000_000, 1), 'MB');
  return withUnit(number(bytes / 1_000, bytes < 10_000 ? 1 : 0), 'kB');
}

/** Digits are Latin in every language, because forms, file names and the sizes that people type have them. */
const digits = { numberingSystem: 'latn' } as const;
/** Offices write days of the Gregorian calendar, also where the browser has another one. */
const dates = { ...digits, calendar: 'gregory' } as const;

export function number(value: number, fractionDigits = 0): string {
  return value.toLocaleString(texts.value.tag, {
    maximumFractionDigits: fractionDigits,
    useGrouping: false,
    ...digits,
  });
}

export function percent(share: number, fractionDigits = 0): string {
  return share.toLocaleString(texts.value.tag, { style: 'percent', maximumFractionDigits: fractionDigits, ...digits });
}

/** Returns a number, or two sides such as `35 × 45`, with the symbol of its unit. */
export function withUnit(amount: string, unit: keyof Texts['units']): string {
  return `${isolated(amount)} ${texts.value.units[unit]}`;
}

/** Keeps the order from left to right inside a text from right to left. */
function isolated(text: string): string {
  return texts.value.direction === 'rtl' ? `\u2066${text}\u2069` : text;
}

const all = computed(() => new Intl.ListFormat(texts.value.tag));
const any = computed(() => new Intl.ListFormat(texts.value.tag, { type: 'disjunction' }));

/** Returns `A, B, and C`. */
export const list = (names: readonly string[]): string => all.value.format(names);

/** Returns `A, B, or C`. */
export const choiceOf = (names: readonly string[]): string => any.value.format(names);

/** Returns `10 kB to 20 kB`, or the one limit that there is; empty when there is none. */
export function bytesRange({ minBytes, maxBytes }: PhotoStandard['file']): string {
  const { between, atLeast, atMost } = texts.value.rules;
  // The least size is stored in kB of 1024 bytes.
  const least = minBytes === null ? '' : withUnit(number(Math.ceil(minBytes / 1024)), 'kB');
  if (minBytes !== null && maxBytes !== null) return between(least, bytesText(maxBytes));
  if (minBytes !== null) return atLeast(least);
  return maxBytes === null ? '' : atMost(bytesText(maxBytes));
}

/** Returns the day, month and time of day. */
export function shortDate(epochMs: number): string {
  const options = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit', ...dates } as const;
  return new Date(epochMs).toLocaleString(regionalTag(), options);
}

/** Returns the day of an ISO date, such as `2026-11-30`. */
export function dayText(isoDay: string): string {
  const options = { dateStyle: 'medium', timeZone: 'UTC', ...dates } as const;
  return new Date(isoDay).toLocaleDateString(regionalTag(), options);
}

/** Returns the browser's variant of the page's language, because dates differ by country: `en-GB` writes the day first. */
function regionalTag(): string {
  const { tag } = texts.value;
  const language = tag.slice(0, 2);
  // The start page is rendered without a browser, and then in the same way everywhere.
  const variants = globalThis.document ? navigator.languages : [];
  return variants.find((variant) => variant.startsWith(language)) ?? tag;
}

/** Returns a price with many digits, because it may be very small. */
export function priceText(usd: number): string {
  return `$${usd < 0.001 ? usd.toFixed(6) : usd.toFixed(4)}`;
}

/** Returns `35 × 45 mm`; null when the photo is not printed. */
export function millimetres({ print }: PhotoStandard): string | null {
  return print ? withUnit(`${number(print.widthMm, 1)} × ${number(print.heightMm, 1)}`, 'mm') : null;
}

export function pixels({ widthPx, heightPx }: Pick<Frame, 'widthPx' | 'heightPx'>): string {
  return withUnit(`${widthPx} × ${heightPx}`, 'px');
}
