/** Names of colours and papers in German. */
import type { Names } from '../texts.ts';

export const namesDe: Names = {
  white: 'Weiß',
  'off-white': 'Cremeweiß',
  cream: 'Creme',
  light: 'Hell',
  'light grey': 'Hellgrau',
  'light grey, 20 %': 'Hellgrau (20 %)',
  grey: 'Grau',
  'soft grey': 'Sanftes Grau',
  'light blue': 'Hellblau',
  'pale blue': 'Blassblau',
  blue: 'Blau',
  'studio blue': 'Blau',
  'white to blue': 'Weiß zu Blau',
  red: 'Rot',
  yellow: 'Gelb',
  pink: 'Rosa',
  mint: 'Mint',
  '3r (3.5 x 5 in)': '3R (3,5 × 5 Zoll)',
  '4r (4 x 6 in)': '4R (4 × 6 Zoll)',
  '5r (5 x 7 in)': '5R (5 × 7 Zoll)',
  '10 x 15 cm': '10 × 15 cm',
  'hagaki (100 x 148 mm)': 'Japanische Postkarte (100 × 148 mm)',
  'us letter': 'US-Letter',
};
