/** A network opens only from a file that equals the prepared one in every bit. */
import { copyFile, mkdtemp, readdir, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { modelsFileName, parsePreparedModels } from '../../core/model-card.ts';
import { openNetworks } from '../../functions/matting/inference/networks.ts';
import { ensureModels } from '../../layers/model/ensure.ts';

let storeDir: string;
beforeAll(async () => {
  ({ storeDir } = await ensureModels());
});

/** Makes a folder of links to the prepared files. A test may replace some of them. */
async function linkedStore(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-hashes-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const name of await readdir(storeDir)) await symlink(join(storeDir, name), join(dir, name));
  return dir;
}

/** Replaces the link by a copy of the file with one bit changed in its middle. */
async function changeOneBit(dir: string, name: string): Promise<void> {
  await unlink(join(dir, name));
  await copyFile(join(storeDir, name), join(dir, name));
  const bytes = await readFile(join(dir, name));
  bytes[bytes.length >> 1] ^= 1;
  await writeFile(join(dir, name), bytes);
}

const open = (modelDir: string) => openNetworks({ modelDir, modelId: '', threads: 1 });

test.each(['matting', 'person-prior', 'face-box', 'face-landmarks'])(
  'one wrong bit in the weights of %s is found before they are opened',
  async (task) => {
    const dir = await linkedStore();
    const { models } = parsePreparedModels(await readFile(join(dir, modelsFileName), 'utf8'));
    const [card] = models.filter((model) => model.task === task && model.default);
    for (const { files } of card.variants) for (const { name } of files) await changeOneBit(dir, name);
    await expect(open(dir)).rejects.toMatchObject({ name: 'Fault', code: 'model-corrupt' });
  },
);
