/**
 * What an instance may touch: on Lambda it is an ordinary user on a read-only file system with one folder of its own. Here
 * the strongest of that which works is found by trying it, as quota.ts does for memory and CPU. The host opens one
 * isolation, each instance is admitted to it.
 */
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Namespace, openNamespace } from './namespace.ts';
import { tryInstance } from './trial.ts';

/** What holds the instances apart, and why not more than that. */
export interface IsolationView {
  /** `separate`: each instance is a user of its own without any right; `starter`: whoever started the studio; `root`. */
  readonly user: 'separate' | 'starter' | 'root';
  /** `read-only`: all but the instance's own folder; `permissions`: as far as its user may not write. */
  readonly files: 'read-only' | 'permissions';
  readonly reason: string;
}

/** The place of one instance. */
export interface Admission {
  /** The one folder it may write to. */
  readonly tmpDir: string;
  /** Puts before `argv` what makes it run inside its bounds. */
  wrap(argv: readonly string[], cwd: string): readonly string[];
  /** After its end: its folder goes. */
  release(): Promise<void>;
}

export interface Isolation extends IsolationView {
  /** Folder that every instance can read: the host puts the runtime client there. */
  readonly sharedDir: string;
  admit(instanceId: string): Promise<Admission>;
  close(): Promise<void>;
}

export interface IsolationOptions {
  /** The host's own; remembers the folder of a host that was killed. */
  readonly stateDir: string;
  /** Files that instances must be able to read. */
  readonly readPaths: readonly string[];
  /** `none` lets instances run as the host does. */
  readonly mode: 'auto' | 'none';
}

/**
 * Users that belong to nobody: between the ranges that systemd hands out (systemd, "Users, Groups, UIDs and GIDs on
 * systemd Systems": 60706 to 61183 are unused; read 2026-11-25).
 */
const firstUid = 60_706;
const uidCount = 478;

const folderPrefix = 'zerobooth-instances-';
/** In the host's folder: where the instances' folder lies, so that the next start can remove it after a kill. */
const folderNote = 'instances-folder';

/** Finds what works here, and removes what a host that was killed has left. */
export async function openIsolation(options: IsolationOptions): Promise<Isolation> {
  const { stateDir, mode } = options;
  const notePath = join(stateDir, folderNote);
  await removeLeftovers(notePath);
  await rm(join(stateDir, 'tmp'), { recursive: true, force: true });
  if (mode === 'none') return openPlain(stateDir, 'asked for');
  if (process.platform !== 'linux') return openPlain(stateDir, `${process.platform} has no mount namespaces`);
  const dir = await mkdtemp(join(tmpdir(), folderPrefix));
  await writeFile(notePath, dir, { mode: 0o600 });
  // Passable, so that an instance's user reaches its own folder below, but not to be listed.
  await chmod(dir, 0o711);
  const removeDir = async () => {
    await rm(dir, { recursive: true, force: true });
    await rm(notePath, { force: true });
  };
  const namespace = await openNamespace(dir);
  const opened = await firstThatWorks(options, dir, typeof namespace === 'string' ? undefined : namespace);
  if (typeof opened === 'string') {
    if (typeof namespace !== 'string') namespace.close();
    await removeDir();
    return openPlain(stateDir, [typeof namespace === 'string' ? namespace : '', opened].filter(Boolean).join('; '));
  }
  const keepingFresh = keepFresh(dir);
  const { bounds, reason } = opened;
  if (typeof namespace !== 'string' && bounds.namespace === undefined) namespace.close();
  const why = [typeof namespace === 'string' ? namespace : '', reason].filter(Boolean).join('; ');
  return {
    ...viewOf(bounds, why),
    sharedDir: dir,
    admit: admitter(dir, bounds),
    close: async () => {
      clearInterval(keepingFresh);
      bounds.namespace?.close();
      await removeDir();
    },
  };
}

/** How instances are held: each part only where it works. */
interface Bounds {
  readonly namespace?: Namespace;
  readonly ownUser: boolean;
}

/** @returns the strongest bounds that a trial came through, and why not stronger ones; or in words why none. */
async function firstThatWorks(
  { readPaths }: IsolationOptions,
  dir: string,
  namespace: Namespace | undefined,
): Promise<{ bounds: Bounds; reason: string } | string> {
  const isRoot = process.getuid?.() === 0;
  const inNamespace = namespace && { namespace };
  const choices: Bounds[] = [
    ...(isRoot ? [{ ...inNamespace, ownUser: true }] : []),
    ...(inNamespace ? [{ ...inNamespace, ownUser: false }] : []),
  ];
  const refusals: string[] = [];
  for (const bounds of choices) {
    const { tmpDir, wrap, release } = await admitter(dir, bounds)('trial');
    const what = bounds.ownUser ? 'a user of its own' : 'the mount namespace';
    const trial = { what, tmpDir, wrap, readPaths, isReadOnly: bounds.namespace !== undefined };
    const refusal = await tryInstance(trial).finally(release);
    if (refusal === undefined) return { bounds, reason: refusals.join('; ') };
    refusals.push(refusal);
  }
  return refusals.join('; ');
}

function viewOf({ namespace, ownUser }: Bounds, why: string): IsolationView {
  const user = ownUser ? 'separate' : whoStarted();
  const parts = [ownUser ? `numbers from ${firstUid} on, without rights` : '', namespace ? 'mount namespace' : '', why];
  return { user, files: namespace ? 'read-only' : 'permissions', reason: parts.filter(Boolean).join('; ') };
}

const whoStarted = (): IsolationView['user'] => (process.getuid?.() === 0 ? 'root' : 'starter');

function admitter(dir: string, { namespace, ownUser }: Bounds): Isolation['admit'] {
  const taken = new Set<number>();
  // Two hosts on one machine begin at different users.
  let next = process.pid % uidCount;
  const takeUid = (): number => {
    do next = (next + 1) % uidCount;
    while (taken.has(next) && taken.size < uidCount);
    taken.add(next);
    return firstUid + next;
  };
  return async (instanceId) => {
    const tmpDir = join(dir, instanceId);
    await mkdir(tmpDir, { mode: 0o700 });
    const uid = ownUser ? takeUid() : undefined;
    if (uid !== undefined) await chown(tmpDir, uid, uid);
    const user = uid === undefined ? [] : [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
    const rights = ['--no-new-privs', '--inh-caps=-all', '--bounding-set=-all'];
    return {
      tmpDir,
      // Entering a mount namespace leads to its root, so the shell goes back to the working folder.
      wrap: (argv, cwd) => [
        ...(namespace?.enter ?? []),
        ...['setpriv', ...user, ...rights, '/bin/sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', cwd],
        ...argv,
      ],
      release: async () => {
        await rm(tmpDir, { recursive: true, force: true, maxRetries: 3 });
        if (uid !== undefined) taken.delete(uid - firstUid);
      },
    };
  };
}

/**
 * Systems clear their temporary folder of what nobody has touched for days (systemd-tmpfiles: ten), and a studio may well
 * sleep longer than that.
 */
function keepFresh(dir: string): NodeJS.Timeout {
  const touch = async () => {
    const now = new Date();
    for (const name of ['', ...(await readdir(dir))]) await utimes(join(dir, name), now, now).catch(() => undefined);
  };
  return setInterval(() => void touch().catch(() => undefined), 12 * 60 * 60 * 1000).unref();
}

/** Instances as the host itself, each with a folder of its own. */
function openPlain(stateDir: string, why: string): Isolation {
  const dir = join(stateDir, 'tmp');
  return {
    ...{ user: whoStarted(), files: 'permissions', reason: why, sharedDir: stateDir },
    admit: async (instanceId) => {
      const tmpDir = join(dir, instanceId);
      await mkdir(tmpDir, { recursive: true, mode: 0o700 });
      const release = () => rm(tmpDir, { recursive: true, force: true, maxRetries: 3 });
      return { tmpDir, wrap: (argv) => argv, release };
    },
    close: () => rm(dir, { recursive: true, force: true }),
  };
}

async function removeLeftovers(notePath: string): Promise<void> {
  const dir = await readFile(notePath, 'utf8').catch(() => '');
  // Only a folder of the kind that is made here, whatever the note says.
  if (dirname(dir) === tmpdir() && dir.slice(tmpdir().length + 1).startsWith(folderPrefix)) {
    await rm(dir, { recursive: true, force: true });
  }
  await rm(notePath, { force: true });
}
