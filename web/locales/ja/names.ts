/** Names of colours and papers in Japanese. */
import type { Names } from '../texts.ts';

export const namesJa: Names = {
  white: '白',
  'off-white': 'オフホワイト',
  cream: 'クリーム色',
  light: '淡い色',
  'light grey': '薄いグレー',
  'light grey, 20 %': '薄いグレー（20%）',
  grey: 'グレー',
  'soft grey': 'グレーのぼかし',
  'light blue': '水色',
  'pale blue': '薄い青',
  blue: '青',
  'studio blue': '青',
  'white to blue': '白から青',
  red: '赤',
  yellow: '黄',
  pink: 'ピンク',
  mint: 'ミント',
  '3r (3.5 x 5 in)': '3R（3.5 × 5 インチ）',
  '4r (4 x 6 in)': '4R（4 × 6 インチ）',
  '5r (5 x 7 in)': '5R（5 × 7 インチ）',
  '10 x 15 cm': '10 × 15 cm',
  'hagaki (100 x 148 mm)': 'はがき（100 × 148 mm）',
  'us letter': 'USレター',
};
