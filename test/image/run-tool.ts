/** Runs the programs that building images takes; each may be stopped, and then all that it started stops with it. */
import { spawn } from 'node:child_process';

export interface ToolOptions {
  /** Hears each line that the program writes. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Ends the program. */
  readonly signal?: AbortSignal | undefined;
  /** In place of this process's own. */
  readonly env?: NodeJS.ProcessEnv;
}

/** @returns its stdout, trimmed. @throws Error with the last lines that it wrote, or the signal's reason. */
export function runTool(
  name: string,
  args: readonly string[],
  { onLine, signal, env }: ToolOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    // A group of its own, so that one signal reaches everything that it starts.
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

/** Asks first, because `buildah` and `debootstrap` take their mounts away when they are asked. */
function endGroup(pid: number): void {
  const send = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended.
    }
  };
  send('SIGTERM');
  setTimeout(() => send('SIGKILL'), 5000).unref();
}
