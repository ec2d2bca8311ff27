/** Figures as the page writes them: sizes, lengths, dates, prices, in its language. */
import type { Frame } from '../../core/frame.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { words } from '../state/language.ts';

/** `1.2 MB`, `48 kB`: thousands, as shops and offices count. */
export function bytesText(bytes: number): string {
  if (bytes >= 1_000_000) return `${number(bytes / 1_000_000, 1)} MB`;
  return `${number(bytes / 1_000, bytes < 10_000 ? 1 : 0)} kB`;
}

export function number(value: number, digits = 0): string {
  return value.toLocaleString(words.value.tag, { maximumFractionDigits: digits, useGrouping: false });
}

export function percent(share: number): string {
  return `${number(share * 100)} %`;
}

/** Day and month, with the hour. */
export function shortDate(epochMs: number): string {
  const options = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' } as const;
  return new Date(epochMs).toLocaleString(homeTag(), options);
}

/** The browser's own kind of the page's language, for what differs by country: `en-GB` writes days first. */
function homeTag(): string {
  const { tag } = words.value;
  const language = tag.slice(0, 2);
  return navigator.languages.find((own) => own.startsWith(language)) ?? tag;
}

/** A price small enough to need many digits. */
export function priceText(usd: number): string {
  return `$${usd < 0.001 ? usd.toFixed(6) : usd.toFixed(4)}`;
}

/** `35 × 45 mm`. Null where it is not printed. */
export function millimetres({ print }: PhotoStandard): string | null {
  return print ? `${number(print.widthMm, 1)} × ${number(print.heightMm, 1)} mm` : null;
}

export function pixels({ widthPx, heightPx }: Pick<Frame, 'widthPx' | 'heightPx'>): string {
  return `${widthPx} × ${heightPx} px`;
}
