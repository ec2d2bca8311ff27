/** `--model-version` of `npm start`. */
import { expect, test } from 'vitest';
import { readModelVersions } from '../../../cli/model-versions.ts';

test('reads function, name, model, memory and share', () => {
  const task = 'object-detection';
  expect(readModelVersions(['objects@a=nanodet-g-320', 'objects@b-2=nanodet-g,memory=768,share=0.5'])).toEqual([
    { functionName: 'objects', name: 'a', modelId: 'nanodet-g-320', task, memoryMb: null, share: 1 },
    { functionName: 'objects', name: 'b-2', modelId: 'nanodet-g', task, memoryMb: 768, share: 0.5 },
  ]);
  expect(readModelVersions(['matting@u2=u2netp'])).toMatchObject([
    { functionName: 'matting', modelId: 'u2netp', task: 'matting' },
  ]);
});

test.each([
  [
    'objects@a',
    'FUNCTION@NAME=MODEL[,memory=MB][,share=N], not "objects@a". FUNCTION is one of matting, objects, tags.',
  ],
  ['compose@a=nanodet-g', 'FUNCTION is one of matting, objects, tags'],
  ['objects@A=nanodet-g', 'FUNCTION is one of matting, objects, tags'],
  ['objects@a=nanodet-g,memory=0.5', 'memory must be a whole number of MB from 64, not "0.5"'],
  ['objects@a=nanodet-g,share=0', 'share must be a number above 0, not "0"'],
  ['objects@a=u2netp', 'objects needs a model for object-detection; u2netp is one for matting.'],
  ['objects@a=mine', 'there is no model mine'],
])('%s is refused with a sentence', (text, sentence) => {
  expect(() => readModelVersions([text])).toThrow(sentence);
});

test('a name that stands twice is refused', () => {
  const texts = ['objects@a=nanodet-g', 'objects@a=nanodet-g-320'];
  expect(() => readModelVersions(texts)).toThrow('names objects@a twice');
});
