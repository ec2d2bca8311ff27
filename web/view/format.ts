/** Formats sizes, lengths, dates and prices in the page's language. */
import type { Frame } from '../../core/frame.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { texts } from '../state/language.ts';

/** Returns `1.2 MB` or `48 kB`. A kB has 1000 bytes, as offices count. */
export function bytesText(bytes: number): string {
  if (bytes >= 1_000_000) return `${number(bytes / 1_000_000, 1)} MB`;
  return `${number(bytes / 1_000, bytes < 10_000 ? 1 : 0)} kB`;
}

export function number(value: number, digits = 0): string {
  return value.toLocaleString(texts.value.tag, { maximumFractionDigits: digits, useGrouping: false });
}

export function percent(share: number): string {
  return `${number(share * 100)} %`;
}

/** Returns `10 kB to 20 kB`, or the one limit that there is; empty when there is none. */
export function bytesRange({ minBytes, maxBytes }: PhotoStandard['file']): string {
  const { between, atLeast, atMost } = texts.value.rules;
  // The least size is stored in kB of 1024 bytes.
  const least = minBytes === null ? '' : `${number(Math.ceil(minBytes / 1024))} kB`;
  if (minBytes !== null && maxBytes !== null) return between(least, bytesText(maxBytes));
  if (minBytes !== null) return atLeast(least);
  return maxBytes === null ? '' : atMost(bytesText(maxBytes));
}

/** Returns the day, month and time of day. */
export function shortDate(epochMs: number): string {
  const options = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' } as const;
  return new Date(epochMs).toLocaleString(regionalTag(), options);
}

/** Returns the browser's variant of the page's language, because dates differ by country: `en-GB` writes the day first. */
function regionalTag(): string {
  const { tag } = texts.value;
  const language = tag.slice(0, 2);
  return navigator.languages.find((variant) => variant.startsWith(language)) ?? tag;
}

/** Returns a price with many digits, because it may be very small. */
export function priceText(usd: number): string {
  return `$${usd < 0.001 ? usd.toFixed(6) : usd.toFixed(4)}`;
}

/** Returns `35 × 45 mm`; null when the photo is not printed. */
export function millimetres({ print }: PhotoStandard): string | null {
  return print ? `${number(print.widthMm, 1)} × ${number(print.heightMm, 1)} mm` : null;
}

export function pixels({ widthPx, heightPx }: Pick<Frame, 'widthPx' | 'heightPx'>): string {
  return `${widthPx} × ${heightPx} px`;
}
