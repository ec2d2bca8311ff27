/** Black or white letters on a colour. */
import { expect, test } from 'vitest';
import { inkOn } from '../../../../../web/view/found/ink-on.ts';

test('letters are black on bright colours and white on dark ones', () => {
  expect(['#f0e442', '#e69f00', '#56b4e9', '#009e73'].map(inkOn)).toEqual(Array(4).fill('#000000'));
  expect(['#0072b2', '#000000', '#7a0000'].map(inkOn)).toEqual(Array(3).fill('#ffffff'));
});
