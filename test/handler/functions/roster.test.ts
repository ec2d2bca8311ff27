/** A roster beside photos in the bucket: events in, photos named by person and a table out. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseCsv } from '../../../core/roster/csv.ts';
import type { S3Event } from '../../../local/s3/server.ts';
import { catalogue } from '../../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../../portraits/render.ts';
import { type HandlerWorld, openWorld } from '../../support/handler-world.ts';

const context = { awsRequestId: 'test-request', invokedFunctionArn: 'matting' };
let world: HandlerWorld;
let portrait: Uint8Array;

beforeAll(async () => {
  world = await openWorld();
  portrait = await encodeJpeg((await renderPortrait({ ...catalogue.short, widthPx: 600, heightPx: 800 })).photo);
});
afterAll(() => world.close());

/** Serves events, and everything that they cause, as the platform does. @returns the number of invocations of matting. */
async function serve(...events: unknown[]): Promise<number> {
  const waiting = [...events];
  let photos = 0;
  while (waiting.length > 0) {
    const before = world.invocations.length;
    await Promise.all(
      waiting.splice(0).map((payload) => {
        if ((payload as { wake?: boolean }).wake) return undefined;
        const isUpload = 'Records' in (payload as object);
        if (isUpload) photos += 1;
        return isUpload ? world.matting(payload, context) : world.compose(payload, context);
      }),
    );
    waiting.push(...world.invocations.slice(before));
  }
  return photos;
}

const put = (key: string, content: Uint8Array | string, metadata?: Record<string, string>): Promise<S3Event> =>
  world.upload(`uploads/${key}`, Buffer.from(content), metadata);

/** Another photo for the fingerprint: bytes behind the end of the picture change nothing else. */
const photoOf = (person: string) => Buffer.concat([portrait, Buffer.from(person)]);

async function filesOf(folder: string): Promise<string[]> {
  const prefix = `results/${folder}/`;
  return (await world.keys())
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length))
    .sort();
}

/** @returns name and verdict of each row of the table; every verdict of a finished photo is `made`. */
async function tableOf(folder: string): Promise<string[]> {
  const text = new TextDecoder().decode((await world.read(`results/${folder}/roster.csv/results.csv`)) ?? undefined);
  return parseCsv(text)
    .slice(1)
    .map(
      ({ cells: [name, , verdict] }) => `${name} ${verdict.replace(/^(ready|look-again|will-be-refused)$/, 'made')}`,
    );
}

const wrong = 'Wrong,d.jpg,us-pasport,,\n';
const header = 'name,file,standard,backdrop,copies\n';
const rows = `李伟,a.jpg,us-passport,white,\n李伟,b/B.JPG,,blue,2\n${wrong}Late,c.jpg,,,\n`;

test('photos wait for their roster; those that come later are made at once; each person has files of the own name', async () => {
  await serve(await put('roster/7b/a.jpg', photoOf('a')), await put('roster/7b/d.jpg', photoOf('d')));
  expect(await world.record('roster/7b/a.jpg')).toMatchObject({ status: 'waiting', order: null, outputs: [] });
  await serve(await put('roster/7b/roster.csv', header + rows));
  expect(await filesOf('roster/7b')).toEqual(['a.jpg/李伟-us-passport-white.jpg', 'roster.csv/results.csv']);
  expect(await world.record('roster/7b/d.jpg')).toMatchObject({
    status: 'rejected',
    rejection: { code: 'bad-order', message: expect.stringContaining('Line 4 of the roster: There is no such photo') },
  });
  const record = await world.record('roster/7b/roster.csv');
  expect(record?.roster?.wrong).toMatchObject([{ line: 4, name: 'Wrong', file: 'd.jpg' }]);
  expect(await tableOf('roster/7b')).toEqual(['李伟 in-work', '李伟 missing', 'Wrong wrong-row', 'Late missing']);

  await serve(await put('roster/7b/b/b.jpg', photoOf('b')), await put('roster/7b/Thumbs.db', 'x'));
  expect(await tableOf('roster/7b')).toContain('李伟 missing');
  await serve(await put('roster/7b/c.jpg', photoOf('c')));
  expect(await filesOf('roster/7b')).toEqual([
    'a.jpg/李伟-us-passport-white.jpg',
    ...['b/b.jpg/李伟-cn-1-inch-blue.jpg', 'b/b.jpg/李伟-sheet-4r.jpg'],
    ...['c.jpg/Late-cn-1-inch-white.jpg', 'roster.csv/results.csv'],
  ]);
  expect(await tableOf('roster/7b')).toEqual(['李伟 made', '李伟 made', 'Wrong wrong-row', 'Late made']);
});

test('repeated events change nothing; a corrected roster makes only what it changes, without the networks', async () => {
  const event = await put('roster/7b/roster.csv', header + rows);
  await serve(event);
  expect(await serve(event)).toBe(1);
  const text = header + rows.replace('李伟,a.jpg', '李薇,a.jpg').replace(wrong, 'Dee,d.jpg,,,\n');
  expect(await serve(await put('roster/7b/roster.csv', text))).toBe(3);
  expect(await world.record('roster/7b/a.jpg')).toMatchObject({
    reusedCutout: true,
    person: { name: '李薇', line: 2 },
  });
  expect(await filesOf('roster/7b')).toEqual(
    expect.arrayContaining(['a.jpg/李薇-us-passport-white.jpg', 'd.jpg/Dee-cn-1-inch-white.jpg']),
  );
  expect(await filesOf('roster/7b/a.jpg')).toHaveLength(1);
  expect(await tableOf('roster/7b')).toEqual(['李薇 made', '李伟 made', 'Dee made', 'Late made']);
});

test('no photo is lost when roster and photos come at the same moment', async () => {
  const folder = 'roster+us-passport+white/8a';
  const photos: S3Event[] = [];
  for (const name of ['1', '2', '3']) photos.push(await put(`${folder}/${name}.jpg`, photoOf(name)));
  const roster = await put(`${folder}/roster.csv`, 'file,name\n1.jpg,One\n2.jpg,\n3.jpg,../Three\n');
  await serve(...photos, roster);
  expect(await filesOf(folder)).toEqual([
    ...['1.jpg/One-us-passport-white.jpg', '2.jpg/us-passport-white.jpg', '3.jpg/_Three-us-passport-white.jpg'],
    'roster.csv/results.csv',
  ]);
  expect(await tableOf(folder)).toHaveLength(3);
});

test('a photo without a row, a roster that cannot be read, and a file beside the folders are rejected with what to do', async () => {
  await serve(await put('roster/9c/x.jpg', photoOf('x')), await put('roster/9c/roster.csv', 'file\nother.jpg\n'));
  expect((await world.record('roster/9c/x.jpg'))?.rejection?.code).toBe('not-in-roster');
  await serve(await put('roster/9c/roster.csv', 'file\nother.jpg\n'));
  expect(await tableOf('roster/9c')).toEqual([' missing', ' rejected']);
  await serve(await put('roster/9c/roster.csv', 'Grade,Photo\n1,x.jpg\n'));
  expect((await world.record('roster/9c/roster.csv'))?.rejection).toMatchObject({
    code: 'bad-roster',
    message: expect.stringContaining('there is no column Grade'),
  });
  await serve(await put('roster/9c/roster.csv', 'photo\nx.jpg\n', { order: '{"standards":["us-passport"]}' }));
  expect((await world.record('roster/9c/x.jpg'))?.outputs).toMatchObject([{ standard: 'us-passport' }]);
  await serve(await put('roster/roster.csv', 'file\nx.jpg\n'));
  expect((await world.record('roster/roster.csv'))?.rejection?.advice).toContain('uploads/roster/class-7b/roster.csv');
});
