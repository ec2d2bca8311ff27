/** Reads `--model-version`, which puts versions of a function side by side in a local studio. */
import { type PictureFunction, pictureFunctions } from '../core/functions.ts';
import type { ModelVersion } from '../core/model-versions.ts';
import { findEntry, loadManifest } from '../layers/model/manifest.ts';
import { UsageError } from './usage.ts';

/** `objects@mine=nanodet-g,memory=768,share=2`. */
const pattern = /^([a-z][a-z0-9-]*)@([a-z][a-z0-9-]{0,30})=([\w.-]+)((?:,(?:memory|share)=[0-9.]+)*)$/;

const functions: readonly PictureFunction[] = pictureFunctions;
const names = functions.flatMap(({ name, modelChoices }) => (modelChoices ? [name] : [])).join(', ');

/**
 * Returns the versions in the order in which they were given.
 * @throws UsageError for a text of another form, an unknown function, a repeated name, a wrong number, or a model that does
 *   another task. @throws Fault `model-missing` for an unknown model.
 */
export function readModelVersions(texts: readonly string[]): readonly ModelVersion[] {
  const versions = texts.map(readOne);
  const given = versions.map(({ functionName, name }) => `${functionName}@${name}`);
  const repeated = given.find((name, at) => given.indexOf(name) < at);
  if (repeated !== undefined) throw new UsageError(`--model-version names ${repeated} twice; give each its own name.`);
  return versions;
}

function readOne(text: string): ModelVersion {
  const [, functionName = '', name = '', modelId = '', further = ''] = pattern.exec(text) ?? [];
  const { modelChoices } = functions.find((one) => one.name === functionName) ?? {};
  if (!modelChoices) {
    throw new UsageError(
      `--model-version must be FUNCTION@NAME=MODEL[,memory=MB][,share=N], not ${JSON.stringify(text)}. FUNCTION is one of ${names}.`,
    );
  }
  const model = findEntry(loadManifest(), modelId);
  const task = modelChoices.find((one) => one === model.task);
  if (task === undefined) {
    const wanted = modelChoices.join(' or ');
    throw new UsageError(`${functionName} needs a model for ${wanted}; ${modelId} is one for ${model.task}.`);
  }
  const numbers = new Map(further.split(',').map((part) => part.split('=') as [string, string]));
  return {
    ...{ functionName, name, modelId, task },
    memoryMb: readNumber('memory', numbers.get('memory'), { least: 64, isWhole: true }),
    share: readNumber('share', numbers.get('share'), { least: Number.MIN_VALUE, isWhole: false }) ?? 1,
  };
}

function readNumber(
  name: string,
  text: string | undefined,
  { least, isWhole }: { readonly least: number; readonly isWhole: boolean },
): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (value >= least && Number.isFinite(value) && (!isWhole || Number.isInteger(value))) return value;
  const allowed = isWhole ? `a whole number of MB from ${least}` : 'a number above 0';
  throw new UsageError(`${name} of --model-version must be ${allowed}, not ${JSON.stringify(text)}.`);
}
