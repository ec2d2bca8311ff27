/** The place in a photo that a check is about. */
import { expect, test } from 'vitest';
import { placeOf } from '../../../../web/state/check-place.ts';

const at = (x: number, y: number) => ({ x, y });
const head = {
  ...{ leanDeg: 0, eyeMiddle: at(200, 240), leftEye: at(165, 240), rightEye: at(235, 240), mouth: at(200, 310) },
  ...{ crown: at(200, 60), chin: at(200, 400), faceLeft: at(120, 260), faceRight: at(280, 260) },
};
const length = (px: number) => ({ px, mm: null, bandPx: null, bandMm: null, offByPx: 0 });
const measured = {
  ...{ headHeight: length(340), eyeLineFromBottom: length(291), topMargin: length(60) },
  ...{ chinToBottom: length(131), headWidth: length(160) },
};
const map = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
const photo = { crop: { map, heads: [head] }, measured, measuredSecond: null, widthPx: 413, heightPx: 531 };

test('a check of the eyes has a box around both, one of the mouth a box around it', () => {
  const [eyes] = placeOf('gaze', photo)?.boxes ?? [];
  expect(eyes.leftPx).toBeLessThan(165);
  expect(eyes.leftPx + eyes.widthPx).toBeGreaterThan(235);
  const [mouth] = placeOf('mouth-closed', photo)?.boxes ?? [];
  expect(mouth.topPx).toBeGreaterThan(eyes.topPx + eyes.heightPx);
  expect(mouth.topPx + mouth.heightPx).toBeLessThan(400);
});

test('a check of a length has lines at its ends', () => {
  const heights = placeOf('head-height', photo)?.lines.map(([from]) => from.y);
  expect(heights).toEqual([60, 400]);
  expect(placeOf('centring', photo)?.lines.map(([from]) => from.x)).toEqual([200]);
});

test('the second of two people has a place of its own', () => {
  const moved = { ...head, eyeMiddle: at(300, 250) };
  const couple = { ...photo, crop: { map, heads: [head, moved] }, measuredSecond: measured };
  expect(placeOf('eye-line', couple, 2)?.lines[0][0].y).toBe(250);
});

test('the file, and a photo of an old record, have no place', () => {
  expect(placeOf('file-size', photo)).toBeNull();
  expect(placeOf('gaze', { ...photo, crop: null })).toBeNull();
});
