/** A network that draws comics, on AWS: an entry in the manifest and the option `comicModelId`. */
import { expect, test, vi } from 'vitest';
import { composeConfig, configFromEnv } from '../../functions/runtime/config.ts';
import { toyComicEntry } from '../support/toy-comic.ts';
import { findCircle } from './dependencies.ts';
import { findDeviations } from './service-spec.ts';
import { imageBuilds, synthesise } from './synthesised.ts';

vi.mock('../../layers/model/manifest.json', async (importOriginal) => {
  const { default: manifest } = await importOriginal<{ default: { models: object[] } }>();
  const toy = toyComicEntry(new Uint8Array(8), 'https://models.example.org/toy.onnx');
  return { default: { ...manifest, models: [...manifest.models, { ...toy, terms: { state: 'clear' } }] } };
});

const chosen = { comicModelId: 'toy-comic', composeMemoryMb: '1024' };

test('compose has the network and onnxruntime in its image, and opens it', () => {
  const { compose, matting } = imageBuilds(chosen);
  expect(compose).toMatchObject({
    dockerFile: 'functions/image.Dockerfile',
    dockerBuildArgs: { FUNCTION: 'compose', MODEL_TASKS: '', MODEL_ID: 'toy-comic' },
  });
  expect(matting.dockerBuildArgs).not.toHaveProperty('MODEL_ID');
  const stack = synthesise(chosen);
  const { MemorySize, Environment } = stack.find('AWS::Lambda::Function', 'Compose').properties;
  const { Variables } = Environment as { Variables: Record<string, string> };
  expect(MemorySize).toBe(1024);
  expect(configFromEnv(composeConfig, Variables)).toMatchObject({ comicId: 'toy-comic', modelDir: '/opt/models' });
  const { Resources } = stack.template.toJSON();
  expect(findCircle(Resources)).toBeUndefined();
  expect(findDeviations(Resources)).toEqual([]);
});

test('with clear licences a clear one is allowed', () => {
  expect(imageBuilds({ ...chosen, licence: 'clear' }).compose.dockerBuildArgs).toMatchObject({ LICENCE: 'clear' });
});
