/** The options of a network: wrong ones are refused with what to change. */
import { expect, test } from 'vitest';
import { checkNetwork, openBlockList, originOfPublicUrl, originsOf } from '../../../../local/function-url/network.ts';

test('networks and addresses of both kinds are accepted', () => {
  const list = openBlockList(['10.0.0.0/8', '192.168.1.5', 'fd00::/8', '::1']);
  expect(list.check('10.255.0.1')).toBe(true);
  expect(list.check('192.168.1.5')).toBe(true);
  expect(list.check('192.168.1.6')).toBe(false);
  expect(list.check('fd12::1', 'ipv6')).toBe(true);
  expect(list.check('fe12::1', 'ipv6')).toBe(false);
});

test.each(['10.0.0.0/33', 'fd00::/129', '10.0.0', 'example.org', '10.0.0.0/-1', '10.0.0.0/8/8', ''])(
  'the network %j is refused',
  (network) => {
    expect(() => openBlockList([network])).toThrow(/is not a network/);
  },
);

test.each(['photos.example.org', 'https://photos.example.org/path', 'https://u:p@photos.example.org', 'ftp://a'])(
  'the public URL %j is refused',
  (url) => {
    expect(() => originOfPublicUrl(url)).toThrow(/public URL/);
  },
);

test('a host must be an address, and a trusted proxy needs a public URL', () => {
  expect(() => checkNetwork({ host: 'photos.local' })).toThrow(/IP address/);
  expect(() => checkNetwork({ host: '0.0.0.0', trustedProxies: ['10.0.0.1'] })).toThrow(/public URL/);
  const whole = { host: '::', publicUrl: 'https://photos.example.org/', trustedProxies: ['10.0.0.1'] };
  expect(checkNetwork(whole)).toBe(whole);
});

test('the public URL is the first origin; an IPv6 address stands in brackets', () => {
  const publicUrl = 'https://Photos.example.org/';
  expect(originsOf({ host: '127.0.0.1', publicUrl }, 7860)).toEqual([
    'https://photos.example.org',
    'http://127.0.0.1:7860',
  ]);
  const tls = { cert: Buffer.of(), key: Buffer.of() };
  expect(originsOf({ host: 'fd00::1', tls }, 443)).toEqual(['https://[fd00::1]:443']);
  expect(originsOf({ host: '0.0.0.0' }, 7860)).toContain('http://127.0.0.1:7860');
});
