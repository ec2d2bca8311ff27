/** Makes the photos of a batch with a studio that runs for this batch only. `npm run photo` and the MCP server use it. */
import { readFile } from 'node:fs/promises';
import { uploadLimitBytes } from '../functions/runtime/config.ts';
import { say } from './arguments/language.ts';
import { runBatch } from './batch.ts';
import type { BatchItem } from './batch-item.ts';
import { batchStudio } from './batch-studio.ts';
import { writeDebugPictures } from './debug-pictures.ts';
import { distinctPlaces } from './input/places.ts';
import { journalSetting, openJournal } from './journal.ts';
import { readyModels } from './models.ts';
import type { PhotoCommand } from './photo-options.ts';
import type { PhotoResult } from './photo-result.ts';
import { UsageError } from './usage.ts';

/** What is made, and where. */
export type PhotoWork = Pick<
  PhotoCommand,
  'items' | 'outDir' | 'modelId' | 'licence' | 'backdropImage' | 'debugDir' | 'concurrency' | 'again'
>;

export interface BatchResults {
  /** The photos with their final places. */
  readonly items: readonly BatchItem[];
  /** One result for each photo that was settled before the signal was aborted. */
  readonly results: readonly PhotoResult[];
}

/**
 * Makes the photos. Those of an earlier run into the same folder are taken from its journal.
 * @param signal ends the batch early. @param onResult is called for each photo that is settled.
 * @throws UsageError when the backdrop picture cannot be read; Fault when the models cannot be prepared.
 */
export async function makePhotos(
  work: PhotoWork,
  signal: AbortSignal,
  onResult: (result: PhotoResult) => void,
): Promise<BatchResults> {
  const { outDir, modelId, licence, backdropImage, debugDir, again } = work;
  const backdrop = backdropImage === undefined ? null : await readBackdrop(backdropImage);
  const journal = await openJournal(outDir, again);
  const items = distinctPlaces(work.items, journal.owners);
  const studio = batchStudio(work, backdrop);
  try {
    const results = await runBatch(items, {
      ...{ client: studio.client, dead: studio.dead, outDir, maxBytes: uploadLimitBytes, journal, signal },
      setting: journalSetting(work, backdrop),
      onResult,
    });
    if (debugDir !== undefined && !signal.aborted) {
      const modelDir = await readyModels(modelId, licence);
      await writeDebugPictures(items, { dir: debugDir, modelDir, modelId, licence });
    }
    return { items, results };
  } finally {
    await studio.close();
  }
}

async function readBackdrop(path: string): Promise<Uint8Array> {
  return readFile(path).catch(() => {
    throw new UsageError(say({ en: `Cannot read the backdrop picture ${path}.`, zh: `无法读取背景图片 ${path}。` }));
  });
}
