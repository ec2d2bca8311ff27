/** Names of colours and papers in French. */
import type { Names } from '../texts.ts';

export const namesFr: Names = {
  white: 'Blanc',
  'off-white': 'Blanc cassé',
  cream: 'Crème',
  light: 'Clair',
  'light grey': 'Gris clair',
  'light grey, 20 %': 'Gris clair (20 %)',
  grey: 'Gris',
  'soft grey': 'Gris doux',
  'light blue': 'Bleu ciel',
  'pale blue': 'Bleu clair',
  blue: 'Bleu',
  'studio blue': 'Bleu',
  'white to blue': 'Blanc à bleu',
  red: 'Rouge',
  yellow: 'Jaune',
  pink: 'Rose',
  mint: 'Menthe',
  '3r (3.5 x 5 in)': '3R (3,5 × 5 pouces)',
  '4r (4 x 6 in)': '4R (4 × 6 pouces)',
  '5r (5 x 7 in)': '5R (5 × 7 pouces)',
  '10 x 15 cm': '10 × 15 cm',
  'hagaki (100 x 148 mm)': 'Carte japonaise (100 × 148 mm)',
  'us letter': 'Lettre US',
};
