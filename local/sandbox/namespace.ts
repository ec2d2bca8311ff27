/**
 * A mount namespace in which everything but one folder is read-only. A host makes it once (about 30 ms), and each instance
 * enters it (about 1 ms). An open file descriptor keeps it alive; no process is needed.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';

export interface Namespace {
  /** The command that enters the namespace, to be put before another command. */
  readonly enter: readonly string[];
  close(): void;
}

/**
 * The shell script that prepares the namespace. It binds the folder onto itself, so that it stays writable, and makes every
 * other mount read-only, except kernel file systems. Mounts may change while it runs, so one refused remount is no failure:
 * trial.ts checks in the end what can be written. The shell then waits until the host has opened the namespace.
 */
const script = `
mount --bind "$1" "$1" || exit 1
while read -r _ escaped type _; do
  target=$escaped
  case $escaped in *\\\\*) target=$(printf '%b' "$(printf '%s' "$escaped" | sed 's/\\\\/\\\\0/g')") ;; esac
  [ "$target" = "$1" ] && continue
  case $type in
    proc|sysfs|devtmpfs|devpts|cgroup|cgroup2|securityfs|debugfs|tracefs|bpf|pstore|autofs|binfmt_misc|configfs) ;;
    *) mount -o remount,bind,ro "$target" ;;
  esac
done </proc/self/mounts 2>/dev/null
echo made
read -r _`;

/** Makes the namespace. @returns the namespace, or the reason why there is none. */
export async function openNamespace(writableDir: string): Promise<Namespace | string> {
  const isRoot = process.getuid?.() === 0;
  // An ordinary user gets it inside a user namespace, in which no other user is mapped.
  const kinds = isRoot ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
  const maker = spawn('unshare', [...kinds, '--propagation', 'private', '/bin/sh', '-c', script, 'sh', writableDir], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<string>((resolve) => {
    maker.once('error', (error: NodeJS.ErrnoException) => resolve(`unshare: ${error.code ?? error.message}`));
    const message = text(maker.stderr).catch(() => '');
    maker.once('exit', async () => resolve((await message).trim().split('\n')[0] || 'no mount namespace'));
  });
  maker.stdin.on('error', () => undefined);
  const made = new Promise<null>((resolve) => maker.stdout.once('data', () => resolve(null)));
  const refusal = await Promise.race([made, ended]);
  if (refusal !== null) return refusal;
  try {
    return openDescriptors(maker.pid ?? 0, isRoot);
  } catch (error) {
    return `the mount namespace cannot be opened: ${(error as NodeJS.ErrnoException).code}`;
  } finally {
    maker.stdin.end('\n');
    await ended;
  }
}

function openDescriptors(pid: number, isRoot: boolean): Namespace {
  const names = isRoot ? ['mnt'] : ['user', 'mnt'];
  const descriptors = names.map((name) => openSync(`/proc/${pid}/ns/${name}`, 'r'));
  const [first, second] = descriptors.map((descriptor) => `/proc/${process.pid}/fd/${descriptor}`);
  return {
    enter: isRoot
      ? ['nsenter', `--mount=${first}`, '--']
      : ['nsenter', `--user=${first}`, `--mount=${second}`, '--preserve-credentials', '--'],
    close: () => {
      for (const descriptor of descriptors) closeSync(descriptor);
    },
  };
}
