/**
 * Versions of a function side by side: the same code with different models, each with its own share of the work. People
 * write `objects@mine`. The function host and its logs use `objects_mine`, because the name of a function on Lambda has no `@`.
 */

/** The settings of functions that choose a model, by its task. */
export const settingOfTask = {
  ...{ matting: 'modelId', 'object-detection': 'detectorId', tagging: 'taggerId', comic: 'comicId' },
} as const;

/** A task for which a model can be chosen. */
export type ModelChoice = keyof typeof settingOfTask;

/** One of several versions of a function. */
export interface ModelVersion {
  /** The name of the function in core/functions.ts. */
  readonly functionName: string;
  /** Lower-case letters, digits and dashes. */
  readonly name: string;
  /** The id of the model in layers/model/manifest.json. */
  readonly modelId: string;
  /** One of the tasks of the function's `modelChoices`, and that of the model. */
  readonly task: ModelChoice;
  /** MB; null: as the function has without versions. */
  readonly memoryMb: number | null;
  /** A weight above 0; the shares of all versions of a function together are its work. */
  readonly share: number;
}

/** Returns the name of a version in the function host. */
export const hostedName = ({ functionName, name }: Pick<ModelVersion, 'functionName' | 'name'>): string =>
  `${functionName}_${name}`;

/** Returns the name for people: `objects@mine` for `objects_mine`. Every other name is returned as it is. */
export const shownName = (hosted: string): string => hosted.replace('_', '@');

/** Returns function and version of a name of either kind. The version is null for a function without versions. */
export function partsOfName(name: string): { readonly functionName: string; readonly version: string | null } {
  const [functionName, version = null] = name.split(/[_@]/, 2);
  return { functionName, version };
}

/** A version as people write it, before its model is looked up. */
export type GivenVersion = Omit<ModelVersion, 'task'>;

/** `objects@mine=nanodet-g,memory=768,share=2`. */
const versionPattern = /^([a-z][a-z0-9-]*)@([a-z][a-z0-9-]{0,30})=([\w.-]+)((?:,(?:memory|share)=[0-9.]+)*)$/;

/** The form of a version, for messages. */
export const versionForm = 'FUNCTION@NAME=MODEL[,memory=MB][,share=N]';

/**
 * Reads a version.
 * @returns the version; one sentence that says what is wrong with a number; null for a text of another form.
 */
export function parseVersion(text: string): GivenVersion | string | null {
  const [, functionName, name, modelId, further = ''] = versionPattern.exec(text.trim()) ?? [];
  if (functionName === undefined || name === undefined || modelId === undefined) return null;
  const numbers = new Map(further.split(',').map((part) => part.split('=') as [string, string]));
  const [memory, share] = [numbers.get('memory'), numbers.get('share')];
  if (memory !== undefined && !(Number.isInteger(Number(memory)) && Number(memory) >= leastMemoryMb)) {
    return `memory must be a whole number of MB from ${leastMemoryMb}, not ${JSON.stringify(memory)}.`;
  }
  if (share !== undefined && !(Number(share) > 0))
    return `share must be a number above 0, not ${JSON.stringify(share)}.`;
  return {
    functionName,
    name,
    modelId,
    memoryMb: memory === undefined ? null : Number(memory),
    share: Number(share ?? 1),
  };
}

const leastMemoryMb = 64;

/** Returns the first name that two versions have; undefined when all differ. */
export function repeatedVersion(versions: readonly Pick<ModelVersion, 'functionName' | 'name'>[]): string | undefined {
  const names = versions.map(({ functionName, name }) => `${functionName}@${name}`);
  return names.find((name, at) => names.indexOf(name) < at);
}
