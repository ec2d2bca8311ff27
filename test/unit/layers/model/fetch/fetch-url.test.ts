import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { download } from '../../../../../layers/model/fetch/fetch-url.ts';
import { type ModelServer, type ServedFile, serveModel } from '../../../../support/model-server.ts';

const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 31) % 253);
const quickly = { pauseMs: 1 };

let folder: string;
let path: string;
let server: ModelServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fetch-url-'));
  path = join(folder, 'model');
});
afterEach(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

async function downloadFrom(file: Omit<ServedFile, 'bytes'>, options = {}): Promise<void> {
  server = await serveModel({ bytes, ...file });
  await download(server.url, path, { ...quickly, ...options });
}

const expectWhole = async (expected: Uint8Array = bytes) =>
  expect(Buffer.compare(await readFile(path), expected)).toBe(0);

describe('download', () => {
  it('downloads a file and reports the progress', async () => {
    const reported: [number, number | undefined][] = [];
    await downloadFrom(
      { etag: '"1"' },
      { onProgress: (...progress: [number, number | undefined]) => reported.push(progress) },
    );
    await expectWhole();
    expect(reported.at(-1)).toEqual([bytes.length, bytes.length]);
    await expect(stat(`${path}.etag`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('continues a broken download, also several times', async () => {
    await downloadFrom({ etag: '"1"', cuts: [100_000, 150_000] });
    await expectWhole();
    expect(server.requests).toEqual(['whole', 'bytes=100000-', 'bytes=250000-']);
  });

  it('starts again when the server supports no ranges', async () => {
    await downloadFrom({ etag: '"1"', cuts: [100_000], ranges: false });
    await expectWhole();
    expect(server.requests).toEqual(['whole', 'bytes=100000-']);
  });

  it.each([undefined, 'W/"1"'])('starts again when the ETag (%s) does not guarantee the same bytes', async (etag) => {
    await downloadFrom({ etag, cuts: [100_000] });
    await expectWhole();
    expect(server.requests).toEqual(['whole', 'whole']);
  });

  it('never joins parts of two versions of a file', async () => {
    server = await serveModel({ bytes, etag: '"1"', cuts: [100_000] });
    await expect(download(server.url, path, { attempts: 1 })).rejects.toMatchObject({ code: 'model-missing' });
    const newer = bytes.map((byte) => 255 - byte);
    Object.assign(server.file, { bytes: newer, etag: '"2"' });
    await download(server.url, path, quickly);
    await expectWhole(newer);
  });

  it('keeps the received part for the next run when all attempts fail', async () => {
    server = await serveModel({ bytes, etag: '"1"', cuts: [1_000, 2_000] });
    await expect(download(server.url, path, { attempts: 2, pauseMs: 1 })).rejects.toMatchObject({
      name: 'Fault',
      code: 'model-missing',
    });
    expect((await stat(path)).size).toBe(3_000);
    await download(server.url, path, quickly);
    await expectWhole();
    expect(server.requests.at(-1)).toBe('bytes=3000-');
  });

  it('deletes a part that is longer than the file', async () => {
    await writeFile(path, new Uint8Array(400_000));
    await writeFile(`${path}.etag`, '"1"');
    await downloadFrom({ etag: '"1"' });
    await expectWhole();
    expect(server.requests).toEqual(['bytes=400000-', 'whole']);
  });

  it('tries again after a temporary error of the server', async () => {
    await downloadFrom({ statuses: [503, 429, 500] });
    await expectWhole();
  });

  it('does not try again when the server refuses', async () => {
    await expect(downloadFrom({ statuses: [404] })).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining('404'),
    });
    expect(server.requests).toHaveLength(1);
  });

  it('copies a local file', async () => {
    const local = join(folder, 'my model.onnx');
    await writeFile(local, bytes);
    await download(pathToFileURL(local).href, path);
    await expectWhole();
    const none = pathToFileURL(join(folder, 'none')).href;
    await expect(download(none, path)).rejects.toMatchObject({ code: 'model-missing' });
  });
});
