import { expect, test } from 'vitest';
import { PhotoRejected } from '../../../../core/errors.ts';
import {
  composeConfig,
  configFromEnv,
  configToEnv,
  decodeMbOf,
  mattingConfig,
} from '../../../../functions/runtime/config.ts';
import { errorFields, photoReference } from '../../../../functions/runtime/log.ts';

const needed = { uploadsBucket: 'up', resultsBucket: 'res', composeFunction: 'compose' };

test('what configToEnv writes, configFromEnv reads', () => {
  const config = configFromEnv(mattingConfig, configToEnv({ ...needed, inferenceSidePx: 640, modelId: 'toy' }));
  expect(config).toMatchObject({ ...needed, inferenceSidePx: 640, modelId: 'toy', workingSidePx: 2048 });
  expect(configFromEnv(mattingConfig, configToEnv(config))).toEqual(config);
});

test('memory for decoding follows from the memory size', () => {
  expect([256, 512, 1024, 2048].map(decodeMbOf)).toEqual([66, 322, 834, 1858]);
  // 60 megapixels of AVIF of 10 bits fit into the memory that matting has on one machine.
  expect(decodeMbOf(2048) * 2 ** 20).toBeGreaterThan(60e6 * 25);
});

test('every bad variable is named in one error', () => {
  const env = {
    ...configToEnv(needed),
    ZEROBOOTH_MAX_BYTES: '-1',
    ZEROBOOTH_THREADS: 'two',
    ZEROBOOTH_RESULTS_BUCKET: '',
  };
  expect(() => configFromEnv(mattingConfig, env)).toThrow(/RESULTS_BUCKET.*MAX_BYTES.*THREADS/);
});

test('a function reads its own settings only: what another function needs may be missing or wrong', () => {
  const env = { ...configToEnv({ resultsBucket: 'res' }), ZEROBOOTH_MAX_BYTES: 'two' };
  expect(configFromEnv(composeConfig, env)).toEqual({
    ...{ resultsBucket: 'res', codeVersion: 'unknown', eventBus: '', stage: '' },
    ...{ comicId: '', modelDir: '/opt/models', threads: 0, licence: 'any' },
  });
});

test('logs carry a digest for a photo, and nothing of an unknown error but its kind', () => {
  expect(photoReference('jane doe.jpg')).toMatch(/^[0-9a-f]{16}$/);
  expect(JSON.stringify(errorFields(new TypeError('cannot read jane doe.jpg')))).not.toContain('jane');
  expect(errorFields(new PhotoRejected('no-face'))).toMatchObject({ errorKind: 'PhotoRejected', errorCode: 'no-face' });
});
