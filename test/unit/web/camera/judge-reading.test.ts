/** Which hint a frame gets, by the measurements of a face that is right but for one thing. */
import { expect, test } from 'vitest';
import { type LandmarkName, landmarkIndices } from '../../../../core/faces/landmarks.ts';
import type { Landmarks } from '../../../../core/head.ts';
import type { FaceReading } from '../../../../web/camera/face-reading.ts';
import { asShown, type Hint } from '../../../../web/camera/hints.ts';
import { judgeReading, viewOf } from '../../../../web/camera/judge-reading.ts';

const usual = { viewAspect: 4 / 5, videoScale: 4, isLenient: false };

interface Change {
  /** The middle of the eyes, as shares of a frame of 480 x 360 px. */
  readonly x?: number;
  readonly y?: number;
  /** The length from eyes to chin as a share of the frame's height. */
  readonly size?: number;
  readonly pose?: Partial<Record<'rollDeg' | 'yawDeg' | 'pitchDeg', number>>;
  readonly light?: FaceReading['light'];
  readonly count?: number;
}

/** A face in the outline, in even light, but for the change. */
function readingOf({ x = 0.5, y = 0.44, size = 0.245, pose = {}, light, count = 1 }: Change = {}): FaceReading {
  const [widthPx, heightPx] = [480, 360];
  const unit = size * heightPx;
  const eyes = { x: x * widthPx, y: y * heightPx };
  const at = (right: number, down: number) => ({ x: eyes.x + right * unit, y: eyes.y + down * unit });
  const names = Object.keys(landmarkIndices) as LandmarkName[];
  const landmarks = {
    ...(Object.fromEntries(names.map((name) => [name, eyes])) as Landmarks),
    ...{ chin: at(0, 1), faceLeft: at(-0.6, 0), faceRight: at(0.6, 0) },
  };
  const mesh = Array.from({ length: 468 }, (_, i) => at(0.6 * Math.cos(i), Math.sin(i))).flatMap((p) => [p.x, p.y]);
  const box = { leftPx: eyes.x - unit, topPx: eyes.y - unit, widthPx: 2 * unit, heightPx: 2 * unit };
  const eyePair = { leftEye: at(-0.3, 0), rightEye: at(0.3, 0) };
  const face = { score: 0.9, box, rollDeg: 0, yawDeg: 0, pitchDeg: 0, ...pose, landmarks, mesh, ...eyePair };
  return { widthPx, heightPx, count, face, light: light ?? { luminance: 0.3, left: 0.7, right: 0.7 } };
}

test('a face in the outline gets no hint', () => {
  expect(judgeReading(readingOf(), usual)).toBeNull();
});

test.each<[Hint, Change]>([
  ['one-person', { count: 2 }],
  ['too-dark', { light: { luminance: 0.02, left: 0.2, right: 0.2 } }],
  ['too-bright', { light: { luminance: 0.9, left: 0.9, right: 0.9 } }],
  ['closer', { size: 0.1 }],
  ['farther', { size: 0.4 }],
  ['move-right', { x: 0.35 }],
  ['move-left', { x: 0.65 }],
  ['move-down', { y: 0.25, size: 0.2 }],
  ['move-up', { y: 0.65, size: 0.2 }],
  ['upright', { pose: { rollDeg: -7 } }],
  ['turn-left', { pose: { yawDeg: 8 } }],
  ['turn-right', { pose: { yawDeg: -8 } }],
  ['chin-down', { pose: { pitchDeg: 15 } }],
  ['chin-up', { pose: { pitchDeg: -10 } }],
  ['light-left', { light: { luminance: 0.3, left: 0.3, right: 0.7 } }],
  ['light-right', { light: { luminance: 0.3, left: 0.7, right: 0.3 } }],
])('%s', (hint, change) => {
  expect(judgeReading(readingOf(change), usual)).toBe(hint);
});

test('without a face the person is asked to look into the camera', () => {
  expect(judgeReading({ ...readingOf(), count: 0, face: null, light: null }, usual)).toBe('no-face');
});

test('of several faults, the distance comes before the place and the place before the pose', () => {
  expect(judgeReading(readingOf({ size: 0.1, x: 0.2, pose: { yawDeg: 20 } }), usual)).toBe('closer');
  expect(judgeReading(readingOf({ x: 0.2, pose: { yawDeg: 20 } }), usual)).toBe('move-right');
});

test('after a good frame the limits are a little wider', () => {
  const nearly = readingOf({ pose: { yawDeg: 5.5 } });
  expect(judgeReading(nearly, usual)).toBe('turn-left');
  expect(judgeReading(nearly, { ...usual, isLenient: true })).toBeNull();
});

test('a camera of few px asks to come closer, and never to come closer than the view allows', () => {
  expect(judgeReading(readingOf(), { ...usual, videoScale: 1 })).toBe('closer');
  expect(judgeReading(readingOf({ size: 0.3 }), { ...usual, videoScale: 1 })).not.toBe('closer');
});

test('the view is the middle of the frame in the shape of the dialog', () => {
  expect(viewOf({ widthPx: 480, heightPx: 360 }, 0.8)).toEqual({ leftPx: 96, topPx: 0, widthPx: 288, heightPx: 360 });
  expect(viewOf({ widthPx: 360, heightPx: 480 }, 0.8)).toEqual({ leftPx: 0, topPx: 15, widthPx: 360, heightPx: 450 });
});

test('a mirrored picture changes left and right', () => {
  expect(asShown('light-left', true)).toBe('light-right');
  expect(asShown('light-left', false)).toBe('light-left');
  expect(asShown('chin-up', true)).toBe('chin-up');
  expect(asShown(null, true)).toBeNull();
});
