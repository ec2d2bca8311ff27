import { expect, test } from 'vitest';
import type { Hint } from '../../../../web/camera/hints.ts';
import { countdownShare, nextGuide, noGuide } from '../../../../web/camera/steady-guide.ts';

/** Returns the guide after frames of these judgements and times. */
const after = (frames: readonly (readonly [Hint | null, number])[]) =>
  frames.reduce((guide, [judged, nowMs]) => nextGuide(guide, judged, nowMs), noGuide);

test('the first frame decides at once', () => {
  expect(after([['closer', 0]]).hint).toBe('closer');
});

test('a hint stays at least 700 ms', () => {
  const first: readonly [Hint, number] = ['closer', 0];
  expect(after([first, ['chin-up', 100], ['chin-up', 699]]).hint).toBe('closer');
  expect(after([first, ['chin-up', 100], ['chin-up', 700]]).hint).toBe('chin-up');
  expect(after([first, [null, 100]]).goodSinceMs).toBeNull();
});

test('the countdown takes three seconds from the first good frame, and a bad frame ends it', () => {
  const good: readonly (readonly [Hint | null, number])[] = [
    ['closer', 0],
    [null, 1000],
  ];
  expect(countdownShare(after(good), 2500)).toBe(0.5);
  expect(countdownShare(after(good), 4000)).toBe(1);
  const broken = after([...good, ['chin-up', 3900]]);
  expect(countdownShare(broken, 4000)).toBe(0);
  expect(after([...good, ['chin-up', 3900], [null, 4700]]).goodSinceMs).toBe(4700);
});

test('a screen reader gets a hint that has stayed for a while, and at once that all is good', () => {
  expect(after([['closer', 0]]).announced).toBeNull();
  expect(
    after([
      ['closer', 0],
      ['closer', 1500],
    ]).announced,
  ).toBe('closer');
  expect(
    after([
      ['closer', 0],
      ['closer', 1500],
      ['chin-up', 1600],
    ]).announced,
  ).toBe('closer');
  expect(
    after([
      ['closer', 0],
      [null, 1000],
    ]).announced,
  ).toBe('good');
});
