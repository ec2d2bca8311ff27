/**
 * Watches while the suites run that no process of theirs has a connection beyond the loopback: functions, native libraries,
 * commands, whatever they start. A run that had one fails.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, connectionsBeyondLoopback } from './connections.ts';

/** Short beside any handshake with a distant machine that comes to something. */
const lookEveryMs = 100;

export interface ConnectionWatch {
  /** Stops it. @returns every connection that was seen, once. */
  stop(): Promise<Connection[]>;
}

export function watchConnections(): ConnectionWatch {
  const seen = new Map<string, Connection>();
  let stopped = false;
  const others = new Map<string, number>();
  const look = () => {
    for (const connection of connectionsBeyondLoopback({ others })) {
      if (!isProbeOfBrowser(connection)) seen.set(JSON.stringify(connection), connection);
    }
  };
  const watching = (async () => {
    while (!stopped) {
      look();
      await delay(lookEveryMs, undefined, { ref: false });
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
      return [...seen.values()];
    },
  };
}

/**
 * Browsers, tools of the tests, give a UDP socket a distant address to learn which of their own they would use; nothing is
 * sent (Chromium, net/dns/address_sorter_posix.cc). Their TCP counts.
 */
const isProbeOfBrowser = ({ protocol, command }: Connection) => protocol === 'udp' && /chrom/i.test(command);
