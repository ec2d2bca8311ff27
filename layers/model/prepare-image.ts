/** Prepares the networks of a container image: those of its function and no others. functions/image.Dockerfile and Dockerfile call it. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type LicenceChoice, modelsFileName } from '../../core/model-card.ts';
import { type EnsureOptions, ensureModels } from './ensure.ts';
import { chosenModels, loadManifest } from './manifest.ts';
import { readStore } from './store.ts';

/** What an image gets; the build arguments of the same names. */
export interface ImageNetworks {
  /** Tasks with spaces between them; empty: none. Tasks without a usual network are left out. */
  readonly MODEL_TASKS: string;
  /** The id of a network that takes the place of the usual one of its task; empty: none. */
  readonly MODEL_ID: string;
  /** `clear`: only networks whose licence is clear. */
  readonly LICENCE: LicenceChoice;
}

/**
 * Fetches and prepares the networks, and removes every other file from the folder. No graphs for the CPU of this machine are
 * saved: Lambda's hosts have other CPUs, and one kind of weights already fills half of an image.
 * @throws Fault `bad-config` when the licence of MODEL_ID is not clear and must be; those of ensureModels.
 */
export async function prepareImage(
  { MODEL_TASKS, MODEL_ID, LICENCE }: ImageNetworks,
  storeDir: string,
  { manifest = loadManifest(), ...others }: Pick<EnsureOptions, 'manifest' | 'download'> = {},
): Promise<void> {
  const tasks = MODEL_TASKS.split(' ');
  const chosen = chosenModels(manifest, MODEL_ID ? [MODEL_ID] : [], LICENCE);
  const own = chosen.find(({ id }) => id === MODEL_ID);
  const wanted = chosen.filter((entry) => entry === own || (tasks.includes(entry.task) && entry.task !== own?.task));
  const ids = wanted.map(({ id }) => id);
  await mkdir(storeDir, { recursive: true });
  await ensureModels({ ...others, manifest, ids, storeDir, verify: true, optimise: false });
  const { models } = await readStore(storeDir);
  const named = models.flatMap(({ labels, variants }) => [
    ...variants.flatMap(({ files }) => files.map(({ name }) => name)),
    ...(labels ? [labels.file.name] : []),
  ]);
  for (const name of await readdir(storeDir)) {
    if (name !== modelsFileName && !named.includes(name)) await rm(join(storeDir, name), { recursive: true });
  }
}
