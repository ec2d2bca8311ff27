/** Prepares the models before a studio starts, and prints the progress to stderr. */
import { stderr } from 'node:process';
import type { LicenceChoice } from '../core/model-card.ts';
import { type ModelChoice, settingOfTask } from '../core/model-versions.ts';
import type { Config } from '../functions/runtime/config.ts';
import { progressLines } from '../layers/model/cli.ts';
import { ensureModels } from '../layers/model/ensure.ts';
import { chosenModels, findEntry, loadManifest } from '../layers/model/manifest.ts';
import { UsageError } from './usage.ts';

/**
 * Downloads and prepares the missing models: the defaults and the named ones.
 * @param modelId an id or several; empty: only the defaults. @param licence `clear`: only models whose licence is clear.
 * @returns the folder of prepared models. @throws Fault, see ensureModels and chosenModels.
 */
export async function readyModels(
  modelId: string | readonly string[] = '',
  licence: LicenceChoice = 'any',
): Promise<string> {
  const named = [modelId].flat().filter((id) => id !== '');
  const chosen = chosenModels(loadManifest(), named, licence);
  for (const { id, licence: stated, terms } of chosen) {
    if (terms.state !== 'non-commercial') continue;
    stderr.write(`The model ${id} must not be used commercially (licence: ${stated}).\n`);
  }
  const ids = new Set(chosen.map(({ id }) => id));
  const onProgress = progressLines((text) => stderr.write(text));
  const { storeDir } = await ensureModels({ ids: [...ids], onProgress }).catch((error) => {
    // The message begins on a line of its own.
    stderr.write('\n');
    throw error;
  });
  return storeDir;
}

/** Returns the settings of the functions that choose these models. @throws UsageError for a task that has no choice. */
export function settingsOfModels(ids: readonly string[]): Partial<Config> {
  const entries = ids.map((id) => {
    const { task } = findEntry(loadManifest(), id);
    if (task in settingOfTask) return [settingOfTask[task as ModelChoice], id] as const;
    throw new UsageError(
      `--model: ${id} is for ${task}; only models for ${Object.keys(settingOfTask).join(', ')} are chosen.`,
    );
  });
  return Object.fromEntries(entries);
}
