/** Tests that instances run without rights and cannot write to files, and that the host reports where this is not possible. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { FunctionHostOptions, IsolationView } from '../../../local/lambda/host.ts';
import { decode, type Lab, type LabHost, openLab, until } from './host-setup.ts';

/** A handler that reports what it can do. `event.read` and `event.write` are lists of paths. */
const probe = `
import { readdirSync } from 'node:fs';
const tried = (act) => { try { act(); return 'done'; } catch (error) { return error.code; } };
export const handler = async ({ read = [], write = [] }) => ({
  uid: process.getuid?.(), gid: process.getgid?.(), groups: process.getgroups?.(), cwd: process.cwd(),
  tmpDir: process.env.TMPDIR, home: process.env.HOME,
  own: tried(() => writeFileSync(process.env.TMPDIR + '/own', 'mine')),
  read: Object.fromEntries(read.map((path) => [path, tried(() => readFileSync(path))])),
  list: Object.fromEntries(read.map((path) => [path, tried(() => readdirSync(path))])),
  write: Object.fromEntries(write.map((path) => [path, tried(() => writeFileSync(path, 'evil'))])),
  core: /^Max core file size +(\\S+) +(\\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.slice(1),
  rights: /^CapEff:\\s+(\\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1],
});`;

/** The report of the handler: `done` or an error code for each thing that it tried. */
interface ProbeResult {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly cwd: string;
  readonly tmpDir: string;
  readonly home: string;
  readonly own: string;
  readonly read: Readonly<Record<string, string>>;
  readonly list: Readonly<Record<string, string>>;
  readonly write: Readonly<Record<string, string>>;
  readonly rights: string;
  /** Largest core dump, soft and hard limit. */
  readonly core: readonly string[];
}

const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;
const works = (command: string, ...args: string[]) => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
/** True if the strongest isolation works on this machine; in a container it often does not. */
const canDrop = isLinux && isRoot && works('setpriv', '--reuid=60706', '--regid=60706', '--clear-groups', 'true');
const canBind = canDrop && works('unshare', '--mount', '--propagation', 'private', 'mount', '--bind', '/tmp', '/tmp');

async function openProbe(overrides: Partial<FunctionHostOptions> = {}, isPassable = true) {
  const lab = await openLab();
  // Only the owner can read the folders of mkdtemp; every user can read the folders of a project.
  if (isPassable) chmodSync(lab.dir, 0o755);
  const functions = [await lab.define('one', probe), await lab.define('two', probe)];
  const host = await lab.start(functions, { isolation: 'auto', ...overrides });
  return { lab, host };
}

async function runProbe(host: LabHost, name: string, event: object = {}): Promise<ProbeResult> {
  const { payload, functionError } = await host.invoke(name, event);
  expect(functionError, Buffer.from(payload).toString()).toBeUndefined();
  return decode(payload) as unknown as ProbeResult;
}

const everywhere = ({ dir }: Lab) =>
  ['/tmp', '/var/tmp', '/dev/shm', tmpdir(), dir, join(dir, 'code', 'one'), process.cwd()]
    .filter((place) => existsSync(place))
    .map((place) => join(place, `zerobooth-evil-${process.pid}`));

it.skipIf(!canBind)('gives each instance a user without rights and no file to write but its own', async () => {
  const { lab, host } = await openProbe();
  expect(host.isolation).toMatchObject({ user: 'separate', files: 'read-only' });
  const found = await runProbe(host, 'one', { write: everywhere(lab) });
  expect(found).toMatchObject({ own: 'done', rights: '0000000000000000', cwd: join(lab.dir, 'code', 'one') });
  expect(found.uid).toBeGreaterThanOrEqual(60_706);
  expect(found.uid).toBeLessThanOrEqual(61_183);
  expect(found.gid).toBe(found.uid);
  expect(found.groups).toEqual([found.gid]);
  expect(found.home).toBe(found.tmpDir);
  // If the project lies in a private folder, the folder is refused before the file.
  const refusals = [...new Set(Object.values(found.write))].filter((code) => code !== 'EACCES');
  expect(refusals).toEqual(['EROFS']);
  expect(everywhere(lab).filter(existsSync)).toEqual([]);
});

it.skipIf(!canDrop)(
  'gives an instance no access to the queue, the dead letters and the folders of others',
  async () => {
    const { lab, host } = await openProbe();
    const state = join(lab.dir, 'state');
    await host.enqueue('one', {});
    await host.idle();
    const one = await runProbe(host, 'one');
    const read = [state, join(state, 'queue'), join(one.tmpDir, 'own'), one.tmpDir, dirname(one.tmpDir)];
    const two = await runProbe(host, 'two', { read });
    expect(two.uid).not.toBe(one.uid);
    for (const path of read) {
      expect(two.read[path], path).toMatch(/EACCES|EISDIR/);
      expect(two.list[path], path).toMatch(/EACCES|ENOTDIR/);
    }
    expect(existsSync(join(one.tmpDir, 'own'))).toBe(true);
  },
);

it("removes an instance's folder when it is stopped or killed, and the whole folder on close", async () => {
  const { host } = await openProbe();
  const { tmpDir } = await runProbe(host, 'one');
  expect(readFileSync(join(tmpDir, 'own'), 'utf8')).toBe('mine');
  await host.reclaimAll();
  expect(existsSync(tmpDir)).toBe(false);
  const again = await runProbe(host, 'one');
  expect(again.tmpDir).not.toBe(tmpDir);
  process.kill(host.instances()[0].pid ?? 0, 'SIGKILL');
  await until(() => host.instances().length === 0);
  expect(existsSync(again.tmpDir)).toBe(false);
  await host.close();
  expect(existsSync(dirname(tmpDir))).toBe(false);
});

it.skipIf(!canBind)(
  'runs instances as root without rights when the project lies in a private folder, and gives the reason',
  async () => {
    const { lab, host } = await openProbe({}, false);
    expect(host.isolation).toMatchObject({ user: 'root', files: 'read-only' });
    expect(host.isolation.reason).toContain(
      `a user of its own could not read ${join(lab.dir, 'code', 'one', 'handler.mjs')}`,
    );
    const found = await runProbe(host, 'one', { write: everywhere(lab) });
    expect(found).toMatchObject({ uid: 0, own: 'done', rights: '0000000000000000' });
    expect(new Set(Object.values(found.write))).toEqual(new Set(['EROFS']));
  },
);

it.skipIf(!isLinux)('reports only what holds on this machine', async () => {
  const { lab, host } = await openProbe();
  const { user, files, reason } = host.isolation;
  const found = await runProbe(host, 'one', { write: everywhere(lab) });
  if (user === 'separate') expect(found.uid).toBeGreaterThan(1000);
  if (files === 'read-only') expect(Object.values(found.write)).not.toContain('done');
  if (files === 'permissions') expect(reason).not.toBe('');
  expect(found.own).toBe('done');
});

it.skipIf(!isLinux)('never dumps core, which would hold the data of a request', async () => {
  const { host } = await openProbe({ isolation: 'none' });
  expect((await runProbe(host, 'one')).core).toEqual(['0', '0']);
});

it('can be switched off, and gives that as the reason', async () => {
  const { host } = await openProbe({ isolation: 'none' });
  expect(host.isolation).toMatchObject({ files: 'permissions', reason: 'the host was started with isolation `none`' });
  expect((await runProbe(host, 'one')).uid).toBe(process.getuid?.());
});

it('removes the folder that a killed host has left, and no other folder that its note names', async () => {
  const lab = await openLab();
  const leftover = mkdtempSync(join(tmpdir(), 'zerobooth-instances-'));
  const foreign = mkdtempSync(join(tmpdir(), 'zerobooth-foreign-'));
  onTestFinished(() => {
    for (const dir of [leftover, foreign]) rmSync(dir, { recursive: true, force: true });
  });
  const state = join(lab.dir, 'state');
  const note = join(state, 'instances-folder');
  mkdirSync(state, { mode: 0o700 });
  const functions = [await lab.define('one', probe)];
  for (const dir of [leftover, foreign, `${leftover}/../${foreign.slice(tmpdir().length + 1)}`]) {
    mkdirSync(leftover, { recursive: true });
    writeFileSync(note, dir);
    const host = await lab.start(functions);
    expect(existsSync(foreign)).toBe(true);
    expect(existsSync(leftover)).toBe(dir !== leftover);
    await host.close();
  }
});

/** Starts a host as an ordinary user, in a process of its own, and runs the probe on it. */
function runProbeAs(uid: number, lab: Lab, event: object): { view: IsolationView; found: ProbeResult } {
  const home = mkdtempSync(join(tmpdir(), 'zerobooth-user-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  chownSync(home, uid, uid);
  const entry = join(lab.dir, 'code', 'one', 'handler.mjs');
  const spec = { name: 'one', entry, env: {}, memoryMb: 128, timeoutMs: 10_000, maxConcurrency: 1 };
  const script = join(lab.dir, 'as-user.mts');
  writeFileSync(
    script,
    `import { startFunctionHost } from ${JSON.stringify(pathToFileURL(resolve('local/lambda/host.ts')).href)};
     const host = await startFunctionHost({ stateDir: ${JSON.stringify(join(home, 'state'))}, functions: [${JSON.stringify(spec)}] });
     const { payload } = await host.invoke('one', ${JSON.stringify(event)});
     await host.close();
     process.stdout.write(JSON.stringify({ view: host.isolation, found: JSON.parse(Buffer.from(payload).toString()) }));`,
  );
  const user = [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
  const node = [process.execPath, '--import', import.meta.resolve('tsx'), script];
  const env = { PATH: process.env.PATH, HOME: home, TMPDIR: tmpdir() };
  return JSON.parse(execFileSync('setpriv', [...user, ...node], { encoding: 'utf8', env, cwd: process.cwd() }));
}

it.skipIf(!canDrop || !isReadableByAll(resolve('local')))(
  'works for an ordinary user, and reports what holds then',
  async () => {
    const { lab } = await openProbe();
    const { view, found } = runProbeAs(60_705, lab, { write: everywhere(lab) });
    expect(view.user).toBe('starter');
    expect(found).toMatchObject({ own: 'done', rights: '0000000000000000' });
    // In a user namespace the only user has the id 0; outside of it the files still belong to 60705.
    expect([0, 60_705]).toContain(found.uid);
    const written = Object.values(found.write);
    if (view.files === 'read-only') expect(new Set(written)).toEqual(new Set(['EROFS']));
    else expect(view.reason).not.toBe('');
    for (const path of everywhere(lab)) rmSync(path, { force: true });
  },
);

function isReadableByAll(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) return false;
    if (at === dirname(at)) return true;
  }
}
