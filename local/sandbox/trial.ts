/** Runs a short-lived shell where an instance would run and looks whether it can do what it must and cannot what it must not. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';

/** Places that every user may write to on an ordinary machine. */
const commonPlaces = ['/tmp', '/var/tmp', '/dev/shm', '/'];

/**
 * Exit codes tell what failed. Its own folder comes first, then `--`, what must be readable, `--`, and what must not be
 * writable.
 */
const script = `
own=$1; shift 2
: > "$own/trial" || exit 3
while [ "$1" != -- ]; do [ -r "$1" ] || { echo "$1"; exit 4; }; shift; done; shift
for place; do [ -d "$place" ] && [ -w "$place" ] && { echo "$place"; exit 5; }; done
exit 0`;

export interface Trial {
  /** For the words of a refusal. */
  readonly what: string;
  readonly tmpDir: string;
  readonly wrap: (argv: readonly string[], cwd: string) => readonly string[];
  readonly readPaths: readonly string[];
  /** Whether places that everybody may write to must be closed. */
  readonly isReadOnly: boolean;
}

/** @returns undefined when it went as it should, else in words why not. */
export function tryInstance({ what, tmpDir, wrap, readPaths, isReadOnly }: Trial): Promise<string | undefined> {
  const forbidden = isReadOnly ? [...commonPlaces, tmpdir()] : [];
  const lists = [tmpDir, '--', ...readPaths, '--', ...forbidden];
  const [command = '', ...args] = wrap(['/bin/sh', '-c', script, 'sh', ...lists], '/');
  return new Promise((resolve) => {
    execFile(command, args, { encoding: 'utf8' }, (error, stdout, stderr) => {
      if (!error) resolve(undefined);
      else if (error.code === 4) resolve(`${what} could not read ${stdout.trim()}`);
      else if (error.code === 5) resolve(`${what} could still write to ${stdout.trim()}`);
      else resolve(`${what}: ${stderr.trim().split('\n')[0] || error.code || error.message}`);
    });
  });
}
