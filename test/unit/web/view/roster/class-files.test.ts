/** The names of the files in the zip of a class. */
import { expect, test } from 'vitest';
import { usualDraft } from '../../../../../web/state/draft.ts';
import { Photo, type Result } from '../../../../../web/state/photo.ts';
import type { ResultFile } from '../../../../../web/state/result-files.ts';
import { classFiles } from '../../../../../web/view/roster/class-files.ts';

const output = { verdict: 'ready', reasons: [] } as unknown as ResultFile['output'];
const fileOf = (name: string): ResultFile => ({ output, name, blob: new Blob([name]), url: '' });

function finished(name: string, file: string, names: readonly [string, string?]): Photo {
  const photo = new Photo(name || file.slice(file.lastIndexOf('/') + 1), null, usualDraft, { name, file });
  const [own, sheet = null] = names;
  const files = { photo: fileOf(own), sheet: sheet && fileOf(sheet), original: null, transparent: null };
  photo.result.value = { draft: usualDraft, files, apiPhoto: { timings: {} } } as unknown as Result;
  return photo;
}

test('no file of the zip has the name of another, and folders stay below the zip', () => {
  const photos = [
    finished('Ada', '7b/1.jpg', ['us-passport-white.jpg', 'sheet-4r.jpg']),
    finished('Ada', '7b/1.jpg', ['cn-1-inch-blue.jpg', 'sheet-4r.jpg']),
    finished('ada', '7B/2.jpg', ['cn-1-inch-blue.jpg']),
    finished('', '../../x/3.jpg', ['cn-1-inch-blue.jpg']),
  ];
  expect(classFiles(photos).map(({ name }) => name)).toEqual([
    ...['7b/Ada-us-passport-white.jpg', '7b/Ada-sheet-4r.jpg'],
    ...['7b/Ada-2-cn-1-inch-blue.jpg', '7b/Ada-2-sheet-4r.jpg'],
    ...['7B/ada-cn-1-inch-blue.jpg', 'x/3-cn-1-inch-blue.jpg', 'results.csv'],
  ]);
});
