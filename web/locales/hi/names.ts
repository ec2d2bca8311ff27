/** Names of colours and papers in Hindi. */
import type { Names } from '../texts.ts';

export const namesHi: Names = {
  white: 'सफ़ेद',
  'off-white': 'हल्का सफ़ेद',
  cream: 'क्रीम',
  light: 'हल्का रंग',
  'light grey': 'हल्का स्लेटी',
  'light grey, 20 %': 'हल्का स्लेटी (20%)',
  grey: 'स्लेटी',
  'soft grey': 'धुंधला स्लेटी',
  'light blue': 'आसमानी',
  'pale blue': 'हल्का नीला',
  blue: 'नीला',
  'studio blue': 'नीला',
  'white to blue': 'सफ़ेद से नीला',
  red: 'लाल',
  yellow: 'पीला',
  pink: 'गुलाबी',
  mint: 'मिंट',
  '3r (3.5 x 5 in)': '3R (3.5 × 5 इंच)',
  '4r (4 x 6 in)': '4R (4 × 6 इंच)',
  '5r (5 x 7 in)': '5R (5 × 7 इंच)',
  '10 x 15 cm': '10 × 15 सेमी',
  'hagaki (100 x 148 mm)': 'जापानी पोस्टकार्ड (100 × 148 मिमी)',
  'us letter': 'यूएस लेटर',
};
