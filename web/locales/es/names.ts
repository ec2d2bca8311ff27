/** Names of colours and papers in Spanish. */
import type { Names } from '../texts.ts';

export const namesEs: Names = {
  white: 'Blanco',
  'off-white': 'Blanco roto',
  cream: 'Crema',
  light: 'Claro',
  'light grey': 'Gris claro',
  'light grey, 20 %': 'Gris claro (20 %)',
  grey: 'Gris',
  'soft grey': 'Gris suave',
  'light blue': 'Celeste',
  'pale blue': 'Azul claro',
  blue: 'Azul',
  'studio blue': 'Azul',
  'white to blue': 'Blanco a azul',
  red: 'Rojo',
  yellow: 'Amarillo',
  pink: 'Rosa',
  mint: 'Menta',
  '3r (3.5 x 5 in)': '3R (3,5 × 5 pulgadas)',
  '4r (4 x 6 in)': '4R (4 × 6 pulgadas)',
  '5r (5 x 7 in)': '5R (5 × 7 pulgadas)',
  '10 x 15 cm': '10 × 15 cm',
  'hagaki (100 x 148 mm)': 'Postal japonesa (100 × 148 mm)',
  'us letter': 'Carta',
};
