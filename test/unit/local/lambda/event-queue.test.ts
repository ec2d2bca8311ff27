import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { EventQueue, type QueuedEvent } from '../../../../local/lambda/event-queue.ts';

async function openFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'event-queue-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

const event = (requestId: string, payload: unknown = {}) => ({ requestId, functionArn: 'arn', payload });

function takeAll(queue: EventQueue): string[] {
  const ids: string[] = [];
  for (let next = queue.take(); next; next = queue.take()) ids.push(next.requestId);
  return ids;
}

it('gives out events in their order, each once, and counts them until they are done', async () => {
  const queue = await EventQueue.open(await openFolder(), () => undefined);
  for (const id of ['a', 'b', 'c']) await queue.push(event(id));
  const first = queue.take();
  expect(first?.requestId).toBe('a');
  expect(queue.depth).toBe(3);
  if (first) await queue.done(first);
  expect(queue.depth).toBe(2);
  expect(takeAll(queue)).toEqual(['b', 'c']);
  expect(queue.take()).toBeUndefined();
});

it('calls back when an event is ready, and gives the time since it waits', async () => {
  let calls = 0;
  const queue = await EventQueue.open(await openFolder(), () => {
    calls += 1;
  });
  expect(queue.waitingSinceUs).toBeUndefined();
  await queue.push(event('a'));
  expect(calls).toBe(1);
  expect(Math.abs((queue.waitingSinceUs ?? 0) / 1000 - Date.now())).toBeLessThan(5000);
});

it('keeps the content of events on disk only, under a name with all that memory holds', async () => {
  const dir = await openFolder();
  const queue = await EventQueue.open(dir, () => undefined);
  const payload = { text: 'ü\u2028 "', nested: [1, null, { deep: true }] };
  await queue.push(event('id-1', payload));
  const [name = ''] = await readdir(dir);
  expect(name).toMatch(/^\d{16}\.id-1\.0\.json$/);
  expect(JSON.parse(await readFile(join(dir, name), 'utf8'))).toEqual(event('id-1', payload));
  const taken = queue.take();
  expect(Object.keys(taken ?? {}).sort()).toEqual(['acceptedAtUs', 'failures', 'requestId']);
  if (taken) expect(queue.read(taken).payload).toEqual(payload);
});

it('queues a failed event again behind the others, after its delay', async () => {
  const dir = await openFolder();
  const ready: number[] = [];
  const queue = await EventQueue.open(dir, () => ready.push(performance.now()));
  await queue.push(event('a'));
  await queue.push(event('b'));
  const failed = queue.take();
  const begun = performance.now();
  if (failed) await queue.retry(failed, 60);
  expect(queue.depth).toBe(2);
  expect(queue.take()?.requestId).toBe('b');
  expect(queue.take()).toBeUndefined();
  await expect.poll(() => ready.length).toBe(3);
  expect((ready[2] ?? 0) - begun).toBeGreaterThanOrEqual(55);
  expect(queue.take()).toMatchObject({ requestId: 'a', failures: 1 });
});

it('gives out the unfinished events after a restart, in their order and with their failures', async () => {
  const dir = await openFolder();
  const queue = await EventQueue.open(dir, () => undefined);
  for (const id of ['a', 'b', 'c', 'd']) await queue.push(event(id));
  const [a, b] = [queue.take(), queue.take()];
  if (a) await queue.done(a);
  if (b) await queue.retry(b, 60_000);
  queue.take();
  queue.close();
  const next = await EventQueue.open(dir, () => undefined);
  expect(next.depth).toBe(3);
  expect(next.take()).toMatchObject({ requestId: 'b', failures: 1 });
  expect(takeAll(next)).toEqual(['c', 'd']);
});

it('never gives two events of one queue the same time, even when the clock stands still or jumps back', async () => {
  const dir = await openFolder();
  const queue = await EventQueue.open(dir, () => undefined);
  await Promise.all(Array.from({ length: 50 }, (_, n) => queue.push(event(`e${n}`))));
  const next = await EventQueue.open(dir, () => undefined);
  await next.push(event('last'));
  const names = (await readdir(dir)).sort();
  expect(new Set(names.map((name) => name.split('.')[0])).size).toBe(51);
  expect(names.at(-1)).toContain('.last.');
});

/** A queue, and the request ids that should be in it. */
interface Model {
  readonly dir: string;
  readonly expected: Set<string>;
  queue: EventQueue;
  taken: QueuedEvent[];
}

const operations: Readonly<Record<string, (model: Model) => Promise<void>>> = {
  push: async ({ queue, expected }) => {
    const id = randomUUID();
    await queue.push(event(id));
    expected.add(id);
  },
  take: async ({ queue, taken }) => {
    taken.push(...[queue.take() ?? []].flat());
  },
  done: async ({ queue, expected, taken }) => {
    const first = taken.shift();
    if (first) await queue.done(first);
    expected.delete(first?.requestId ?? '');
  },
  retry: async ({ queue, taken }) => {
    const first = taken.shift();
    if (first) await queue.retry(first, 1);
  },
  restart: async (model) => {
    model.queue.close();
    model.taken = [];
    model.queue = await EventQueue.open(model.dir, () => undefined);
  },
};

it('holds exactly the events that were pushed and not done, after any sequence of operations', async () => {
  const names = fc.array(fc.constantFrom(...Object.keys(operations)), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(names, async (chosen) => {
      const dir = await mkdtemp(join(tmpdir(), 'event-queue-'));
      const model: Model = { dir, expected: new Set(), queue: await EventQueue.open(dir, () => undefined), taken: [] };
      for (const name of chosen) {
        await operations[name]?.(model);
        expect(model.queue.depth).toBe(model.expected.size);
      }
      await operations.restart?.(model);
      expect(takeAll(model.queue).sort()).toEqual([...model.expected].sort());
      await rm(dir, { recursive: true });
    }),
    { numRuns: 40 },
  );
});
