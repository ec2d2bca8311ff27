/**
 * Outputs and logs contain no private data of the uploaded file, and a deleted or expired photo leaves nothing on the
 * disk.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiPhoto, Ticket } from '../../core/api.ts';
import { cutoutsPrefix, recordKey } from '../../core/keys.ts';
import type { PhotoRecord } from '../../core/photo-record.ts';
import { unpackCutout } from '../../functions/runtime/cutout-file.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { connect, type StudioClient } from '../../local/studio/client.ts';
import { keepDays, removeExpired } from '../../local/studio/expiry.ts';
import { resultsBucket, uploadsBucket } from '../../local/studio/folder.ts';
import { type Studio, startStudio } from '../../local/studio/studio.ts';
import { jpegSegments, pngChunks } from '../support/image-files.ts';
import { privateBytes, privateJpeg, privateMark, privatePng } from '../support/private-portrait.ts';

let studio: Studio;
let client: StudioClient;
let s3: S3Client;
let dataDir: string;
const lines: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-privacy-'));
  const { storeDir } = await ensureModels();
  studio = await startStudio({
    ...{ dataDir, modelDir: storeDir, pagePort: 0, retryDelaysMs: [20] },
    onLog: (_, line) => lines.push(line),
    onReport: (report) => lines.push(JSON.stringify({ ...report, payload: undefined })),
  });
  client = connect(studio);
  const { endpoint, region, credentials } = studio;
  s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
});
afterAll(async () => {
  client?.close();
  s3?.destroy();
  await studio?.close();
  await rm(dataDir, { recursive: true, force: true });
});

const holdsMark = (bytes: Uint8Array) => privateBytes.some((mark) => Buffer.from(bytes).includes(mark));

interface DiskFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Reads every file of the studio: objects, queues, dead letters, notes, and the folders of its instances. */
async function disk(): Promise<DiskFile[]> {
  const note = await readFile(join(dataDir, 'functions', 'instances-folder'), 'utf8').catch(() => '');
  const files: DiskFile[] = [];
  for (const dir of [dataDir, note].filter(Boolean)) {
    for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      files.push({ path, bytes: entry.isFile() ? await readFile(path) : Buffer.alloc(0) });
    }
  }
  return files;
}

async function keys(): Promise<string[]> {
  const lists = [uploadsBucket, resultsBucket].map((Bucket) => s3.send(new ListObjectsV2Command({ Bucket })));
  return (await Promise.all(lists)).flatMap(({ Contents = [] }) => Contents.map(({ Key = '' }) => Key));
}

/** Expects that no file or folder name, and no file, contains a mark, one of the words or a part of the picture. */
async function expectNoTrace(words: readonly string[], picture: Buffer): Promise<void> {
  const pieces = [0.25, 0.5, 0.75].map((at) => picture.subarray(picture.length * at, picture.length * at + 64));
  for (const { path, bytes } of await disk()) {
    const found = [...words, privateMark].filter((word) => path.includes(word) || bytes.includes(word));
    expect(found, path).toEqual([]);
    expect(holdsMark(bytes), path).toBe(false);
    expect(
      pieces.some((piece) => bytes.includes(piece)),
      path,
    ).toBe(false);
  }
  expect(lines.filter((line) => [...words, privateMark].some((word) => line.includes(word)))).toEqual([]);
}

/** Expects only the segments or chunks that a picture needs, its density and the sRGB profile. */
async function expectPlain(file: Uint8Array): Promise<void> {
  expect(holdsMark(file)).toBe(false);
  const { format, exif, xmp, iptc, icc, comments } = await sharp(file).metadata();
  expect({ exif, xmp, iptc, comments }).toEqual({
    exif: undefined,
    xmp: undefined,
    iptc: undefined,
    comments: undefined,
  });
  if (icc) expect(icc.toString('latin1')).toContain('s\0R\0G\0B');
  if (format === 'png') {
    const names = new Set(pngChunks(file).map(({ name }) => name));
    for (const name of names)
      expect(['IHDR', 'PLTE', 'tRNS', 'iCCP', 'sRGB', 'gAMA', 'cHRM', 'pHYs', 'sBIT', 'IDAT', 'IEND']).toContain(name);
    return;
  }
  // JFIF and the profile; then tables, frames and scans.
  for (const { marker } of jpegSegments(file).segments)
    expect([0xe0, 0xe2, 0xdb, 0xc0, 0xc2, 0xc4, 0xda, 0xdd]).toContain(marker);
  expect(jpegSegments(file).ended).toBe(true);
}

async function expectPlainOutputs({ photoId, outputs, cutout }: PhotoRecord): Promise<void> {
  expect(outputs.length).toBeGreaterThan(0);
  const made = outputs.filter(({ contentType }) => contentType !== 'application/pdf').map(({ key }) => key);
  for (const key of made) await expectPlain(await client.fetchResult(key));
  const { photoJpeg, edgesPng, headJson } = unpackCutout(await client.fetchResult(cutout ?? ''));
  for (const picture of [photoJpeg, edgesPng]) await expectPlain(picture);
  for (const json of [headJson, await client.fetchResult(recordKey(photoId))]) {
    expect(Buffer.from(json).includes(`${privateMark}-`)).toBe(false);
  }
  for (const { key } of outputs.filter(({ contentType }) => contentType === 'application/pdf')) {
    expect(holdsMark(await client.fetchResult(key)), key).toBe(false);
  }
}

const call = (path: string, method = 'GET', body?: object) =>
  fetch(`${studio.pageUrl}/api/${path}`, {
    ...{ method, headers: { 'content-type': 'application/json' } },
    ...(body && { body: JSON.stringify(body) }),
  });

/** Uploads a photo with a form, as the page does. */
async function sendByForm(picture: Buffer, fileName: string, order: object): Promise<string> {
  const response = await call('photos', 'POST', {
    order,
    fileName,
    sizeBytes: picture.length,
    contentType: 'image/jpeg',
  });
  expect(response.status).toBe(201);
  const { photoId, upload } = (await response.json()) as Ticket;
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(picture)], { type: 'image/jpeg' }), fileName);
  expect((await fetch(upload.url, { method: 'POST', body: form })).status).toBe(201);
  return photoId;
}

test('a photo uploaded by form: outputs contain nothing of the file’s private data, and after the deletion nothing is left', async () => {
  const picture = await privateJpeg();
  expect(privateBytes.some((mark) => picture.includes(mark))).toBe(true);
  const fileName = `${privateMark}-at-home.jpg`;
  const order = { standards: ['us-passport', 'cn-1-inch'], backdrops: ['white', 'original'], sheet: { paper: '4R' } };
  const photoId = await sendByForm(picture, fileName, order);
  const record = await client.waitForRecord(photoId, () => false);
  expect(record).toMatchObject({ status: 'done' });
  await expectPlainOutputs(record as PhotoRecord);
  const { links } = (await (await call(`photos/${photoId}`)).json()) as ApiPhoto;
  expect(links.length).toBeGreaterThan(2);
  expect((await fetch(links[0].url)).status).toBe(200);
  expect((await call(`photos/${photoId}`, 'DELETE')).status).toBe(204);
  expect((await call(`photos/${photoId}`)).status).toBe(404);
  for (const { url } of links) expect((await fetch(url)).status).toBe(404);
  expect(await keys()).toEqual([]);
  await expectNoTrace([photoId, photoId.slice(5, 37), fileName], picture);
});

test('a photo uploaded over S3: after its expiry nothing is left', async () => {
  const picture = await privatePng();
  const photoId = `cn-1-inch+blue/${privateMark} Doe.png`;
  await client.upload(photoId, picture);
  const record = await client.waitForRecord(photoId, () => false);
  expect(record).toMatchObject({ status: 'done' });
  const days = (count: number) => Date.now() + count * 24 * 3_600_000 + 1000;
  expect(lines.filter((line) => line.includes(privateMark))).toEqual([]);
  await removeExpired(s3, uploadsBucket, keepDays.uploads, days(keepDays.uploads));
  await removeExpired(s3, resultsBucket, keepDays.cutouts, days(keepDays.cutouts), cutoutsPrefix);
  expect((await keys()).map((key) => key.split('/')[0])).toEqual(['records', 'results']);
  await removeExpired(s3, resultsBucket, keepDays.results, days(keepDays.results));
  expect(await keys()).toEqual([]);
  await expectNoTrace(['Doe', 'cn-1-inch+blue'], picture);
});

test('a failed photo: its dead letter is removed with it', async () => {
  const picture = await privateJpeg();
  const photoId = `${privateMark}-lost.jpg`;
  await client.upload(photoId, picture, { standards: ['us-passport'] });
  await client.waitForRecord(photoId, () => false);
  // An invocation of compose for this photo that always fails.
  await studio.host.enqueue('compose', {
    photoId,
    placedAt: '2999-01-01T00:00:00.000Z',
    order: { standards: 'broken' },
  });
  await studio.host.idle();
  expect(await studio.host.deadLetters()).toHaveLength(1);
  expect((await disk()).some(({ bytes }) => bytes.includes(`${privateMark}-lost`))).toBe(true);
  await removeExpired(s3, uploadsBucket, 0, Date.now() + 1000);
  await removeExpired(s3, resultsBucket, 0, Date.now() + 1000);
  expect(await studio.host.deadLetters()).toEqual([]);
  await expectNoTrace(['lost'], picture);
});

test('a refused photo: its names are in no log and in no file after expiry', async () => {
  const picture = Buffer.concat([(await privateJpeg()).subarray(0, 4000), Buffer.from(privateMark)]);
  const ids = [
    `nowhere-${privateMark}+white/a.jpg`,
    `us-passport+${privateMark}/b.jpg`,
    `${privateMark}/c.jpg`,
    `us-passport/${privateMark}.jpg`,
  ];
  for (const photoId of ids) await client.upload(photoId, picture);
  for (const photoId of ids)
    expect(await client.waitForRecord(photoId, () => false), photoId).toMatchObject({ status: 'rejected' });
  // A record is written before its event is removed from the disk.
  await studio.host.idle();
  expect(lines.filter((line) => line.includes(privateMark))).toEqual([]);
  for (const bucket of [uploadsBucket, resultsBucket]) await removeExpired(s3, bucket, 0, Date.now() + 1000);
  await expectNoTrace(['nowhere', 'us-passport'], picture);
});
