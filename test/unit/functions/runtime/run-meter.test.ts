import { expect, test, vi } from 'vitest';

/** Imports the module as in a new process that started so long ago, and moves its clock. */
async function openMeter(startedMs: number) {
  vi.resetModules();
  let nowMs = startedMs;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const { startMeter } = await import('../../../../functions/runtime/run-meter.ts');
  const later = (ms: number) => {
    nowMs += ms;
  };
  return { startMeter, later, restore: () => clock.mockRestore() };
}

test('the first measure of a process includes its start; each later one begins where the last ended', async () => {
  const { startMeter, later, restore } = await openMeter(4000);
  const first = startMeter('2048');
  later(1000);
  expect(first()).toBe(10);
  later(500);
  expect(first()).toBe(1);
  later(60_000);
  const second = startMeter('2048');
  later(250);
  expect(second()).toBe(0.5);
  restore();
});

test('a start that an earlier call did not report is part of the first report', async () => {
  const { startMeter, later, restore } = await openMeter(2000);
  startMeter('1024');
  later(10_000);
  const measured = startMeter('1024');
  later(100);
  expect(measured()).toBe(2.1);
  restore();
});

test('without a memory size nothing is counted', async () => {
  const { startMeter, later, restore } = await openMeter(1);
  const measured = startMeter(undefined);
  later(1000);
  expect(measured()).toBe(0);
  restore();
});
