/** `npm run photo`: makes photos of the user's own files with a studio that runs only for this batch. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stderr, stdout } from 'node:process';
import { type Verdict, verdicts } from '../core/verdict.ts';
import { uploadLimitBytes } from '../functions/runtime/config.ts';
import { connect } from '../local/studio/client.ts';
import { startStudio } from '../local/studio/studio.ts';
import { type PhotoResult, runBatch } from './batch.ts';
import { closingTable } from './closing-table.ts';
import { type DeadPhoto, deadPhotosOf } from './dead-photos.ts';
import { writeDebugPictures } from './debug-pictures.ts';
import { readyModels } from './models.ts';
import { openOutputFolder } from './output-folder.ts';
import { ownBackdropId, type PhotoCommand, readPhotoCommand } from './photo-options.ts';
import { UsageError } from './usage.ts';

/**
 * @returns 0 when every photo is done and has at least the required verdict, else 1.
 * @throws UsageError (exit code 2).
 */
export async function runPhotoCommand(args: string[]): Promise<number> {
  const command = await readPhotoCommand(args);
  await openOutputFolder('--out', command.outDir);
  if (command.debugDir !== undefined) await openOutputFolder('--debug', command.debugDir);
  const results = await processPhotos(command);
  if (command.json) stdout.write(`${JSON.stringify({ photos: results })}\n`);
  else stdout.write(closingTable(results));
  return results.every((result) => isEnough(result, command.require)) ? 0 : 1;
}

function isEnough({ status, verdict }: PhotoResult, required: Verdict | null): boolean {
  if (status !== 'done' || verdict === null) return false;
  return required === null || verdicts.indexOf(verdict) <= verdicts.indexOf(required);
}

async function processPhotos(command: PhotoCommand): Promise<readonly PhotoResult[]> {
  const modelDir = await readyModels(command.modelId);
  // A temporary folder, so that no photo stays on the disk after the batch.
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-'));
  const dead = new Map<string, DeadPhoto>();
  const studio = await startStudio({
    dataDir,
    modelDir,
    settings: { modelId: command.modelId },
    ...(command.concurrency !== undefined && { concurrency: command.concurrency }),
    onDeadLetter: (deadLetter) => {
      for (const photo of deadPhotosOf(deadLetter)) dead.set(photo.photoId, photo);
    },
  });
  const client = connect(studio);
  const closeStudio = async () => {
    client.close();
    await studio.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  const interrupted = () => void closeStudio().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const { order, parts, outDir, files, json, backdropImage } = command;
    const items = [...files.map((file) => ({ file, order })), ...parts];
    if (backdropImage) await client.putBackdrop(ownBackdropId, await readBackdrop(backdropImage));
    const onResult = (_: PhotoResult, finished: number) => json || drawProgress(finished, items.length);
    const results = await runBatch(items, { client, outDir, maxBytes: uploadLimitBytes, dead, onResult });
    if (command.debugDir !== undefined) {
      await writeDebugPictures(files, { dir: command.debugDir, modelDir, modelId: command.modelId, order });
    }
    return results;
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await closeStudio();
  }
}

async function readBackdrop(path: string): Promise<Uint8Array> {
  return readFile(path).catch(() => {
    throw new UsageError(`Cannot read the backdrop picture ${path}.`);
  });
}

const barWidth = 30;

function drawProgress(finished: number, total: number): void {
  const filled = Math.round((finished / total) * barWidth);
  const bar = '#'.repeat(filled).padEnd(barWidth, '.');
  const end = finished === total ? '\n' : '';
  if (stderr.isTTY) stderr.write(`\r[${bar}] ${finished}/${total}${end}`);
  else stderr.write(`${finished}/${total} photos\n`);
}
