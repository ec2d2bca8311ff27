/** The looks of a comic portrait: the numbers that its steps work with. Lengths are px of a portrait of 1024 px. */
import type { ComicLook } from '../../core/comic-looks.ts';

interface LookSettings {
  /** Smoothing: rounds after the first one, and the distance in CIELAB up to which colours mix. */
  readonly rounds: number;
  readonly range: number;
  /** Steps of lightness: height in L*, and sharpness in 1 / L*; `soft` times as sharp where lightness hardly changes. */
  readonly step: number;
  readonly sharpness: number;
  readonly soft: number;
  /** Factor of the colours that are not skin. */
  readonly saturation: number;
  /** Lines: half their width, the least difference in L*, the share of the texture around that is no line, lightness as a share of the ground. */
  readonly sigmaPx: number;
  readonly least: number;
  readonly texture: number;
  readonly lineShare: number;
  /** Everything darker than this L* is black, and at most this share of the skin's L*; 0: nothing. */
  readonly black: number;
  /** Distance of the dots in the shadows; 0: none. */
  readonly dotPx: number;
  /** Width of the white rim around the person; 0: none. */
  readonly rimPx: number;
}

/** Tuned by eye on photos of people of many skin tones, and on drawn ones. */
export const looks: Readonly<Record<ComicLook, LookSettings>> = {
  clean: {
    ...{ rounds: 3, range: 13, step: 12, sharpness: 1, soft: 0.45, saturation: 1.15 },
    ...{ sigmaPx: 1.35, least: 0.5, texture: 0.8, lineShare: 0.2, black: 0, dotPx: 0, rimPx: 0 },
  },
  ink: {
    ...{ rounds: 3, range: 16, step: 17, sharpness: 1.2, soft: 0.4, saturation: 0.85 },
    ...{ sigmaPx: 1.7, least: 0.7, texture: 0.75, lineShare: 0.08, black: 24, dotPx: 0, rimPx: 0 },
  },
  pop: {
    ...{ rounds: 3, range: 15, step: 17, sharpness: 1.2, soft: 0.3, saturation: 1.4 },
    ...{ sigmaPx: 1.5, least: 0.8, texture: 0.9, lineShare: 0.15, black: 0, dotPx: 9, rimPx: 14 },
  },
};
