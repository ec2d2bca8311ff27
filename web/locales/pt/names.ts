/** Names of colours and papers in Portuguese. */
import type { Names } from '../texts.ts';

export const namesPt: Names = {
  white: 'Branco',
  'off-white': 'Branco gelo',
  cream: 'Creme',
  light: 'Claro',
  'light grey': 'Cinza-claro',
  'light grey, 20 %': 'Cinza-claro (20%)',
  grey: 'Cinza',
  'soft grey': 'Cinza suave',
  'light blue': 'Azul-celeste',
  'pale blue': 'Azul-claro',
  blue: 'Azul',
  'studio blue': 'Azul',
  'white to blue': 'Branco a azul',
  red: 'Vermelho',
  yellow: 'Amarelo',
  pink: 'Rosa',
  mint: 'Menta',
  '3r (3.5 x 5 in)': '3R (3,5 × 5 polegadas)',
  '4r (4 x 6 in)': '4R (4 × 6 polegadas)',
  '5r (5 x 7 in)': '5R (5 × 7 polegadas)',
  '10 x 15 cm': '10 × 15 cm',
  'hagaki (100 x 148 mm)': 'Postal japonês (100 × 148 mm)',
  'us letter': 'Carta',
};
