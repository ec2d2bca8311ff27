/**
 * Decides which requests a function URL server accepts: by the address of the caller, the host name of the request and
 * the web page that sends it.
 */
import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';
import { isLoopback } from '../../core/loopback.ts';
import { familyOf, type NetworkOptions, openBlockList, originOfPublicUrl, plainAddress } from './network.ts';
import { FunctionUrlRefused } from './refusals.ts';

/** The caller of an accepted request. */
export interface Caller {
  /** IP address; that of the client of a trusted proxy. */
  readonly address: string;
  /** The origin under which the caller reaches the server, such as `http://192.168.1.5:7860`. */
  readonly origin: string;
}

/** Checks one request. @throws FunctionUrlRefused when it is not accepted. */
export type CallerCheck = (request: IncomingMessage) => Caller;

/** Returns the check. @param network how the server is opened; undefined: this machine only. */
export function openCallerCheck(network: NetworkOptions | undefined): CallerCheck {
  const check = network ? openNetworkCheck(network) : checkLoopback;
  return (request) => {
    const caller = check(request);
    checkPage(request, caller.origin);
    return caller;
  };
}

/** DNS rebinding: another site could make its own name resolve to 127.0.0.1 and then read our answers. */
function checkLoopback({ headers: { host = '' }, socket }: IncomingMessage): Caller {
  if (!isLoopbackName(host)) throw new FunctionUrlRefused('wrong-name');
  return { address: plainAddress(socket.remoteAddress), origin: `http://${host}` };
}

function openNetworkCheck(network: NetworkOptions): CallerCheck {
  const { publicUrl, allow = [], trustedProxies = [], tls } = network;
  const allowed = openBlockList(allow);
  const trusted = openBlockList(trustedProxies);
  const isTrusted = (address: string) => trusted.check(address, familyOf(address));
  const publicOrigin = publicUrl === undefined ? null : originOfPublicUrl(publicUrl);
  return (request) => {
    const peer = plainAddress(request.socket.remoteAddress);
    const isProxy = isTrusted(peer);
    const address = isProxy ? clientOf(peer, request.headers['x-forwarded-for'], isTrusted) : peer;
    const isOwn = isFromThisMachine(request, peer);
    if (allow.length > 0 && !isOwn && !allowed.check(address, familyOf(address))) {
      throw new FunctionUrlRefused('address-not-allowed');
    }
    const host = hostOf(request, isProxy);
    if (publicOrigin !== null && host === new URL(publicOrigin).host) return { address, origin: publicOrigin };
    if (!isBelieved(host, isOwn, publicOrigin !== null)) throw new FunctionUrlRefused('wrong-name');
    return { address, origin: `${tls ? 'https' : 'http'}://${host}` };
  };
}

/** Returns whether a host name other than the public one is believed. */
function isBelieved(host: string, isOwn: boolean, hasPublicName: boolean): boolean {
  if (hasPublicName) return isOwn && isLoopbackName(host);
  return isLoopbackName(host) || isAddress(host);
}

/** Returns the host name of a request, in lower case; from a proxy, the one that it was sent to. */
function hostOf({ headers }: IncomingMessage, isProxy: boolean): string {
  const forwarded = isProxy ? headers['x-forwarded-host'] : undefined;
  return String(forwarded ?? headers.host ?? '').toLowerCase();
}

/**
 * Returns whether a program on this machine sends the request. A proxy on this machine that is not trusted must not lend its
 * own address to everybody.
 */
function isFromThisMachine({ headers }: IncomingMessage, peer: string): boolean {
  return ownAddresses.has(peer) && forwardingHeaders.every((name) => headers[name] === undefined);
}

/** The addresses of a program on this machine, which may always call. */
const ownAddresses: ReadonlySet<string> = new Set(['127.0.0.1', '::1']);
const forwardingHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'] as const;

/** Returns whether a `Host` names this machine. No other site can have such a name. */
const isLoopbackName = (host: string): boolean => isLoopback(host.replace(/:\d{1,5}$/, ''));

/** Returns whether a `Host` is an IP address. No other site can have an address as its name, so it is believed. */
function isAddress(host: string): boolean {
  const [, ipv6, ipv4] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::\d{1,5})?$/.exec(host) ?? [];
  return (ipv6 !== undefined && isIPv6(ipv6)) || (ipv4 !== undefined && isIPv4(ipv4));
}

/**
 * Returns the client's address: the last one of `X-Forwarded-For` that is no trusted proxy. Addresses before it were sent
 * by the client itself, and could be anything.
 */
function clientOf(peer: string, forwarded: string | string[] | undefined, isTrusted: (one: string) => boolean): string {
  const hops = String(forwarded ?? '')
    .split(',')
    .map((hop) => plainAddress(hop.trim().replace(/^\[([^\]]+)\](:\d+)?$/, '$1')))
    .filter((hop) => hop !== '');
  let client = peer;
  for (const hop of hops.reverse()) {
    if (!isTrusted(client)) break;
    if (!isIPv4(hop) && !isIPv6(hop)) throw new FunctionUrlRefused('address-not-allowed');
    client = hop;
  }
  return client;
}

/** A browser names the page that sends a request. Other pages may not change anything here. */
function checkPage({ method = '', headers }: IncomingMessage, ownOrigin: string): void {
  const { origin, 'sec-fetch-site': fetchSite = 'none' } = headers;
  if (origin !== undefined && origin !== ownOrigin) throw new FunctionUrlRefused('other-origin');
  const isChange = method !== 'GET' && method !== 'HEAD';
  if (isChange && /^(cross|same)-site$/.test(String(fetchSite))) throw new FunctionUrlRefused('other-origin');
}
