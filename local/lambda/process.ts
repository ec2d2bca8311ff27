/** Starts the process of one instance, inside its control groups from the first moment, so that it never outlives the host. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { killProcessGroup } from '../sandbox/process-group.ts';

export interface ProcessOptions {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Files of the control groups that the process enters first (sandbox/quota.ts). */
  readonly joinPaths: readonly string[];
  readonly onLine: (line: string) => void;
  /** Called once, at the end. `failure` is set when the process could not start. */
  readonly onEnd: (code: number | null, signal: NodeJS.Signals | null, failure?: Error) => void;
}

export interface InstanceProcess {
  /** Undefined when the process could not start. */
  readonly pid: number | undefined;
  /** Kills the process and everything that it started. */
  kill(): void;
}

/**
 * The shell script that becomes the instance. It first starts a guard: a second shell that waits on a pipe from the host
 * and kills the process group of the instance when the pipe breaks. So no instance stays, however the host ends and
 * however busy the instance is. The guard starts before the control groups are entered, so that its memory does not count
 * for the instance. Core dumps are switched off, because a core would hold the data of a request.
 */
const script = `
ulimit -c 0
(exec </dev/null >/dev/null 2>&1; (read -r line <&3; kill -KILL -$$) &)
exec 3<&-
while [ "$1" != -- ]; do echo $$ > "$1" || exit 125; shift; done
shift; exec "$@"`;

/** Longer lines are split, so that one line cannot fill the memory of the host. CloudWatch splits log events at 256 KB too. */
const maxLineChars = 256 * 1024;

/** Starts the process and passes on each line that it writes to stdout or stderr. */
export function startProcess(options: ProcessOptions): InstanceProcess {
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...options.joinPaths, '--', ...options.argv], {
    cwd: options.cwd,
    env: options.env,
    // A process group of its own: Ctrl-C in the terminal reaches the host only, and kill() reaches every child.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  readLines(child.stdout, options.onLine);
  readLines(child.stderr, options.onLine);
  const lifeline = child.stdio[3];
  lifeline?.on('error', () => undefined);
  let ended = false;
  const end = (...result: Parameters<ProcessOptions['onEnd']>) => {
    if (ended) return;
    ended = true;
    lifeline?.destroy();
    options.onEnd(...result);
  };
  child.once('error', (error) => end(null, null, error));
  child.once('exit', (code, signal) => end(code, signal));
  const kill = () => {
    if (!ended && child.pid !== undefined) killProcessGroup(child.pid);
  };
  return { pid: child.pid, kill };
}

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    if (rest.length > maxLineChars) {
      onLine(rest);
      rest = '';
    }
  });
  stream?.on('end', () => {
    if (rest) onLine(rest);
    rest = '';
  });
}
