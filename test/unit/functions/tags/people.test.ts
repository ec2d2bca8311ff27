import { expect, test } from 'vitest';
import type { FaceBox } from '../../../../core/faces/face-box.ts';
import { countFaces, peopleTags } from '../../../../functions/tags/people.ts';
import { thingTags } from '../../../../functions/tags/things.ts';

const picture = { widthPx: 1000, heightPx: 800 };
const face = (x: number, sidePx: number, score = 0.9): FaceBox => ({
  ...{ centre: { x, y: 300 }, sidePx, score },
  ...{ leftEye: { x: x - 10, y: 290 }, rightEye: { x: x + 10, y: 290 } },
});
const person = { label: 'person', score: 0.8, box: { leftPx: 0, topPx: 0, widthPx: 400, heightPx: 800 } };

test('a large face needs one look; small ones are looked for in windows, too, and counted once', async () => {
  const windows: number[] = [];
  const search = (found: readonly (readonly FaceBox[])[]) => async (windowPx: number) => {
    windows.push(windowPx);
    return found[windows.length - 1];
  };
  expect(await countFaces(search([[face(500, 300)]]), picture, [])).toHaveLength(1);
  expect(windows).toEqual([1000]);
  windows.length = 0;
  const near = [face(100, 60), face(300, 60)];
  expect(await countFaces(search([[face(104, 62)], near]), picture, [])).toEqual(near);
  expect(windows).toEqual([1000, 500]);
});

test('a doubtful face counts only inside a person', async () => {
  const doubtful = [face(200, 300, 0.6), face(900, 300, 0.6)];
  expect(await countFaces(async () => doubtful, picture, [])).toEqual([]);
  expect(await countFaces(async () => doubtful, picture, [person])).toEqual([doubtful[0]]);
});

test('one large face is a portrait, three are a group, and none is a half-certain tag', () => {
  const tags = (...faces: FaceBox[]) => peopleTags(faces, picture).map(({ tag, count }) => [tag, count]);
  expect(tags(face(500, 300))).toEqual([
    ['one-face', 1],
    ['portrait', 1],
  ]);
  expect(tags(face(500, 60))).toEqual([['one-face', 1]]);
  expect(tags(face(300, 200), face(700, 200))).toEqual([['two-faces', 2]]);
  expect(tags(face(200, 100), face(500, 100), face(800, 100))).toEqual([
    ['several-faces', 3],
    ['group', 3],
  ]);
  expect(peopleTags([], picture)).toEqual([{ tag: 'no-face', kind: 'people', score: 0.5, count: 0 }]);
});

test('things of one kind are one tag with their number and the best score', () => {
  const cup = { ...person, label: 'cup', score: 0.5 };
  expect(thingTags([person, cup, { ...person, score: 0.9 }])).toEqual([
    { tag: 'person', kind: 'thing', score: 0.9, count: 2 },
    { tag: 'cup', kind: 'thing', score: 0.5, count: 1 },
  ]);
});
