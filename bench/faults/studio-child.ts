/** Starts studio-process.ts, collects its messages, and kills it on request. The benches of faults and floods use it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DeadLetter, InvocationReport } from '../../local/lambda/host.ts';
import type { FromStudio, ProcessOptions, ToStudio } from './studio-process.ts';

type Ready = Extract<FromStudio, { kind: 'ready' }>;

/** The messages of a studio over all its restarts. */
export interface StudioMessages {
  readonly reports: InvocationReport[];
  readonly deadLetters: DeadLetter[];
  readonly lines: string[];
  /** The last lines of its stderr. */
  readonly troubles: string[];
  kills: number;
}

const mostTroubles = 100;

export const newMessages = (): StudioMessages => ({ reports: [], deadLetters: [], lines: [], troubles: [], kills: 0 });

export interface StudioChild extends Pick<Ready, 'studio' | 'enforcement'> {
  readonly pid: number;
  enqueue(functionName: string, payload: unknown): void;
  /** No instance is killed any more. */
  spare(): void;
  /** Events not finished. */
  depth(): Promise<number>;
  deadLetters(): Promise<readonly DeadLetter[]>;
  redrive(): Promise<number>;
  /** Resident memory of the process alone, MB, its instances left out. */
  residentMb(): number;
  /** -9, and waits for the end. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Error when it ends before it is ready. */
export async function startStudioChild(options: ProcessOptions, messages: StudioMessages): Promise<StudioChild> {
  const child = fork(fileURLToPath(new URL('./studio-process.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // A full disk makes many complaints, which are as they should be; they are shown only when it ends of itself.
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    messages.troubles.push(text);
    if (messages.troubles.length > mostTroubles) messages.troubles.shift();
  });
  child.on('message', (message: FromStudio) => addMessage(messages, message));
  child.send(options);
  const { studio, enforcement } = await answer(child, 'ready', messages);
  const ask = async <K extends FromStudio['kind']>(question: ToStudio, kind: K) => {
    const answered = answer(child, kind, messages);
    child.send(question);
    return answered;
  };
  return {
    ...{ pid: child.pid ?? 0, studio, enforcement },
    enqueue: (functionName, payload) => child.send({ kind: 'enqueue', functionName, payload } satisfies ToStudio),
    spare: () => child.send({ kind: 'spare' } satisfies ToStudio),
    depth: async () => (await ask({ kind: 'depth' }, 'depth')).depth,
    deadLetters: async () => (await ask({ kind: 'letters' }, 'letters')).deadLetters,
    redrive: async () => (await ask({ kind: 'redrive' }, 'redriven')).count,
    residentMb: () => residentMbOf(child.pid ?? 0),
    kill: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.send({ kind: 'stop' } satisfies ToStudio);
      await ended;
    },
  };
}

/** Linux only; NaN elsewhere and after its end. */
function residentMbOf(pid: number): number {
  try {
    const [, kb = ''] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kb) / 1024;
  } catch {
    return Number.NaN;
  }
}

function addMessage(messages: StudioMessages, message: FromStudio): void {
  if (message.kind === 'report') messages.reports.push(message.report);
  if (message.kind === 'letter') messages.deadLetters.push(message.deadLetter);
  if (message.kind === 'log') messages.lines.push(message.line);
  if (message.kind === 'killed') messages.kills += 1;
}

/** The next message of a kind. */
function answer<K extends FromStudio['kind']>(
  child: ChildProcess,
  kind: K,
  { troubles }: StudioMessages,
): Promise<Extract<FromStudio, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    const onMessage = (message: FromStudio) => {
      if (message.kind !== kind) return;
      stop();
      resolve(message as Extract<FromStudio, { kind: K }>);
    };
    const onExit = () => {
      stop();
      reject(new Error(`the studio ended before it said ${kind}: ${troubles.slice(-3).join('')}`));
    };
    child.on('message', onMessage).on('exit', onExit);
  });
}
