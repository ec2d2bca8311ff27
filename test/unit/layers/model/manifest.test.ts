import { describe, expect, it } from 'vitest';
import { defaultModels, findEntry, loadManifest, parseManifest } from '../../../../layers/model/manifest.ts';
import { toyManifestEntry } from '../../../support/toy-model.ts';

const toy = toyManifestEntry('https://models.example/toy.onnx');

describe('the manifest in the repository', () => {
  const manifest = loadManifest();

  it('has one default for each task, which allows commercial use', () => {
    const defaults = defaultModels(manifest);
    expect(defaults.map(({ id, task }) => [task, id])).toEqual([
      ['matting', 'isnet-general-int8'],
      ['person-prior', 'selfie-segmentation'],
      ['face-box', 'face-detection-short-range'],
      ['face-landmarks', 'face-landmarks-468'],
      ['face-details', 'face-attention-mesh'],
      ['object-detection', 'nanodet-g-320'],
    ]);
    expect(defaults.every(({ commercialUse }) => commercialUse)).toBe(true);
  });

  it('lists the well-known matting models with their digests', () => {
    const ids = [
      'isnet-general',
      'u2net',
      'u2net_human_seg',
      'u2netp',
      'silueta',
      'isnet-general-use',
      'birefnet-portrait',
      'birefnet-general-lite',
    ];
    for (const id of ids) expect(findEntry(manifest, id)).toMatchObject({ task: 'matting', default: false });
    expect(findEntry(manifest, 'u2netp').digest).toBe('md5:8e83ca70e441ab06c318d82300c84806');
  });

  it('normalises ISNet as (value - 128) / 256', () => {
    const { mean, std } = findEntry(manifest, 'isnet-general').input;
    for (const value of [0, 128, 255]) {
      expect((value / 255 - mean[0]) / std[0]).toBeCloseTo((value - 128) / 256, 12);
    }
  });

  it('lists all ids when an id is unknown', () => {
    expect(() => findEntry(manifest, 'modnet')).toThrow(
      expect.objectContaining({ code: 'model-missing', message: expect.stringContaining('u2net_human_seg') }),
    );
  });
});

describe('parseManifest refuses', () => {
  const refused = (models: unknown, words: string) =>
    expect(() => parseManifest({ models })).toThrow(
      expect.objectContaining({ name: 'Fault', code: 'bad-config', message: expect.stringContaining(words) }),
    );

  it('accepts a plain entry', () => expect(parseManifest({ models: [toy] })).toEqual([toy]));

  it.each([
    ['a default without commercial use', { default: true, commercialUse: false }, 'cannot be a default'],
    ['a download anyone on the way could change', { source: { kind: 'url', url: 'http://models.example/a' } }, 'url'],
    ['a loopback that is none', { source: { kind: 'url', url: 'http://127.0.0.1.example/a' } }, 'url'],
    ['a version that is none', { source: { kind: 'npm-file', package: 'a', version: 'latest', path: 'a' } }, 'version'],
    ['a digest of another kind', { digest: 'sha1:aaaa' }, 'digest'],
    ['an id that leads out of the store', { id: '../toy' }, 'id'],
    ['a spread of zero', { input: { ...toy.input, std: [1, 0, 1] } }, 'std'],
    ['a misspelt field', { licence: undefined, license: 'MIT' }, 'license'],
    ['no outputs', { outputs: [] }, 'outputs'],
    ['a TensorFlow.js model without a file of weights', { preparation: 'tfjs' }, 'two files'],
  ])('%s', (_, change, words) => refused([{ ...toy, ...change }], words));

  it('two models of one id', () => refused([toy, toy], 'same id'));
  it('two defaults of one task', () =>
    refused(
      [
        { ...toy, default: true },
        { ...toy, id: 'other', default: true },
      ],
      'two defaults',
    ));
  it('nothing at all', () => refused(undefined, 'models'));
});
