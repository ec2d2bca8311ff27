import { describe, expect, it } from 'vitest';
import {
  chosenModels,
  defaultModels,
  findEntry,
  licenceExpression,
  loadManifest,
  parseManifest,
} from '../../../../layers/model/manifest.ts';
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
    expect(defaults.every(({ terms }) => terms.state !== 'non-commercial')).toBe(true);
  });

  it('states for each model what is known of the right to use it, with reason, source and day', () => {
    for (const { id, terms } of manifest) {
      expect(terms.reason, id).not.toContain('does not say who');
      expect(terms.sources.length, id).toBeGreaterThan(0);
      expect(terms.readOn, id).toMatch(/^2026-/);
    }
    const idsOf = (state: string) => manifest.filter(({ terms }) => terms.state === state).map(({ id }) => id);
    expect(idsOf('clear').every((id) => /^(selfie|face)-/.test(id))).toBe(true);
    expect(idsOf('non-commercial')).toEqual(['silueta']);
    expect(findEntry(manifest, 'isnet-general-int8')).toMatchObject({
      licence: 'not stated',
      terms: { state: 'unclear' },
    });
    expect(licenceExpression(findEntry(manifest, 'isnet-general-int8'))).toBe('LicenseRef-unclear');
    expect(licenceExpression(findEntry(manifest, 'nanodet-g-320'))).toBe('Apache-2.0 AND LicenseRef-unclear');
    expect(licenceExpression(findEntry(manifest, 'selfie-segmentation'))).toBe('Apache-2.0');
  });

  it('has a clear model for every task of the functions but the finding of things', () => {
    expect(defaultModels(manifest, 'clear').map(({ id, task }) => [task, id])).toEqual([
      ['matting', 'selfie-segmentation-matting'],
      ['person-prior', 'selfie-segmentation'],
      ['face-box', 'face-detection-short-range'],
      ['face-landmarks', 'face-landmarks-468'],
      ['face-details', 'face-attention-mesh'],
    ]);
  });

  it('refuses a named model whose licence is not clear when it must be', () => {
    const ids = (names: string[], licence: 'any' | 'clear') =>
      chosenModels(manifest, names, licence).map(({ id }) => id);
    expect(ids(['u2netp'], 'any')).toContain('u2netp');
    expect(ids([], 'clear')).not.toContain('isnet-general-int8');
    expect(() => ids(['u2netp'], 'clear')).toThrow(
      expect.objectContaining({ code: 'bad-config', message: expect.stringContaining('u2netp is not clear') }),
    );
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
  const forbidden = { ...toy.terms, state: 'non-commercial' };
  const refused = (models: unknown, words: string) =>
    expect(() => parseManifest({ models })).toThrow(
      expect.objectContaining({ name: 'Fault', code: 'bad-config', message: expect.stringContaining(words) }),
    );

  it('takes an entry without terms for unclear', () => {
    const { terms: _, ...bare } = toy;
    expect(parseManifest({ models: [bare] })[0].terms.state).toBe('unclear');
  });
  it('accepts a plain entry', () => expect(parseManifest({ models: [toy] })).toEqual([toy]));

  it.each([
    ['a default without commercial use', { default: true, terms: forbidden }, 'cannot be a default'],
    ['a field of 0.2 that would be lost', { commercialUse: false }, 'terms.state'],
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
