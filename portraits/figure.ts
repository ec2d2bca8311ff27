/** The resolved data of a drawn person, from which every part is drawn: tones, build, SVG definitions, random numbers. */
import type { HairTones, SkinTones } from './colour.ts';
import type { Random } from './random.ts';
import type { Defs } from './svg.ts';

/** The hair style. `strands` is wavy, shoulder-long and loose: many single hairs stand off it. */
export type HairStyle = 'bald' | 'buzz' | 'short' | 'bob' | 'long' | 'bun' | 'afro' | 'strands';

/** The person of one drawing, resolved from its spec. */
export interface Figure {
  readonly defs: Defs;
  readonly random: Random;
  readonly skin: SkinTones;
  readonly hair: HairTones;
  readonly hairStyle: HairStyle;
  readonly build: 'slight' | 'broad';
  readonly eyeColour: string;
  readonly clothing: 'sweater' | 'shirt' | 'blazer';
  readonly clothingColour: string;
  readonly beard: boolean;
  readonly glasses: boolean;
  readonly earrings: boolean;
  readonly hat: boolean;
  readonly eyesClosed: boolean;
  readonly mouthOpen: boolean;
  readonly smiling: boolean;
}
