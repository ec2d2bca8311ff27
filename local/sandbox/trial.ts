/** Runs a short-lived shell as an instance would run, and checks what it can read and write. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';

/** Folders that every user can write to on an ordinary machine. */
const commonFolders = ['/tmp', '/var/tmp', '/dev/shm', '/'];

/**
 * The shell script of the trial; its exit code gives the failure. Arguments: its own folder, `--`, the paths that must be
 * readable, `--`, and the folders that must not be writable.
 */
const script = `
own=$1; shift 2
: > "$own/trial" || exit 3
while [ "$1" != -- ]; do [ -r "$1" ] || { echo "$1"; exit 4; }; shift; done; shift
for place; do [ -d "$place" ] && [ -w "$place" ] && { echo "$place"; exit 5; }; done
exit 0`;

export interface Trial {
  /** Name of the isolation that is tried, for the message of a failure. */
  readonly subject: string;
  /** The folder of the instance, which must be writable. */
  readonly tmpDir: string;
  /** Puts the command before `argv` that isolates the instance. */
  readonly wrap: (argv: readonly string[], cwd: string) => readonly string[];
  /** Files and folders that must be readable. */
  readonly readPaths: readonly string[];
  /** True if the folders that every user can write to must be read-only. */
  readonly isReadOnly: boolean;
}

/** Runs a trial. @returns undefined when it succeeds, else the reason of the failure. */
export function runTrial({ subject, tmpDir, wrap, readPaths, isReadOnly }: Trial): Promise<string | undefined> {
  const forbidden = isReadOnly ? [...commonFolders, tmpdir()] : [];
  const lists = [tmpDir, '--', ...readPaths, '--', ...forbidden];
  const [command = '', ...args] = wrap(['/bin/sh', '-c', script, 'sh', ...lists], '/');
  return new Promise((resolve) => {
    execFile(command, args, { encoding: 'utf8' }, (error, stdout, stderr) => {
      if (!error) resolve(undefined);
      else if (error.code === 4) resolve(`${subject} could not read ${stdout.trim()}`);
      else if (error.code === 5) resolve(`${subject} could still write to ${stdout.trim()}`);
      else resolve(`${subject}: ${stderr.trim().split('\n')[0] || error.code || error.message}`);
    });
  });
}
