import { join, normalize } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyPathCandidates } from '../../../../../local/s3/store/names.ts';

const best = (key: string): string | undefined => bodyPathCandidates(key, 'u')[0];

test('ordinary keys are stored under their own names', () => {
  expect(best('results/jane doe.jpg/us-passport.jpg')).toBe('results/jane doe.jpg/us-passport.jpg');
  expect(best('照片/é+ü.jpg')).toBe('照片/é+ü.jpg');
  expect(bodyPathCandidates('a/jane.jpg', 'u')[1]).toBe('a/jane~2.jpg');
});

test('characters with a meaning for file systems are escaped', () => {
  expect(best('../../etc/passwd')).toBe('%2E%2E/%2E%2E/etc/passwd');
  expect(best('/a//./b/')).toBe('%/a/%/%2E/b/%');
  expect(best('c:\\x\n100%')).toBe('c%3A%5Cx%0A100%25');
});

test('names that no file system can hold become a digest with their extension', () => {
  expect(best(`${'x'.repeat(300)}.jpg`)).toMatch(/^~\/[0-9a-f]{64}~u\.jpg$/);
  expect(best('ab/'.repeat(300))).toMatch(/^~\/[0-9a-f]{64}~u$/);
});

test('no key leads out of the folder', () => {
  const part = fc.oneof(
    fc.constantFrom('..', '.', '/', '\\', '//', '%2e%2e', '~', 'C:'),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      for (const candidate of bodyPathCandidates(parts.join(''), 'u')) {
        const path = join('/root/files', candidate);
        expect(path.startsWith('/root/files/')).toBe(true);
        expect(normalize(candidate)).toBe(candidate);
        for (const segment of candidate.split('/')) {
          expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(255);
          expect(['', '.', '..']).not.toContain(segment);
        }
      }
    }),
  );
});
