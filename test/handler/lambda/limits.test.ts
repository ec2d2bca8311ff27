import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openQuota } from '../../../local/sandbox/quota.ts';
import { decode, openLab } from './host-setup.ts';

const trial = await openQuota();
await trial.close();
const { enforcement } = trial;
const hasMemoryGroup = enforcement.memory !== 'watched';
const hasCpuGroup = enforcement.cpu !== 'none';
const skipReason = `needs writable control groups; here: ${enforcement.reason}`;

const grow = `export const handler = async ({ targetMb }) => {
  const held = [];
  for (let sizeMb = 0; sizeMb < targetMb; sizeMb += 8) { held.push(Buffer.alloc(8 << 20, 1)); await delay(5); }
  return held.length;
};`;

describe.each([
  { mode: 'auto', skip: !hasMemoryGroup },
  { mode: 'watched', skip: false },
] as const)('memory ($mode)', ({ mode, skip }) => {
  it.skipIf(skip)(`kills an instance over its memory size, and no other${skip ? ` (${skipReason})` : ''}`, async () => {
    const lab = await openLab();
    const spec = await lab.define('grow', grow, { memoryMb: 192, timeoutMs: 60_000 });
    const host = await lab.start([spec], { quota: mode });
    if (mode === 'watched') expect(host.enforcement).toMatchObject({ memory: 'watched', cpu: 'none' });
    expect((await host.invoke('grow', { targetMb: 80 })).functionError).toBeUndefined();
    expect(host.reports[0]?.maxMemoryUsedMb).toBeGreaterThan(100);
    expect(host.reports[0]?.maxMemoryUsedMb).toBeLessThan(192);
    const failed = await host.invoke('grow', { targetMb: 4000 });
    expect(decode(failed.payload)).toEqual({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: `RequestId: ${failed.requestId} Error: Runtime exited with error: signal: killed`,
    });
    expect(host.reports[1]).toMatchObject({ status: 'out-of-memory', maxMemoryUsedMb: 192, coldStart: false });
    expect((await host.invoke('grow', { targetMb: 8 })).functionError).toBeUndefined();
  });
});

it.skipIf(!hasMemoryGroup)(
  `starts a child inside its group and removes the group in the end (${enforcement.reason})`,
  async () => {
    const lab = await openLab();
    const source = `export const handler = async () => readFileSync('/proc/self/cgroup', 'utf8');
    export const groupAtInit = note(readFileSync('/proc/self/cgroup', 'utf8').replaceAll('\\n', ' '));`;
    const host = await lab.start([await lab.define('where', source)]);
    const { payload } = await host.invoke('where', {});
    const [instance] = host.instances();
    const path = new RegExp(`/zerobooth/${process.pid}-\\d+\\.[0-9a-f]+/${instance?.id}`).exec(payload.toString())?.[0];
    expect(path).toBeDefined();
    expect(lab.notes()[0]).toContain(path);
    const groupExists = () =>
      ['', '/memory', '/cpu', '/unified'].some((tree) => existsSync(`/sys/fs/cgroup${tree}${path}`));
    expect(groupExists()).toBe(true);
    await host.reclaimAll();
    expect(groupExists()).toBe(false);
  },
);

it.skipIf(!hasCpuGroup)(`limits a function to its share of CPU time (${enforcement.reason})`, async () => {
  const lab = await openLab();
  const source = `export const handler = async () => {
    const begun = process.cpuUsage();
    spin(1500);
    const { user, system } = process.cpuUsage(begun);
    return { cpuMs: (user + system) / 1000 };
  };`;
  const host = await lab.start([await lab.define('burn', source, { cpuShare: 0.25 })]);
  const { cpuMs } = decode((await host.invoke('burn', {})).payload);
  // A quarter of 1,500 ms is 375 ms; at either end one more period of 100 ms may have begun.
  expect(cpuMs).toBeLessThan(375 + 2 * 25 + 100);
  expect(cpuMs).toBeGreaterThan(50);
});

describe('memory budget', () => {
  const nap = `export const handler = async ({ ms, name }) => { note('+' + name); await delay(ms); note('-' + name); };`;

  it('stops an idle instance when another function needs its memory', async () => {
    const lab = await openLab();
    const functions = [await lab.define('one', nap), await lab.define('two', nap)];
    const host = await lab.start(functions, { memoryBudgetMb: 200 });
    await host.invoke('one', { ms: 1, name: 'one' });
    await host.invoke('two', { ms: 1, name: 'two' });
    expect(host.instances()).toMatchObject([{ functionName: 'two', state: 'idle' }]);
    expect(host.reports.map(({ coldStart }) => coldStart)).toEqual([true, true]);
  });

  it('delays a start while busy instances use the memory', async () => {
    const lab = await openLab();
    const functions = [await lab.define('one', nap), await lab.define('two', nap)];
    const host = await lab.start(functions, { memoryBudgetMb: 200 });
    await host.enqueue('one', { ms: 200, name: 'one' });
    await host.enqueue('two', { ms: 1, name: 'two' });
    await host.idle();
    expect(lab.notes()).toEqual(['+one', '-one', '+two', '-two']);
  });

  it('does not let a long queue of one function starve another', async () => {
    const lab = await openLab();
    const functions = [await lab.define('many', nap, { maxConcurrency: 2 }), await lab.define('few', nap)];
    const host = await lab.start(functions, { memoryBudgetMb: 256 });
    for (let n = 0; n < 30; n += 1) await host.enqueue('many', { ms: 40, name: `many ${n}` });
    await host.enqueue('few', { ms: 1, name: 'few' });
    await host.idle();
    const notes = lab.notes();
    expect(notes).toHaveLength(62);
    expect(notes.indexOf('-few')).toBeLessThan(40);
  });

  it('reserves freed memory for the function that waits for it', async () => {
    const lab = await openLab();
    const many = await lab.define('many', nap, { maxConcurrency: 2 });
    const whole = await lab.define('whole', nap, { memoryMb: 256 });
    const host = await lab.start([many, whole], { memoryBudgetMb: 256 });
    const push = async (from: number, to: number) => {
      for (let n = from; n < to; n += 1) await host.enqueue('many', { ms: 40, name: `many ${n}` });
    };
    await push(0, 6);
    await host.enqueue('whole', { ms: 1, name: 'whole' });
    await push(6, 20);
    await host.idle();
    const notes = lab.notes();
    expect(notes).toHaveLength(42);
    expect(notes.indexOf('+whole')).toBeLessThan(notes.indexOf('+many 10'));
  });

  it('runs a function that is larger than the whole budget alone', async () => {
    const lab = await openLab();
    const functions = [
      await lab.define('small', nap, { maxConcurrency: 2 }),
      await lab.define('large', nap, { memoryMb: 512 }),
    ];
    const host = await lab.start(functions, { memoryBudgetMb: 256 });
    await host.enqueue('small', { ms: 100, name: 's1' });
    await host.enqueue('small', { ms: 200, name: 's2' });
    await host.enqueue('large', { ms: 1, name: 'large' });
    await host.enqueue('small', { ms: 1, name: 's3' });
    await host.idle();
    const notes = lab.notes();
    expect(notes[notes.indexOf('+large') + 1]).toBe('-large');
    expect(notes).toHaveLength(8);
  });
});
