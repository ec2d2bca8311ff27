/** The toy model on a server and an empty store, for tests of ensureModels. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type PreparedModel, parsePreparedModels } from '../../core/model-card.ts';
import { type EnsureOptions, ensureModels, type ReadyModels } from '../../layers/model/ensure.ts';
import type { ManifestEntry } from '../../layers/model/manifest.ts';
import { type ModelServer, serveModel } from './model-server.ts';
import { toyManifestEntry, toyMattingModel } from './toy-model.ts';

export interface ToyWorld {
  /** The folder of the store. It does not exist before the first call of `ensure`. */
  storeDir: string;
  /** The server of the toy model. */
  server: ModelServer;
  /** The manifest's only entry. A test may replace it. */
  entry: ManifestEntry;
  /** Calls ensureModels for the entry; `options` replaces single options. */
  ensure(options?: EnsureOptions): Promise<ReadyModels>;
  /** Returns the models in models.json. */
  listed(): Promise<readonly PreparedModel[]>;
  /** Returns the names of all files in the store. */
  filesLeft(): Promise<string[]>;
}

/** Makes a new store and a new server before each test, and removes both after it. */
export function toyWorld(): ToyWorld {
  const world = {} as ToyWorld;
  Object.assign(world, {
    ensure: (options: EnsureOptions = {}) =>
      ensureModels({
        storeDir: world.storeDir,
        manifest: [world.entry],
        ids: [world.entry.id],
        download: { attempts: 2, pauseMs: 1 },
        ...options,
      }),
    listed: async () => parsePreparedModels(await readFile(join(world.storeDir, 'models.json'), 'utf8')).models,
    filesLeft: async () => {
      const found = await readdir(world.storeDir, { recursive: true, withFileTypes: true }).catch(() => []);
      return found.filter((one) => one.isFile()).map(({ name }) => name);
    },
  } satisfies Partial<ToyWorld>);
  beforeEach(async () => {
    world.storeDir = join(await mkdtemp(join(tmpdir(), 'ensure-')), 'store');
    world.server = await serveModel({ bytes: toyMattingModel(), etag: '"1"' });
    world.entry = toyManifestEntry(world.server.url);
  });
  afterEach(async () => {
    await world.server.close();
    await rm(join(world.storeDir, '..'), { recursive: true });
  });
  return world;
}
