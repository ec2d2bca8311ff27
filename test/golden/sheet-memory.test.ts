import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raster } from '../../core/raster.ts';
import { encodeJpeg } from '../../functions/compose/encode.ts';
import { seededRandom } from '../../portraits/random.ts';

const script = join(import.meta.dirname, 'sheet-memory-child.ts');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sheet-'));
  for (let i = 0; i < 6; i++) await writeFile(join(folder, `${i}.jpg`), await cameraLike(i));
});
afterAll(() => rm(folder, { recursive: true }));

/** A passport photo at 600 dpi, all over as grainy as a camera's in poor light, so that it hardly compresses. */
function cameraLike(seed: number): Promise<Uint8Array> {
  const random = seededRandom(seed);
  const data = Uint8Array.from({ length: 827 * 1063 * 3 }, (_, i) => {
    return 90 + ((i / 3) % 827) / 10 + (random() + random() - 1) * 20;
  });
  return encodeJpeg(raster(827, 1063, data), { densityDpi: 600, minBytes: null, maxBytes: null });
}

describe.each(['jpeg', 'png'])('a sheet of A4 at 600 dpi as %s', (format) => {
  it('is made in less than 256 MB', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, folder, format]);
    const { megapixels, sizeMb, peakMb } = JSON.parse(stdout);
    expect(megapixels).toBeGreaterThan(34);
    expect(sizeMb).toBeGreaterThan(10);
    expect(peakMb, `${peakMb} MB`).toBeLessThan(256);
  });
});
