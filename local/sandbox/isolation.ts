/**
 * Limits what an instance can read and write. On Lambda it is an ordinary user on a read-only file system with one folder
 * of its own. Here trials find the strongest isolation that works, as quota.ts does for memory and CPU. A host opens one
 * isolation and admits each instance to it.
 */
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Namespace, openNamespace } from './namespace.ts';
import { runTrial } from './trial.ts';

/** The isolation in effect. `reason` says why it is not stronger. */
export interface IsolationView {
  /** `separate`: each instance is a user of its own without rights; `starter`: the user who started the host; `root`. */
  readonly user: 'separate' | 'starter' | 'root';
  /** `read-only`: everything but the instance's own folder; `permissions`: only what file permissions protect from its user. */
  readonly files: 'read-only' | 'permissions';
  readonly reason: string;
}

/** The isolation of one instance. */
export interface Admission {
  /** The only folder that it can write to. */
  readonly tmpDir: string;
  /** Puts the command before `argv` that starts it isolated, in the folder `cwd`. */
  wrap(argv: readonly string[], cwd: string): readonly string[];
  /** Removes its folder. Call it after its end. */
  release(): Promise<void>;
}

export interface Isolation extends IsolationView {
  /** Folder that every instance can read; the host copies the runtime client to it. */
  readonly sharedDir: string;
  admit(instanceId: string): Promise<Admission>;
  close(): Promise<void>;
}

export interface IsolationOptions {
  /** State folder of the host. A note in it holds the path of the instances' folder, for the start after a kill. */
  readonly stateDir: string;
  /** Files that instances must be able to read. */
  readonly readPaths: readonly string[];
  /** `none` runs instances with the rights of the host. */
  readonly mode: 'auto' | 'none';
}

/**
 * The first of the user ids for instances. They are unused: systemd keeps 60706 to 61183 free between its own ranges
 * («Users, Groups, UIDs and GIDs on systemd Systems», read 2026-11-25).
 */
const firstUid = 60_706;
const uidCount = 478;

const folderPrefix = 'zerobooth-instances-';
/** File in the state folder with the path of the instances' folder, so that the next start can remove it after a kill. */
const noteName = 'instances-folder';

/** Opens the strongest isolation that works here, and removes the folder that a killed host has left. */
export async function openIsolation(options: IsolationOptions): Promise<Isolation> {
  const { stateDir, mode } = options;
  const notePath = join(stateDir, noteName);
  await removeLeftovers(notePath);
  await rm(join(stateDir, 'tmp'), { recursive: true, force: true });
  if (mode === 'none') return openWithout(stateDir, 'the host was started with isolation `none`');
  if (process.platform !== 'linux') return openWithout(stateDir, `${process.platform} has no mount namespaces`);
  const dir = await mkdtemp(join(tmpdir(), folderPrefix));
  await writeFile(notePath, dir, { mode: 0o600 });
  // The user of an instance can pass through this folder to its own, but cannot list it.
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
    return openWithout(stateDir, [typeof namespace === 'string' ? namespace : '', opened].filter(Boolean).join('; '));
  }
  const freshTimer = keepFresh(dir);
  const { bounds, reason } = opened;
  if (typeof namespace !== 'string' && bounds.namespace === undefined) namespace.close();
  const reasons = [typeof namespace === 'string' ? namespace : '', reason].filter(Boolean).join('; ');
  return {
    ...viewOf(bounds, reasons),
    sharedDir: dir,
    admit: admitter(dir, bounds),
    close: async () => {
      clearInterval(freshTimer);
      bounds.namespace?.close();
      await removeDir();
    },
  };
}

/** The parts of isolation that work here. */
interface Bounds {
  readonly namespace?: Namespace;
  readonly ownUser: boolean;
}

/** Tries bounds, strongest first. @returns the first that work and why stronger ones do not; or why none work. */
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
    const subject = bounds.ownUser ? 'a user of its own' : 'the mount namespace';
    const trial = { subject, tmpDir, wrap, readPaths, isReadOnly: bounds.namespace !== undefined };
    const refusal = await runTrial(trial).finally(release);
    if (refusal === undefined) return { bounds, reason: refusals.join('; ') };
    refusals.push(refusal);
  }
  return refusals.join('; ');
}

function viewOf({ namespace, ownUser }: Bounds, reasons: string): IsolationView {
  const user = ownUser ? 'separate' : hostUser();
  const parts = [
    ownUser ? `numbers from ${firstUid} on, without rights` : '',
    namespace ? 'mount namespace' : '',
    reasons,
  ];
  return { user, files: namespace ? 'read-only' : 'permissions', reason: parts.filter(Boolean).join('; ') };
}

const hostUser = (): IsolationView['user'] => (process.getuid?.() === 0 ? 'root' : 'starter');

function admitter(dir: string, { namespace, ownUser }: Bounds): Isolation['admit'] {
  const taken = new Set<number>();
  // Two hosts on one machine begin with different ids.
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
      // A process that enters a mount namespace starts at its root, so the shell changes to the working folder.
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
 * Sets new file times every 12 hours. Systems remove old files from the temporary folder (systemd-tmpfiles after ten days),
 * and a host may be idle for longer.
 */
function keepFresh(dir: string): NodeJS.Timeout {
  const touch = async () => {
    const now = new Date();
    for (const name of ['', ...(await readdir(dir))]) await utimes(join(dir, name), now, now).catch(() => undefined);
  };
  return setInterval(() => void touch().catch(() => undefined), 12 * 60 * 60 * 1000).unref();
}

/** Runs instances with the rights of the host, each with a temporary folder of its own. */
function openWithout(stateDir: string, reason: string): Isolation {
  const dir = join(stateDir, 'tmp');
  return {
    ...{ user: hostUser(), files: 'permissions', reason, sharedDir: stateDir },
    admit: async (instanceId) => {
      const tmpDir = join(dir, instanceId);
      await mkdir(tmpDir, { recursive: true, mode: 0o700 });
      const release = () => rm(tmpDir, { recursive: true, force: true, maxRetries: 3 });
      return { tmpDir, wrap: (argv) => argv, release };
    },
    close: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Removes the instances' folder of a host that was killed. */
async function removeLeftovers(notePath: string): Promise<void> {
  const dir = await readFile(notePath, 'utf8').catch(() => '');
  // Only a folder with the right parent and name is removed, whatever the note contains.
  if (dirname(dir) === tmpdir() && dir.slice(tmpdir().length + 1).startsWith(folderPrefix)) {
    await rm(dir, { recursive: true, force: true });
  }
  await rm(notePath, { force: true });
}
