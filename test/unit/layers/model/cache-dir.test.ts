/** The user's cache folder on each system. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CacheMachine, userCacheDir } from '../../../../layers/model/cache-dir.ts';

const home = join('/home', 'jane');

test.each<[string, Omit<CacheMachine, 'home'>, string]>([
  ['Linux', { platform: 'linux', env: {} }, join(home, '.cache')],
  ['Linux with XDG_CACHE_HOME', { platform: 'linux', env: { XDG_CACHE_HOME: '/caches' } }, '/caches'],
  ['an empty XDG_CACHE_HOME', { platform: 'linux', env: { XDG_CACHE_HOME: '' } }, join(home, '.cache')],
  ['macOS', { platform: 'darwin', env: { XDG_CACHE_HOME: '/caches' } }, join(home, 'Library', 'Caches')],
  ['Windows', { platform: 'win32', env: { LOCALAPPDATA: '/local' } }, '/local'],
  ['Windows without LOCALAPPDATA', { platform: 'win32', env: {} }, join(home, 'AppData', 'Local')],
])('%s', (_, machine, root) => {
  expect(userCacheDir({ ...machine, home })).toBe(join(root, 'zerobooth'));
});
