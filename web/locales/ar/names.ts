/** Names of colours and papers in Arabic. */
import type { Names } from '../texts.ts';

export const namesAr: Names = {
  white: 'أبيض',
  'off-white': 'أبيض مائل للعاجي',
  cream: 'كريمي',
  light: 'فاتح',
  'light grey': 'رمادي فاتح',
  'light grey, 20 %': 'رمادي فاتح (20%)',
  grey: 'رمادي',
  'soft grey': 'رمادي ناعم',
  'light blue': 'سماوي',
  'pale blue': 'أزرق فاتح',
  blue: 'أزرق',
  'studio blue': 'أزرق',
  'white to blue': 'أبيض إلى أزرق',
  red: 'أحمر',
  yellow: 'أصفر',
  pink: 'وردي',
  mint: 'نعناعي',
  '3r (3.5 x 5 in)': '3R (3.5 × 5 بوصات)',
  '4r (4 x 6 in)': '4R (4 × 6 بوصات)',
  '5r (5 x 7 in)': '5R (5 × 7 بوصات)',
  '10 x 15 cm': '10 × 15 سم',
  'hagaki (100 x 148 mm)': 'بطاقة بريد يابانية (100 × 148 مم)',
  'us letter': 'ليتر أمريكي',
};
