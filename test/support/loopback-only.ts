/**
 * Set up in every worker before its tests: sockets to anywhere but this machine are refused where Node would open them,
 * name look-ups too, and the test file in which one was tried fails even if the code under test swallowed the refusal.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { afterAll } from 'vitest';

/** Kept where the test of this file finds it, and where the next test file of the same process does. */
const shared = globalThis as { triedBeyondLoopback?: string[] };
const isSetUp = shared.triedBeyondLoopback !== undefined;
shared.triedBeyondLoopback ??= [];
const tried = shared.triedBeyondLoopback;

/** Names that lead to the loopback without asking anybody (RFC 6761 6.3). */
function isHere(host: string): boolean {
  return /^(127(\.\d+){3}|::1|::ffff:127(\.\d+){3}|0\.0\.0\.0|::|(.*\.)?localhost)$/i.test(host);
}

function check(host: unknown, how: string): void {
  if (typeof host !== 'string' || host === '' || isHere(host)) return;
  tried.push(`${how} ${host}`);
  throw new Error(`tests stay on the loopback, and this wants ${host} (${how})`);
}

/** Host of every form of `socket.connect`; undefined for the loopback by default, and for a path. */
function hostOf(args: readonly unknown[]): unknown {
  // Inside Node the arguments come as one list already.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null)
    return 'path' in first && first.path ? undefined : (first as { host?: unknown }).host;
  return typeof first === 'number' || /^\d+$/.test(String(first)) ? second : undefined;
}

/** Replaces the functions of Node that open sockets and look up names. */
function refuseOthers(): void {
  const connect = net.Socket.prototype.connect as (...args: unknown[]) => net.Socket;
  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
    check(hostOf(args), 'connects to');
    return connect.apply(this, args);
  } as typeof net.Socket.prototype.connect;

  const send = dgram.Socket.prototype.send as (...args: unknown[]) => void;
  dgram.Socket.prototype.send = function (this: dgram.Socket, ...args: unknown[]) {
    for (const host of args.filter((each) => typeof each === 'string').slice(1)) check(host, 'sends to');
    return send.apply(this, args);
  } as typeof dgram.Socket.prototype.send;

  const lookup = dns.lookup as (...args: unknown[]) => void;
  dns.lookup = ((...args: unknown[]) => {
    // A server also looks up its address before it listens on it; that sends no request.
    if (!net.isIP(String(args[0]))) check(args[0], 'looks up');
    return lookup(...args);
  }) as typeof dns.lookup;

  // For those who import the functions by name.
  syncBuiltinESMExports();
}

if (!isSetUp) refuseOthers();

afterAll(() => {
  const wanted = tried.splice(0);
  if (wanted.length > 0) throw new Error(`tried to leave the loopback: ${wanted.join(', ')}`);
});
