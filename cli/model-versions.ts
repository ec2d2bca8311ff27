/** Reads `--model-version`, which puts versions of a function side by side in a local studio. */
import { type PictureFunction, pictureFunctions } from '../core/functions.ts';
import { type ModelVersion, parseVersion, repeatedVersion, versionForm } from '../core/model-versions.ts';
import { findEntry, loadManifest } from '../layers/model/manifest.ts';
import { UsageError } from './usage.ts';

const functions: readonly PictureFunction[] = pictureFunctions;
const names = functions.flatMap(({ name, modelChoices }) => (modelChoices ? [name] : [])).join(', ');

/**
 * Returns the versions in the order in which they were given.
 * @throws UsageError for a text of another form, an unknown function, a repeated name, a wrong number, or a model that does
 *   another task. @throws Fault `model-missing` for an unknown model.
 */
export function readModelVersions(texts: readonly string[]): readonly ModelVersion[] {
  const versions = texts.map(readOne);
  const repeated = repeatedVersion(versions);
  if (repeated !== undefined) throw new UsageError(`--model-version names ${repeated} twice; give each its own name.`);
  return versions;
}

function readOne(text: string): ModelVersion {
  const version = parseVersion(text);
  if (typeof version === 'string') throw new UsageError(`--model-version ${text}: ${version}`);
  const { modelChoices } = functions.find((one) => one.name === version?.functionName) ?? {};
  if (!version || !modelChoices) {
    throw new UsageError(
      `--model-version must be ${versionForm}, not ${JSON.stringify(text)}. FUNCTION is one of ${names}.`,
    );
  }
  const model = findEntry(loadManifest(), version.modelId);
  const task = modelChoices.find((one) => one === model.task);
  if (task === undefined) {
    const wanted = modelChoices.join(' or ');
    throw new UsageError(`${version.functionName} needs a model for ${wanted}; ${model.id} is one for ${model.task}.`);
  }
  return { ...version, task };
}
