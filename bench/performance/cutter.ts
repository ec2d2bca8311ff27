/**
 * A child process that cuts people out of picture files, one at a time, by messages: ours (our-cutter.ts, bundled) or
 * the peer's driver. Each contestant has a process of its own, so that neither's memory or libraries touch the other's.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { allocatorEnv } from '../../functions/runtime/config.ts';
import { readFootprint } from '../../local/sandbox/footprint.ts';

/** The request to a child process. */
export interface CutJob {
  readonly path: string;
  /** The path of the RGBA PNG, which is written outside the measured time. */
  readonly outPath?: string;
  /** `photo`: a person; `cutout`: whatever stands out. The peer knows no difference. */
  readonly kind?: 'photo' | 'cutout';
}

/** The answer of a child process. */
export interface CutAnswer {
  /** From the file's path to the encoded PNG in memory. */
  readonly ms: number;
  /** High-water mark of the child so far, as the child knows it. */
  readonly peakMb: number;
  /** A refusal's code: the picture was not cut. */
  readonly rejected?: string;
  /** The child's own failure. */
  readonly error?: string;
}

export interface Cutter {
  readonly name: string;
  /** From the start of the process until it could take a picture. */
  readonly readyMs: number;
  /** Resident memory when it was ready. */
  readonly readyMb: number;
  /** @throws Error when the child fails or dies; a refusal is an answer. */
  cut(job: CutJob): Promise<CutAnswer>;
  close(): Promise<void>;
}

/** Enough of what a dying child said to know why. */
const lastWordsLength = 2000;

/** @param args after the script's own path. */
export async function startCutter(name: string, script: string, args: readonly string[] = []): Promise<Cutter> {
  const begun = performance.now();
  const child = fork(script, [...args], {
    execArgv: [],
    // Both contestants get the same allocator settings.
    env: { ...process.env, ...allocatorEnv, ORT_DISABLE_TELEMETRY: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let lastWords = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-lastWordsLength);
  });
  const answer = async () => {
    const died = new AbortController();
    const onExit = (code: number | null, signal: string | null) =>
      died.abort(new Error(`${name} ended (${signal ?? code}): ${lastWords.trim()}`));
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
    child.once('exit', onExit);
    try {
      const [message] = await once(child, 'message', { signal: died.signal });
      return message as CutAnswer;
    } catch (error) {
      throw died.signal.aborted ? died.signal.reason : error;
    } finally {
      child.off('exit', onExit);
    }
  };
  await answer();
  const readyMs = performance.now() - begun;
  const readyMb = footprintMb(child) ?? 0;
  const cut = async (job: CutJob) => {
    const answered = answer();
    // A child that has ended gets no message; its end is the answer.
    child.send(job, () => undefined);
    const result = await answered;
    if (result.error) throw new Error(`${name}: ${result.error}`);
    return { ...result, peakMb: footprintMb(child, 'peakMb') ?? result.peakMb };
  };
  return { name, readyMs, readyMb, cut, close: () => endChild(child) };
}

/** From outside: the child's own getrusage() would count what its parent held when it forked. */
function footprintMb({ pid }: ChildProcess, field: 'residentMb' | 'peakMb' = 'residentMb'): number | undefined {
  return pid === undefined ? undefined : readFootprint(pid)?.[field];
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
