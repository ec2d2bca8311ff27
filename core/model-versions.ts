/**
 * Versions of a function side by side: the same code with different models, each with its own share of the work. People
 * write `objects@mine`. The function host and its logs use `objects_mine`, because the name of a function on Lambda has no `@`.
 */

/** The settings of functions that choose a model, by its task. */
export const settingOfTask = { matting: 'modelId', 'object-detection': 'detectorId', tagging: 'taggerId' } as const;

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
