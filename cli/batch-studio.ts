/** The studio of a batch. It starts when the first photo needs it, and leaves nothing on the disk. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type StudioClient } from '../local/studio/client.ts';
import { type Studio, startStudio } from '../local/studio/studio.ts';
import { type DeadPhoto, deadPhotosOf } from './dead-photos.ts';
import { ownBackdropId } from './input/photo-order.ts';
import { readyModels } from './models.ts';
import type { PhotoCommand } from './photo-options.ts';

export interface BatchStudio {
  /** Photos that were given up so far, by id. */
  readonly dead: ReadonlyMap<string, DeadPhoto>;
  /** Starts the studio at the first call. */
  client(): Promise<StudioClient>;
  close(): Promise<void>;
}

interface Opened {
  readonly studio: Studio;
  readonly client: StudioClient;
  readonly dataDir: string;
}

/** What a studio needs of the command. */
type StudioSettings = Pick<PhotoCommand, 'modelId' | 'licence' | 'concurrency'>;

/** @param backdrop the backdrop picture of the batch; null: none. */
export function batchStudio(command: StudioSettings, backdrop: Uint8Array | null): BatchStudio {
  const dead = new Map<string, DeadPhoto>();
  let opened: Promise<Opened> | undefined;
  return {
    dead,
    client: async () => {
      opened ??= open(command, backdrop, dead);
      return (await opened).client;
    },
    close: async () => {
      const found = await opened?.catch(() => undefined);
      if (found) await closeStudio(found);
    },
  };
}

async function open(
  { modelId, licence, concurrency }: StudioSettings,
  backdrop: Uint8Array | null,
  dead: Map<string, DeadPhoto>,
): Promise<Opened> {
  const modelDir = await readyModels(modelId, licence);
  // A temporary folder, so that no photo stays on the disk after the batch.
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-'));
  const studio = await startStudio({
    ...{ dataDir, modelDir, settings: { modelId, licence } },
    ...(concurrency !== undefined && { concurrency }),
    onDeadLetter: (deadLetter) => {
      for (const photo of deadPhotosOf(deadLetter)) dead.set(photo.photoId, photo);
    },
  });
  const client = connect(studio);
  if (backdrop) await client.putBackdrop(ownBackdropId, backdrop);
  return { studio, client, dataDir };
}

async function closeStudio({ studio, client, dataDir }: Opened): Promise<void> {
  client.close();
  await studio.close();
  await rm(dataDir, { recursive: true, force: true });
}
