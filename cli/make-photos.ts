/** Makes the photos of a batch with a studio that runs for this batch only. `npm run photo` and the MCP server use it. */
import { uploadLimitBytes } from '../functions/runtime/config.ts';
import { runBatch } from './batch.ts';
import type { BatchItem } from './batch-item.ts';
import { batchStudio } from './batch-studio.ts';
import { writeDebugPictures } from './debug-pictures.ts';
import { distinctPlaces } from './input/places.ts';
import { openJournal } from './journal.ts';
import { readyModels } from './models.ts';
import type { PhotoCommand } from './photo-options.ts';
import type { PhotoResult } from './photo-result.ts';

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
  const journal = await openJournal(outDir, again);
  const items = distinctPlaces(work.items, journal.owners);
  const studio = batchStudio(work);
  try {
    const results = await runBatch(items, {
      ...{ client: studio.client, dead: studio.dead, outDir, maxBytes: uploadLimitBytes, journal, signal },
      setting: [modelId, backdropImage ?? '', ...(licence === 'clear' ? [licence] : [])],
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
