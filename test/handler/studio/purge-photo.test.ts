/** A deleted photo leaves no event and no dead letter behind, whatever the state of its events. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, DeleteObjectsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { createdEvent } from '../../../local/s3/event.ts';
import type { Removal } from '../../../local/s3/server.ts';
import { removeExpired } from '../../../local/studio/expiry.ts';
import { purgePhoto } from '../../../local/studio/purge-photo.ts';
import { type Lab, openLab, until } from '../lambda/host-setup.ts';
import { startTestServer } from '../s3/server-setup.ts';

const buckets = { uploads: 'photos', results: 'results' };

function uploadEvent(photoId: string, sequencer = '01') {
  const object = {
    key: `uploads/${photoId}`,
    sizeBytes: 1,
    etag: 'e',
    sequencer,
    lastModified: '2026-01-01T00:00:00.000Z',
  };
  const labels = { bodyPath: '', headers: {}, userMetadata: {}, checksum: undefined };
  return createdEvent({ bucket: 'photos', region: 'us-east-1', requestId: 'r' }, 'ObjectCreated:Put', {
    ...labels,
    ...object,
  });
}

const removedUpload = (photoId: string, sequencer = '02'): Removal => ({
  bucket: 'photos',
  key: `uploads/${photoId}`,
  sequencer,
});
const removedRecord = (photoId: string): Removal => ({
  bucket: 'results',
  key: `records/${photoId}.json`,
  sequencer: '02',
});

/** Returns everything that the host has on the disk, file names included. */
function diskOf({ dir }: Lab): string {
  const entries = readdirSync(join(dir, 'state'), { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => `${entry.name} ${entry.isFile() ? readFileSync(join(entry.parentPath, entry.name), 'utf8') : ''}`)
    .join('\n');
}

const fails = 'export const handler = () => { throw new Error("poison"); };';
/** Runs until the file is there, then fails. */
const waits = `export const handler = async () => { while (!existsSync(process.env.GO)) await delay(5); throw new Error('poison'); };`;

it('the queued events of a removed upload are discarded, and no others', async () => {
  const lab = await openLab();
  const go = join(lab.dir, 'go');
  const host = await lab.start([await lab.define('matting', waits, { env: { GO: go } })], { retryDelaysMs: [] });
  await host.enqueue('matting', uploadEvent('first.jpg'));
  for (const name of ['jane.jpg', 'jane.jpg.jpg', 'john.jpg', 'jane.jpg'])
    await host.enqueue('matting', uploadEvent(name));
  await until(() => host.instances().some(({ state }) => state === 'busy'));
  expect(await purgePhoto(host, buckets, removedUpload('jane.jpg'))).toBe(2);
  expect(host.queueDepth('matting')).toBe(3);
  expect(diskOf(lab)).not.toContain('jane.jpg"');
  expect(diskOf(lab)).toContain('jane.jpg.jpg"');
  expect(diskOf(lab)).toContain('john.jpg"');
});

it('a running event is retried, so that it removes what it made, but leaves no dead letter', async () => {
  const lab = await openLab();
  const go = join(lab.dir, 'go');
  const functions = [await lab.define('matting', waits, { env: { GO: go } })];
  const host = await lab.start(functions, { retryDelaysMs: [5, 5] });
  await host.enqueue('matting', uploadEvent('jane.jpg'));
  await until(() => host.instances().some(({ state }) => state === 'busy'));
  expect(await purgePhoto(host, buckets, removedUpload('jane.jpg'))).toBe(1);
  writeFileSync(go, '');
  await host.idle();
  expect(host.reports.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  expect(await host.deadLetters()).toEqual([]);
  expect(diskOf(lab)).not.toContain('jane');
});

it('an event that waits for a retry is discarded', async () => {
  const lab = await openLab();
  const host = await lab.start([await lab.define('matting', fails)], { retryDelaysMs: [60_000] });
  await host.enqueue('matting', uploadEvent('jane.jpg'));
  await until(() => host.reports.length === 1 && host.instances().every(({ state }) => state === 'idle'));
  expect(host.queueDepth('matting')).toBe(1);
  expect(await purgePhoto(host, buckets, removedUpload('jane.jpg'))).toBe(1);
  expect(host.queueDepth('matting')).toBe(0);
  await host.idle();
  expect(diskOf(lab)).not.toContain('jane');
});

it('dead letters of matting are discarded with the upload, those of compose with the record, others never', async () => {
  const lab = await openLab();
  const functions = [await lab.define('matting', fails), await lab.define('compose', fails)];
  const host = await lab.start(functions, { retryDelaysMs: [] });
  for (const name of ['jane.jpg', 'john.jpg']) {
    await host.enqueue('matting', uploadEvent(name));
    await host.enqueue('compose', { photoId: name, placedAt: 'x', order: {} });
  }
  await host.enqueue('compose', { not: 'about a photo' });
  await host.idle();
  expect(await host.deadLetters()).toHaveLength(5);
  expect(await purgePhoto(host, buckets, removedUpload('jane.jpg'))).toBe(1);
  expect(diskOf(lab)).toContain('jane');
  expect(await purgePhoto(host, buckets, removedRecord('jane.jpg'))).toBe(1);
  expect(diskOf(lab)).not.toContain('jane');
  expect(await host.deadLetters()).toHaveLength(3);
  for (const removal of [
    { ...removedUpload('john.jpg'), bucket: 'results' },
    { ...removedRecord('john.jpg'), key: 'records/' },
  ]) {
    expect(await purgePhoto(host, buckets, removal)).toBe(0);
  }
});

it('the event of an upload after the deletion stays', async () => {
  const lab = await openLab();
  const host = await lab.start([await lab.define('matting', fails)], { retryDelaysMs: [60_000] });
  await host.enqueue('matting', uploadEvent('jane.jpg', '03'));
  expect(await purgePhoto(host, buckets, removedUpload('jane.jpg', '02'))).toBe(0);
  expect(await purgePhoto(host, buckets, removedUpload('jane.jpg', '04'))).toBe(1);
});

it('dead letters without a photo are discarded when they are too old', async () => {
  const lab = await openLab();
  const host = await lab.start([await lab.define('matting', fails)], { retryDelaysMs: [] });
  await host.enqueue('matting', { not: 'about a photo' });
  await host.idle();
  expect(await host.discardDeadLettersBefore(new Date(Date.now() - 60_000))).toBe(0);
  expect(await host.discardDeadLettersBefore(new Date(Date.now() + 60_000))).toBe(1);
  expect(await host.deadLetters()).toEqual([]);
});

it('the object server reports every deletion in order: single, in batches and by expiry', async () => {
  const removals: Removal[] = [];
  const s3 = await startTestServer({ onRemoved: (removal) => void removals.push(removal) });
  const Bucket = 'photos';
  for (const Key of ['a', 'b', 'c', 'd']) await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'not-there' }));
  await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'b' }, { Key: 'c' }] } }));
  await removeExpired(s3.client, Bucket, 1, Date.now() + 2 * 24 * 3_600_000);
  expect(removals.map(({ key }) => key)).toEqual(['a', 'not-there', 'b', 'c', 'd']);
  const sequencers = removals.map(({ sequencer }) => sequencer);
  expect(sequencers).toEqual([...sequencers].sort());
  const stored = s3.events.map((event) => event.Records[0].s3.object.sequencer);
  expect(stored.every((sequencer) => sequencer < sequencers[0])).toBe(true);
});

it('a deletion fails when onRemoved fails', async () => {
  const s3 = await startTestServer({ onRemoved: () => Promise.reject(new Error('full')) });
  const client = s3.clientWith({ maxAttempts: 1 });
  await expect(client.send(new DeleteObjectCommand({ Bucket: 'photos', Key: 'a' }))).rejects.toMatchObject({
    name: 'InternalError',
  });
});
