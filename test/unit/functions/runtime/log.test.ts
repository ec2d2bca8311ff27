/** Names and keys stay out of logs and dead letters, whatever goes wrong. */
import { inspect } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { Fault, PhotoRejected, Transient } from '../../../../core/errors.ts';
import { eventHandler } from '../../../../functions/runtime/event-handler.ts';
import { photoReference, safeError } from '../../../../functions/runtime/log.ts';
import { createdEventOf } from '../../../../functions/runtime/s3-events.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const secret = 'uploads/us-passport/Jane Doe.jpg';

/** Runs a function that fails. @returns what the platform would see of it: lines, and the error that it writes down. */
async function failWith(error: unknown) {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  // biome-ignore lint/correctness/useYield: it fails before it has anything to tell
  const handler = eventHandler('matting', async function* () {
    throw error;
  });
  const thrown = await handler({}, { awsRequestId: 'r' }).then(
    () => undefined,
    (reason: Error) => reason,
  );
  return { lines, thrown };
}

test.each([
  ['an error of a library', new TypeError(`cannot read ${secret}`)],
  [
    'an error of the system',
    Object.assign(new Error(`ENOENT: open '/data/${secret}'`), { code: 'ENOENT', path: secret }),
  ],
  ['an error with a cause', new RangeError('out of range', { cause: new Error(secret) })],
  ['text', secret],
  ['an object', { message: secret }],
])('%s that quotes a name is told without its words', async (_, error) => {
  const { lines, thrown } = await failWith(error);
  expect(lines.join('')).not.toContain('Jane');
  expect(thrown).toMatchObject({ name: 'Fault', code: 'internal' });
  // As Lambda's runtime writes it: own enumerable properties, message and trace.
  expect(JSON.stringify({ ...thrown, message: thrown?.message, stack: thrown?.stack })).not.toContain('Jane');
});

test('the trace tells where it happened, and the cause stays for a debugger', () => {
  const error = new TypeError(secret);
  const told = safeError(error);
  expect(told.stack?.split('\n').slice(1)).toEqual(error.stack?.split('\n').filter((line) => /^\s+at /.test(line)));
  expect(told.cause).toBe(error);
  expect(inspect(told, { depth: 0 })).toContain('TypeError');
});

test('a failure says which photo it was about, by its digest', async () => {
  const events = ['first', 'second'].map((name) =>
    createdEventOf('b', `uploads/us-passport/${name}.jpg`, Buffer.of(1)),
  );
  const records = events.flatMap((event) => (event as { Records: unknown[] }).Records);
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  const matting = eventHandler('matting', async function* () {
    yield { photoId: 'us-passport/first.jpg', outcome: 'composing', timings: {} };
    throw new Transient('conflict', 'm');
  });
  const compose = eventHandler('compose', () => {
    throw new Fault('bad-event', 'm');
  });
  await expect(matting({ Records: records }, { awsRequestId: 'r' })).rejects.toThrow();
  await expect(compose({ photoId: 'us-passport/third.jpg' }, { awsRequestId: 'r' })).rejects.toThrow();
  const photos = ['first', 'second', 'third'].map((name) => photoReference(`us-passport/${name}.jpg`));
  expect(lines.map((line) => JSON.parse(line).photo)).toEqual(photos);
});

test('errors of our own kinds pass as they are', () => {
  const ours = [new Fault('bad-event', 'm'), new Transient('conflict', 'm'), new PhotoRejected('no-face')];
  for (const error of ours) expect(safeError(error)).toBe(error);
});

test('a photo is named by a digest that tells nothing of it', () => {
  expect(photoReference(secret)).toMatch(/^[0-9a-f]{16}$/);
  expect(photoReference(secret)).not.toBe(photoReference(`${secret} `));
});
