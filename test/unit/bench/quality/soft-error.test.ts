/** Errors where the truth is soft, and pixels that are not judged. */
import { expect, it } from 'vitest';
import { matteError } from '../../../../bench/quality/matte-error.ts';
import { softError } from '../../../../bench/quality/soft-error.ts';

const truth = Float32Array.from([0, 0.1, 0.4, 0.8, 1, 0.5]);
const matte = Float32Array.from([0.9, 0.3, 0.05, 0.8, 0.2, 0.5]);

it('counts the soft pixels only: error, bias, and strands that are lost', () => {
  const error = softError(matte, truth);
  // 0.1 is soft and no strand; of the three strands 0.4 is lost.
  expect(error?.absolute).toBeCloseTo((0.2 + 0.35) / 4, 6);
  expect(error?.bias).toBeCloseTo((0.2 - 0.35) / 4, 6);
  expect(error?.lostStrands).toBeCloseTo(1 / 3, 6);
  expect(softError(matte, Float32Array.from([0, 1, 1, 0, 0, 1]))).toBeNull();
});

it('leaves out the pixels that are not judged', () => {
  const ignored = Uint8Array.from([255, 0, 255, 0, 255, 0]);
  expect(softError(matte, truth, ignored)?.absolute).toBeCloseTo(0.2 / 3, 6);
  const size = { widthPx: 3, heightPx: 2 };
  expect(matteError(matte, truth, size, ignored).mad).toBeCloseTo(0.2 / 3, 6);
  expect(matteError(matte, truth, size, new Uint8Array(6)).mad).toBeCloseTo(matteError(matte, truth, size).mad, 6);
});
