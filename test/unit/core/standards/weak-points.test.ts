/** The review list: the oldest record first, of one day the weakest; a record of the office's own page has no weak point. */
import { expect, test } from 'vitest';
import { findStandard } from '../../../../core/find-standard.ts';
import { auditStandards, weakPointsOf } from '../../../../core/standards/weak-points.ts';
import { type PhotoStandard, standards } from '../../../../core/standards.ts';

const passport = findStandard('au-passport');
type Source = PhotoStandard['sources'][number];
const source: Source = {
  ref: 'https://www.passports.gov.au',
  kind: 'read',
  says: 'Head 32-36 mm.',
  read: '2026-11-30',
};
const strong: PhotoStandard = {
  ...passport,
  unconfirmed: [],
  aim: null,
  confidence: 'official',
  sources: [source, source],
};

test('a record from the page of the office has no weak point', () => {
  expect(weakPointsOf(strong)).toEqual([]);
});

test('each weakness is named', () => {
  const unsure: PhotoStandard = { ...strong, unconfirmed: ['headHeight'], confidence: 'secondary' };
  expect(weakPointsOf(unsure)).toEqual(['the page of the office was not read', 'unconfirmed: headHeight']);
  const collected: Source = { ...source, kind: 'repository', says: null };
  expect(weakPointsOf({ ...strong, sources: [collected] })).toEqual([
    'only collections or unread pages',
    'no source has its words',
    'one source only',
  ]);
});

test('the oldest record is first, of one day the weakest', () => {
  const old = { ...strong, id: 'old', checked: '2026-01-01' };
  const weak: PhotoStandard = { ...strong, id: 'weak', unconfirmed: ['formats'] };
  expect(auditStandards([strong, weak, old]).map(({ standard }) => standard.id)).toEqual([
    'old',
    'weak',
    'au-passport',
  ]);
  expect(auditStandards(standards)).toHaveLength(standards.length);
});
