/** JPEG files of the drawn portraits. Each is drawn once for all test processes. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { replaceGeneratedFile } from '../../files/atomic-file.ts';
import { builtDir } from '../../files/built.ts';
import { packageDir } from '../../files/package-dir.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';

const drawn = new Map<string, Promise<Buffer>>();
let drawing: Promise<string> | undefined;

/** Returns the JPEG of a portrait of the catalogue, which is kept in dist/portraits/. */
export function drawnPortrait(name: keyof typeof catalogue): Promise<Buffer> {
  const bytes = drawn.get(name) ?? readOrDraw(name);
  drawn.set(name, bytes);
  return bytes;
}

async function readOrDraw(name: keyof typeof catalogue): Promise<Buffer> {
  drawing ??= digestOfDrawing();
  const path = join(builtDir(), 'portraits', `${name}-${await drawing}.jpg`);
  try {
    return await readFile(path);
  } catch {
    const bytes = await encodeJpeg((await renderPortrait(catalogue[name])).photo);
    await replaceGeneratedFile(path, bytes);
    return bytes;
  }
}

/** Returns a digest of all that the pictures depend on. */
async function digestOfDrawing(): Promise<string> {
  const names = (await readdir(join(packageDir(), 'portraits'))).toSorted().map((name) => join('portraits', name));
  const hash = createHash('sha256').update(JSON.stringify(sharp.versions));
  for (const name of [...names, 'core/measure.ts', 'core/raster.ts']) {
    hash.update(await readFile(join(packageDir(), name)));
  }
  return hash.digest('hex').slice(0, 16);
}
