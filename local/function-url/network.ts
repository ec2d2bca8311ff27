/** The options of a function URL server that other machines may reach, and the checks of their values. */
import { BlockList, isIP, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Fault } from '../../core/errors.ts';

/** How a server is opened to a network. Without these options it answers this machine only. */
export interface NetworkOptions {
  /** The address to listen on: `0.0.0.0` or `::` for all, or one address of this machine. */
  readonly host: string;
  /** The origin under which browsers reach the server, such as `https://photos.example.org`. Default: IP addresses. */
  readonly publicUrl?: string | undefined;
  /** The addresses and networks that may call, such as `10.0.0.0/8`; empty: all. */
  readonly allow?: readonly string[];
  /** The addresses and networks of reverse proxies whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies?: readonly string[];
  /** Certificate chain and private key, PEM. Default: plain HTTP. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined;
}

const largestPrefix = { ipv4: 32, ipv6: 128 } as const;

/** Returns the kind of an IP address, in the words of BlockList. */
export const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');

/**
 * Returns the list of some networks.
 * @param networks each is an address or `ADDRESS/PREFIX`. @throws Fault `bad-config` that names a wrong one.
 */
export function openBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(network.trim()) ?? [];
    const bits = Number(prefix ?? 0);
    if (!isIP(address) || bits > largestPrefix[familyOf(address)]) throw wrongNetwork(network);
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, bits, familyOf(address));
  }
  return list;
}

const wrongNetwork = (network: string) =>
  new Fault(
    'bad-config',
    `${JSON.stringify(network)} is not a network. Use an address or a network such as 10.0.0.0/8 or fd00::/8.`,
  );

/** Returns the origin of a public URL. @throws Fault `bad-config` for a URL that is not only scheme, name and port. */
export function originOfPublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url?.href === `${url?.origin}/`;
  if (url && isOrigin && ['http:', 'https:'].includes(url.protocol)) return url.origin;
  throw new Fault(
    'bad-config',
    `The public URL must be a scheme, a name and perhaps a port, such as https://photos.example.org, not ${JSON.stringify(text)}.`,
  );
}

/** Checks the options and returns them. @throws Fault `bad-config` that says what to change. */
export function checkNetwork(network: NetworkOptions): NetworkOptions {
  const { host, publicUrl, allow = [], trustedProxies = [] } = network;
  if (!isIP(host)) {
    throw new Fault('bad-config', `The host must be an IP address of this machine, not ${JSON.stringify(host)}.`);
  }
  openBlockList([...allow, ...trustedProxies]);
  if (publicUrl !== undefined) originOfPublicUrl(publicUrl);
  if (trustedProxies.length > 0 && publicUrl === undefined) {
    throw new Fault('bad-config', 'A trusted proxy needs a public URL: the address under which browsers reach it.');
  }
  return network;
}

/** Returns an address without zone, and an IPv4 address that came over an IPv6 socket in its own form. */
export function plainAddress(address = ''): string {
  return address.replace(/%.*$/, '').replace(/^::ffff:(?=[\d.]+$)/i, '');
}

/** Returns the origins at which a server can be opened, the best one first. */
export function originsOf({ host, publicUrl, tls }: NetworkOptions, port: number): readonly string[] {
  const origin = (address: string) =>
    `${tls ? 'https' : 'http'}://${isIPv6(address) ? `[${address}]` : address}:${port}`;
  const isEvery = host === '0.0.0.0' || host === '::';
  const direct = isEvery ? [...ownAddresses(host), '127.0.0.1'] : [host];
  return [...(publicUrl === undefined ? [] : [originOfPublicUrl(publicUrl)]), ...direct.map(origin)];
}

/** Returns the addresses of this machine that others can reach. Link-local ones need a zone, so they are left out. */
function ownAddresses(host: string): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  const reachable = all.filter(({ internal, family, address }) => {
    return !internal && (family === 'IPv4' || (host === '::' && !/^fe80/i.test(address)));
  });
  return reachable.map(({ address }) => address);
}
