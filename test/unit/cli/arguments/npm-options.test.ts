/** Options that npm kept for itself are named with the right command line. */
import { expect, test } from 'vitest';
import { optionsKeptByNpm } from '../../../../cli/arguments/npm-options.ts';
import { photoTable } from '../../../../cli/tables/photo-table.ts';

const npm = { npm_lifecycle_script: 'node cli/zerobooth.cjs photo' };

test('the answer holds the options with their values, as far as npm gave them', () => {
  const env = { ...npm, npm_config_standard: 'true', npm_config_json: 'true', npm_config_backdrop_image: 'wall.png' };
  expect(optionsKeptByNpm(photoTable, ['jane.jpg', 'us-passport'], env)).toBe(
    'npm kept --standard, --backdrop-image, --json for itself. Write -- before the words of the command: npm run photo -- jane.jpg --standard ID[,ID...] --backdrop-image wall.png --json',
  );
});

test('without npm, or with nothing kept, there is no answer', () => {
  expect(optionsKeptByNpm(photoTable, [], { npm_config_json: 'true' })).toBeNull();
  expect(
    optionsKeptByNpm(photoTable, [], { ...npm, npm_config_access: 'public', npm_config_loglevel: 'error' }),
  ).toBeNull();
});
