/** Waiting for an answer of the API. */
import { expect, test } from 'vitest';
import { evenly, waitFor } from '../../../../web/state/wait-for.ts';

const forever = new AbortController().signal;

test('the first answer that is there is returned, after growing pauses', async () => {
  const asked: number[] = [];
  const answers = [null, null, 'done', 'later'];
  const pauseMs = (at: number) => asked.push(at);
  const answer = await waitFor(async () => answers.shift() ?? null, {
    ...{ pauseMs, untilMs: () => Number.POSITIVE_INFINITY, signal: forever },
  });
  expect([answer, asked]).toEqual(['done', [0, 1]]);
});

test('it is lost when it takes too long, and the time may be put off meanwhile', async () => {
  await expect(waitFor(async () => null, evenly(1, 20, forever))).rejects.toMatchObject({ code: 'lost' });
  let endMs = Date.now() + 10;
  let asked = 0;
  const ask = async () => {
    endMs = asked++ === 0 ? Date.now() + 60_000 : endMs;
    return asked > 20 ? 'done' : null;
  };
  expect(await waitFor(ask, { pauseMs: () => 1, untilMs: () => endMs, signal: forever })).toBe('done');
});

test('it ends with the reason of the signal, or with the error of a question', async () => {
  const stop = new AbortController();
  const waiting = waitFor(async () => null, evenly(1_000, 60_000, stop.signal));
  setTimeout(() => stop.abort(new Error('stopped')), 5);
  await expect(waiting).rejects.toThrow('stopped');
  const failing = waitFor(() => Promise.reject(new Error('refused')), evenly(1, 60_000, forever));
  await expect(failing).rejects.toThrow('refused');
});
