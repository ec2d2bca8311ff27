/** Clients that hold on to a server as long as it lets them: half-open, slow, huge and endless requests, again and again. */
import { setMaxListeners } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export const attackNames = ['half-open', 'slow headers', 'slow body', 'huge body', 'endless body'] as const;
export type AttackName = (typeof attackNames)[number];

export interface Target {
  readonly name: string;
  readonly port: number;
  /** A path that takes a body, and the method for it. */
  readonly request: string;
}

/** The result of one kind of attack on one target. */
export interface AttackResult {
  readonly target: string;
  readonly attack: AttackName;
  /** Duration of each connection until the server closed it, ms. */
  readonly durationsMs: number[];
  /** Status lines statusLines. */
  readonly statusLines: Set<string>;
  /** Bytes that one connection got rid of at most. */
  mostBytes: number;
}

const dripMs = 500;
/** Between two connections of one attacker. */
const restMs = 1000;

type Speak = (socket: Socket, target: Target) => void;

const head = ({ request, port }: Target, ...more: string[]) =>
  [`${request} HTTP/1.1`, `host: 127.0.0.1:${port}`, 'content-type: application/json', ...more].join('\r\n');

function every(socket: Socket, ms: number, text: string | Buffer): void {
  const timer = setInterval(() => {
    // Only as fast as it is taken, so that the attacker's own memory stays small.
    if (socket.writable && !socket.writableNeedDrain) socket.write(text);
  }, ms);
  socket.once('close', () => clearInterval(timer));
}

const block = Buffer.alloc(64 * 1024, 'x');

const speaks: Readonly<Record<AttackName, Speak>> = {
  'half-open': () => {},
  'slow headers': (socket, target) => {
    socket.write(`${head(target)}\r\n`);
    every(socket, dripMs, 'x-more: y\r\n');
  },
  'slow body': (socket, target) => {
    socket.write(`${head(target, 'content-length: 1000')}\r\n\r\n{`);
    every(socket, dripMs, ' ');
  },
  'huge body': (socket, target) => {
    socket.write(`${head(target, 'content-length: 10000000000')}\r\n\r\n`);
    every(socket, 5, block);
  },
  'endless body': (socket, target) => {
    socket.write(`${head(target, 'transfer-encoding: chunked')}\r\n\r\n`);
    every(socket, 20, Buffer.concat([Buffer.from('4000\r\n'), block.subarray(0, 0x4000), Buffer.from('\r\n')]));
  },
};

/** Attacks with so many connections of each kind until the signal, and until each kind was cut off once. */
export async function besiege(
  targets: readonly Target[],
  each: number,
  stop: AbortSignal,
): Promise<readonly AttackResult[]> {
  setMaxListeners(0, stop);
  const attackResults = targets.flatMap((target) =>
    attackNames.map((attack) => ({
      target,
      attackResult: {
        target: target.name,
        attack,
        durationsMs: [],
        statusLines: new Set<string>(),
        mostBytes: 0,
      } as AttackResult,
    })),
  );
  const attackers = attackResults.flatMap(({ target, attackResult }) =>
    Array.from({ length: each }, async () => {
      while (!stop.aborted || attackResult.durationsMs.length === 0) {
        await attackOnce(target, attackResult, stop);
        await delay(restMs);
      }
    }),
  );
  await Promise.all(attackers);
  return attackResults.map(({ attackResult }) => attackResult);
}

function attackOnce(target: Target, attackResult: AttackResult, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const begun = performance.now();
    const socket = connect({ host: '127.0.0.1', port: target.port });
    let isOurEnd = false;
    const giveUp = () => {
      // The last one of its kind stays, to see it cut off.
      if (attackResult.durationsMs.length === 0) return;
      isOurEnd = true;
      socket.destroy();
    };
    stop.addEventListener('abort', giveUp, { once: true });
    socket.on('error', () => {});
    socket.once('connect', () => speaks[attackResult.attack](socket, target));
    socket.once('data', (data: Buffer) => attackResult.statusLines.add(data.toString('latin1').split('\r\n', 1)[0]));
    socket.once('close', () => {
      stop.removeEventListener('abort', giveUp);
      attackResult.mostBytes = Math.max(attackResult.mostBytes, socket.bytesWritten);
      if (!isOurEnd) attackResult.durationsMs.push(performance.now() - begun);
      resolve();
    });
  });
}
