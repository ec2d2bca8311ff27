/** Counts requests, bytes and log lines of one photo, and compares them with the numbers in the cost tables. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { footprint } from '../../../bench/cost/photo-footprint.ts';
import { catalogue } from '../../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../../portraits/render.ts';
import { context, openWorld } from '../../support/handler-world.ts';

/** The diagnostics channel on which Node reports every request to a server of this process. */
const channel = 'http.server.request.start';

/** The lines that Lambda itself logs for an invocation (AWS Lambda developer guide, "Working with Lambda function logs"). */
const id = '79b4f56e-95b1-4643-9700-2807f4e68189';
const platformLines = [
  `START RequestId: ${id} Version: 12\n`,
  `END RequestId: ${id}\n`,
  `REPORT RequestId: ${id}\tDuration: 298.26 ms\tBilled Duration: 299 ms\tMemory Size: 2048 MB\tMax Memory Used: 332 MB\t\n`,
];
/** CloudWatch adds this to each line that it takes in (CloudWatch pricing). */
const bytesPerLine = 26;

test('a new photo with one output needs as many requests and bytes as docs/cost.md counts', async () => {
  // The long side is that of the working photo, so that the cutout is as large as that of any larger photo.
  const portrait = await encodeJpeg((await renderPortrait({ ...catalogue.bob, widthPx: 1365, heightPx: 2048 })).photo);
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
  const world = await openWorld();
  onTestFinished(() => world.close());
  const requests: string[] = [];
  const listen = (message: unknown) => {
    const { method, url } = (message as { readonly request: IncomingMessage }).request;
    // The other servers in this test take the places of Lambda and EventBridge.
    if (url !== '/' && !url?.startsWith('/2015-03-31/')) requests.push(`${method} ${url}`);
  };
  subscribe(channel, listen);
  try {
    await world.matting(await world.upload('uploads/cn-1-inch+blue/jane.jpg', portrait), context);
    const order = world.invocations.find((payload) => Object.hasOwn(payload as object, 'photoId'));
    await world.compose(order, context);
    const record = await world.record('cn-1-inch+blue/jane.jpg');
    requests.pop();
    expect(record?.outputs).toHaveLength(1);
    await world.read(record?.outputs[0].key ?? '');
  } finally {
    unsubscribe(channel, listen);
    vi.restoreAllMocks();
  }
  const are = (methods: readonly string[]) => requests.filter((line) => methods.includes(line.split(' ')[0]));
  expect(are(['PUT', 'POST']), requests.join('\n')).toHaveLength(footprint.writes);
  expect(are(['GET', 'HEAD']), requests.join('\n')).toHaveLength(footprint.reads);

  expect(world.announced).toHaveLength(footprint.events);

  const mbOf = async (keys: readonly string[]) => {
    const files = await Promise.all(keys.map((key) => world.read(key)));
    return files.reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0) / 1024 ** 2;
  };
  const made = (await world.keys()).filter((key) => !key.startsWith('uploads/'));
  const cutoutMb = await mbOf(made.filter((key) => key.startsWith('cutouts/')));
  expect(cutoutMb).toBeGreaterThan(0.5);
  expect(cutoutMb).toBeLessThan(footprint.cutoutMb);
  expect(await mbOf(made.filter((key) => !key.startsWith('cutouts/')))).toBeLessThan(footprint.resultsMb);
  expect(footprint.cutoutMb + footprint.resultsMb).toBeLessThan(2);

  const own = lines.filter((line) => line.includes('"event":"photo"'));
  expect(own).toHaveLength(2);
  const logBytes = [...own, ...own.flatMap(() => platformLines)].reduce(
    (sum, { length }) => sum + length + bytesPerLine,
    0,
  );
  expect(logBytes / 1024).toBeLessThan(footprint.logKb);
});
