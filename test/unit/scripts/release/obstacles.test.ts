/** What is missing before a version can be published. */
import { expect, test } from 'vitest';
import { obstaclesOf, type ReleaseState } from '../../../../scripts/release/obstacles.ts';

const ready: ReleaseState = {
  version: '0.3.0',
  changelog: '# Changelog\n\n## [0.3.0] - 2026-12-01\n\n- New.\n\n## [0.2.0] - 2026-11-20\n',
  isClean: true,
  tags: ['', 'v0.3.0'],
};

test('nothing is missing when version, changelog, git and tag agree', () => {
  expect(obstaclesOf(ready)).toEqual([]);
});

test.each<[string, Partial<ReleaseState>, string]>([
  [
    'another version',
    { version: '0.2.0', tags: ['v0.2.0'] },
    'package.json has version 0.2.0; the newest one of CHANGELOG.md is 0.3.0',
  ],
  ['no date', { changelog: '## [0.3.0] - Unreleased\n' }, 'CHANGELOG.md has no date for 0.3.0, but "Unreleased"'],
  ['open changes', { isClean: false }, 'there are changes that are not committed'],
  ['no tag', { tags: ['v0.2.0'] }, 'the commit has no tag v0.3.0'],
])('%s', (_, state, sentence) => {
  expect(obstaclesOf({ ...ready, ...state })).toEqual([sentence]);
});
