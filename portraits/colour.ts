/** Colours of the drawn portraits: mixing of `#rrggbb`, and the tones of skin and hair that one base colour implies. */
import { Fault } from '../core/errors.ts';

/** Red, green, blue, 0..255. @throws Fault `internal` when it is not `#rrggbb`. */
function channels(hex: string): readonly [number, number, number] {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!parts) throw new Fault('internal', `${hex} is not a colour of the form #rrggbb`);
  return [
    Number.parseInt(parts[1] ?? '', 16),
    Number.parseInt(parts[2] ?? '', 16),
    Number.parseInt(parts[3] ?? '', 16),
  ];
}

/** `from` at share 0, `to` at share 1, per channel. */
export function mix(from: string, to: string, share: number): string {
  const target = channels(to);
  return `#${channels(from)
    .map((value, i) => Math.round(value + ((target[i] ?? 0) - value) * share))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** The tones one skin is shaded with. */
export interface SkinTones {
  readonly base: string;
  readonly light: string;
  readonly shadow: string;
  readonly deep: string;
  readonly blush: string;
  readonly lip: string;
}

const skinBases: Record<string, string> = { light: '#e6b596', tan: '#cb946c', brown: '#9a6443', dark: '#5c3a29' };

/** Skin grows redder, not greyer, in shadow: light is scattered inside it. @param skin a name or `#rrggbb`. */
export function skinTones(skin: string): SkinTones {
  const base = skinBases[skin] ?? skin;
  return {
    base,
    light: mix(base, '#fff0de', 0.48),
    shadow: mix(base, '#561c10', 0.42),
    deep: mix(base, '#240b06', 0.72),
    blush: mix(base, '#cf4436', 0.42),
    lip: mix(base, '#98262f', 0.45),
  };
}

/** The tones one head of hair is drawn with, dark to light. */
export interface HairTones {
  readonly deep: string;
  readonly base: string;
  readonly light: string;
  readonly sheen: string;
}

export function hairTones(colour: string): HairTones {
  return {
    deep: mix(colour, '#0a0504', 0.5),
    base: colour,
    light: mix(colour, '#d39a5e', 0.2),
    sheen: mix(colour, '#f7dcb8', 0.36),
  };
}
