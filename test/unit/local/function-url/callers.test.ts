/** Which requests a server on a network accepts: by address, host name, forwarding headers and sending page. */
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { openCallerCheck } from '../../../../local/function-url/callers.ts';
import type { NetworkOptions } from '../../../../local/function-url/network.ts';

interface Asked {
  readonly from?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns the caller, or the code of the refusal. */
function ask(
  network: Partial<NetworkOptions> | undefined,
  { from = '192.168.1.9', method = 'GET', headers = {} }: Asked,
) {
  const request = { method, socket: { remoteAddress: from }, headers } as unknown as IncomingMessage;
  try {
    return openCallerCheck(network && { host: '::', ...network })(request);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const host = '192.168.1.5:7860';

describe('without a public URL', () => {
  test.each(['192.168.1.5:7860', '10.0.0.1', '[fd00::1]:7860', 'localhost:7860', '127.0.0.1:7860'])(
    'the host %s is believed',
    (name) => {
      expect(ask({}, { headers: { host: name } })).toEqual({ address: '192.168.1.9', origin: `http://${name}` });
    },
  );
  test.each([
    'evil.example',
    '192.168.1.5.evil.example',
    '192.168.1.5:7860@evil',
    '',
    '[evil]',
    '1.2.3',
    '[::1',
    '::1',
  ])('the host %j is not, because another site could have this name', (name) => {
    expect(ask({}, { headers: { host: name } })).toBe('wrong-name');
  });
  test('the scheme of TLS is in the origin', () => {
    const tls = { cert: Buffer.of(), key: Buffer.of() };
    expect(ask({ tls }, { headers: { host } })).toMatchObject({ origin: `https://${host}` });
  });
});

describe('with a public URL', () => {
  const network = { publicUrl: 'https://photos.example.org' };
  test('only its name is believed, whoever sends it', () => {
    expect(ask(network, { headers: { host: 'Photos.Example.org' } })).toMatchObject({
      origin: 'https://photos.example.org',
    });
    for (const name of [host, 'photos.example.org:81', 'photos.example.org.', 'evil.example', '127.0.0.1:7860']) {
      expect(ask(network, { headers: { host: name } }), name).toBe('wrong-name');
    }
  });
  test('a program on this machine may use the loopback names', () => {
    expect(ask(network, { from: '::ffff:127.0.0.1', headers: { host: 'localhost:7860' } })).toEqual({
      address: '127.0.0.1',
      origin: 'http://localhost:7860',
    });
    expect(ask(network, { from: '127.0.0.2', headers: { host: 'localhost:7860' } })).toBe('wrong-name');
  });
});

describe('the list of allowed addresses', () => {
  const network = { allow: ['10.0.0.0/8', 'fd00::/8'] };
  test.each(['10.1.2.3', '::ffff:10.1.2.3', 'fd00::7', '127.0.0.1', '::1'])('%s may call', (from) => {
    expect(ask(network, { from, headers: { host } })).toMatchObject({ origin: `http://${host}` });
  });
  test.each(['11.0.0.1', '192.168.1.9', '::ffff:192.168.1.9', 'fe80::1%eth0', '127.0.0.2', '2001:db8::1'])(
    '%s may not',
    (from) => {
      expect(ask(network, { from, headers: { host } })).toBe('address-not-allowed');
    },
  );
  test('a proxy on this machine that is not trusted does not lend its address', () => {
    const headers = { host, 'x-forwarded-for': '10.1.2.3' };
    expect(ask(network, { from: '127.0.0.1', headers })).toBe('address-not-allowed');
  });
  test('a forwarding header of a stranger changes nothing', () => {
    const headers = { host, 'x-forwarded-for': '10.1.2.3', 'x-forwarded-host': '10.0.0.1' };
    expect(ask(network, { from: '192.168.1.9', headers })).toBe('address-not-allowed');
    expect(ask({}, { from: '192.168.1.9', headers })).toEqual({ address: '192.168.1.9', origin: `http://${host}` });
  });
});

describe('a trusted proxy', () => {
  const publicUrl = 'https://photos.example.org';
  const network = { publicUrl, trustedProxies: ['127.0.0.1', '10.0.0.0/24'], allow: ['192.168.0.0/16'] };
  const forwarded = (chain: string) => ({ host: 'photos.example.org', 'x-forwarded-for': chain });
  test('names its client; what the client wrote before is ignored', () => {
    const accepted = { address: '192.168.1.9', origin: publicUrl };
    expect(ask(network, { from: '127.0.0.1', headers: forwarded('192.168.1.9') })).toEqual(accepted);
    expect(ask(network, { from: '127.0.0.1', headers: forwarded('8.8.8.8, 192.168.1.9, 10.0.0.7') })).toEqual(accepted);
    expect(ask(network, { from: '127.0.0.1', headers: forwarded('192.168.1.9, 8.8.8.8') })).toBe('address-not-allowed');
    expect(ask(network, { from: '127.0.0.1', headers: forwarded('192.168.1.9, nonsense') })).toBe(
      'address-not-allowed',
    );
  });
  test('may hand on the host name in a header of its own', () => {
    const headers = { ...forwarded('192.168.1.9'), host: '127.0.0.1:7860', 'x-forwarded-host': 'photos.example.org' };
    expect(ask(network, { from: '10.0.0.7', headers })).toMatchObject({ origin: publicUrl });
    expect(ask(network, { from: '10.0.1.7', headers })).toBe('address-not-allowed');
  });
});

describe('another web page', () => {
  test.each([undefined, {}])('may not send requests (network %j)', (network) => {
    const [name, from] = ['127.0.0.1:7860', '127.0.0.1'];
    const own = { host: name, origin: `http://${name}` };
    expect(ask(network, { from, method: 'POST', headers: own })).toMatchObject({ address: from });
    for (const origin of ['https://evil.example', `https://${name}`, 'http://127.0.0.1:80', 'null', '']) {
      expect(ask(network, { from, headers: { host: name, origin } }), origin).toBe('other-origin');
    }
    const crossSite = { host: name, 'sec-fetch-site': 'cross-site' };
    expect(ask(network, { from, method: 'POST', headers: crossSite })).toBe('other-origin');
    expect(ask(network, { from, headers: crossSite })).toMatchObject({ address: from });
  });
});
