/** The progress of a batch shows photos a minute and the time left. */
import { expect, test } from 'vitest';
import { startProgress } from '../../../cli/progress.ts';

test('the progress shows photos a minute and the time left; earlier photos do not count', () => {
  const lines: string[] = [];
  let now = 0;
  const progress = startProgress(
    5,
    (text) => lines.push(text),
    false,
    () => now,
  );
  progress.add(true);
  for (now of [30_000, 60_000]) progress.add(false);
  expect(lines).toEqual(['1/5 photos\n', '2/5 photos\n', '3/5 photos, 2.0 a minute, 1 min 0 s left\n']);
});
