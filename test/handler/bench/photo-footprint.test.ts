/** Counts the requests to the object server for one photo, and compares them with the numbers in the cost tables. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { footprint } from '../../../bench/cost/photo-footprint.ts';
import { catalogue } from '../../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../../portraits/render.ts';
import { context, openWorld } from '../../support/handler-world.ts';

/** The diagnostics channel on which Node reports every request to a server of this process. */
const channel = 'http.server.request.start';

test('a new photo with one output needs as many writes and reads as docs/cost.md counts', async () => {
  const portrait = await encodeJpeg((await renderPortrait(catalogue.bob)).photo);
  const world = await openWorld();
  onTestFinished(() => world.close());
  const requests: string[] = [];
  const listen = (message: unknown) => {
    const { method, url } = (message as { readonly request: IncomingMessage }).request;
    // The other server in this test takes the place of Lambda.
    if (!url?.startsWith('/2015-03-31/')) requests.push(`${method} ${url}`);
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
  }
  const are = (methods: readonly string[]) => requests.filter((line) => methods.includes(line.split(' ')[0]));
  expect(are(['PUT', 'POST']), requests.join('\n')).toHaveLength(footprint.writes);
  expect(are(['GET', 'HEAD']), requests.join('\n')).toHaveLength(footprint.reads);
});
