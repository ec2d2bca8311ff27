/**
 * Starts the process of one instance so that it begins life inside its quota and never outlives the host. The instance
 * (instance.ts) says what to run and hears how it ended.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

export interface ProcessOptions {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Control groups to enter first (quota.ts). */
  readonly joinPaths: readonly string[];
  readonly onLine: (line: string) => void;
  /** Once, at the end; `failure` when it could not be started. */
  readonly onEnd: (code: number | null, signal: NodeJS.Signals | null, failure?: Error) => void;
}

export interface InstanceProcess {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Kills it with everything it started. */
  kill(): void;
}

/**
 * The shell that becomes the instance. Its first line leaves a guard behind: a second shell that waits on a pipe from
 * the host and kills the instance's whole process group when the pipe breaks. However the host dies, and however busy
 * the instance is, none stays. The guard is nobody's child and starts before the groups are entered, so that its memory
 * is not counted as the instance's. No core is ever dumped: it would hold a picture.
 */
const script = `
ulimit -c 0
(exec </dev/null >/dev/null 2>&1; (read -r line <&3; kill -KILL -$$) &)
exec 3<&-
while [ "$1" != -- ]; do echo $$ > "$1" || exit 125; shift; done
shift; exec "$@"`;

/** CloudWatch cuts log events at 256 KB; so does this, and so no instance can fill the host's memory with one line. */
const maxLineChars = 256 * 1024;

export function startProcess(options: ProcessOptions): InstanceProcess {
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...options.joinPaths, '--', ...options.argv], {
    cwd: options.cwd,
    env: options.env,
    // A group of its own: Ctrl-C in the host's terminal is the host's to answer, and kill() reaches all of it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  readLines(child.stdout, options.onLine);
  readLines(child.stderr, options.onLine);
  const lifeline = child.stdio[3];
  lifeline?.on('error', () => undefined);
  let ended = false;
  const end = (...how: Parameters<ProcessOptions['onEnd']>) => {
    if (ended) return;
    ended = true;
    lifeline?.destroy();
    options.onEnd(...how);
  };
  child.once('error', (error) => end(null, null, error));
  child.once('exit', (code, signal) => end(code, signal));
  return { pid: child.pid, kill: () => !ended && killGroup(child) };
}

/** Only while the child has not been waited for: until then its number belongs to nobody else. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
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
