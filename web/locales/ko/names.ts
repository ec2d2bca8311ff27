/** Names of colours and papers in Korean. */
import type { Names } from '../texts.ts';

export const namesKo: Names = {
  white: '흰색',
  'off-white': '미색',
  cream: '크림색',
  light: '밝은색',
  'light grey': '연회색',
  'light grey, 20 %': '연회색(20%)',
  grey: '회색',
  'soft grey': '은은한 회색',
  'light blue': '하늘색',
  'pale blue': '연청색',
  blue: '파란색',
  'studio blue': '파란색',
  'white to blue': '흰색에서 파랑',
  red: '빨간색',
  yellow: '노란색',
  pink: '분홍색',
  mint: '민트색',
  '3r (3.5 x 5 in)': '3R (3.5 × 5인치)',
  '4r (4 x 6 in)': '4R (4 × 6인치)',
  '5r (5 x 7 in)': '5R (5 × 7인치)',
  '10 x 15 cm': '10 × 15 cm',
  'hagaki (100 x 148 mm)': '일본 엽서 (100 × 148 mm)',
  'us letter': '미국 레터',
};
