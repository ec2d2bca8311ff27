/** The digest that CloudFront needs to sign a body. */
import { afterEach, expect, test, vi } from 'vitest';
import { contentDigest } from '../../../core/content-digest.ts';

afterEach(() => vi.unstubAllGlobals());

test('is the sha256 of the bytes that are sent, in hex', async () => {
  // As `printf '{"query":"一寸"}' | sha256sum` prints it.
  expect(await contentDigest('{"query":"一寸"}')).toBe(
    'd4b7536a5e69bbc7769deb560e26e55e1836e2384dd58f63aeac42c053f28800',
  );
});

test('is left out where the browser has no digests', async () => {
  vi.stubGlobal('crypto', {});
  expect(await contentDigest('{}')).toBeNull();
});
