/** Runs the programs that build images. A stopped program is ended together with all its child processes. */
import { spawn } from 'node:child_process';

export interface ToolOptions {
  /** Is called with each line that the program writes. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Ends the program. */
  readonly signal?: AbortSignal | undefined;
  /** The environment; default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program.
 * @returns its stdout, trimmed.
 * @throws Error with its last lines of output, or the signal's reason.
 */
export function runTool(
  name: string,
  args: readonly string[],
  { onLine, signal, env }: ToolOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    // The program gets its own process group, so that one signal also reaches its child processes.
    const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...(env && { env }) });
    const stop = () => void (child.pid !== undefined && endGroup(child.pid));
    signal?.addEventListener('abort', stop, { once: true });
    let out = '';
    let tail = '';
    const listen = (text: string) => {
      tail = (tail + text).slice(-4000);
      for (const line of text.split('\n')) if (line) onLine?.(line);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      listen(text);
    });
    child.stderr.setEncoding('utf8').on('data', listen);
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve(out.trim());
      else reject(new Error(`${name} ${args.slice(-1)} ended with ${code}:\n${tail}`));
    });
  });
}

/** Sends SIGTERM first, because `buildah` and `debootstrap` then remove their mounts, and SIGKILL after 5 s. */
function endGroup(pid: number): void {
  const send = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch {
      // The process has already ended.
    }
  };
  send('SIGTERM');
  setTimeout(() => send('SIGKILL'), 5000).unref();
}
