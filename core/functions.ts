/**
 * The table of the functions that work on pictures. From it follow the local studio, the stack on AWS, the bundles, the
 * routes of uploads and what a removed upload discards. docs/guide/add-a-function.md says how to add one.
 */
import { objectsPrefix, resultsPrefix, tagsPrefix, uploadsPrefix } from './keys.ts';
import type { ModelChoice } from './model-versions.ts';

/** A function that works on pictures. */
export interface PictureFunction {
  /** The name of its folder below functions/, and of the function on one machine. */
  readonly name: string;
  /** Objects under this prefix of the uploads bucket start it; null when another function starts it. */
  readonly uploadPrefix: string | null;
  /** The name of the function that it starts with its result; null for none. */
  readonly handsOnTo: string | null;
  /** The tasks of the networks that it runs (core/model-card.ts); those of an image. */
  readonly models: readonly string[];
  /** Memory with a reserve, MB: on one machine, and on AWS unless an option says otherwise. */
  readonly memoryMb: number;
  /** CPUs of time on one machine. Lambda derives them from the memory size. */
  readonly cpuShare: number;
  /** Its weight on one machine with too few CPUs; 1 when left out. */
  readonly cpuWeight?: number;
  readonly timeoutMs: number;
  /** Instances on one machine beyond the studio's concurrency; 0 when left out. */
  readonly extraInstances?: number;
  /** The tasks for which versions of the function can have different models (core/model-versions.ts); none when left out. */
  readonly modelChoices?: readonly ModelChoice[];
  /** True when the API gives tickets for uploads under its prefix, and has its results (core/pictures-api.ts). */
  readonly isFinder?: true;
  /** For a function that a studio on AWS has only if its option `also` names it. Matting and compose have none. */
  readonly onAws?: StackEntry;
}

/** What the stack needs beside the rest of the line to create a function. */
export interface StackEntry {
  /** What the function does, as Lambda shows it; at most 256 characters. */
  readonly description: string;
  /** Prefixes of the results bucket. It may read, store and delete objects under them, and no others. */
  readonly results: readonly string[];
}

/** The functions by name. */
export const pictureFunctionTable = {
  matting: {
    ...{ uploadPrefix: uploadsPrefix, handsOnTo: 'compose' },
    models: ['matting', 'person-prior', 'face-box', 'face-landmarks', 'face-details', 'object-detection'],
    // It takes most of the time of a batch; compose is fast enough with the rest.
    ...{ memoryMb: 2048, cpuShare: 1.5, cpuWeight: 4, timeoutMs: 60_000 },
    modelChoices: ['matting'],
  },
  compose: {
    ...{ uploadPrefix: null, handsOnTo: null, models: [] },
    ...{ memoryMb: 512, cpuShare: 1, timeoutMs: 30_000, extraInstances: 1 },
  },
  objects: {
    ...{ uploadPrefix: objectsPrefix, handsOnTo: null, models: ['object-detection'] },
    ...{ memoryMb: 512, cpuShare: 1, timeoutMs: 30_000 },
    modelChoices: ['object-detection'],
    isFinder: true,
    onAws: { description: 'Finds and names the things in a picture', results: [resultsPrefix('objects')] },
  },
  tags: {
    ...{ uploadPrefix: tagsPrefix, handsOnTo: null, models: ['object-detection', 'face-box'] },
    ...{ memoryMb: 512, cpuShare: 1, timeoutMs: 30_000 },
    modelChoices: ['object-detection', 'tagging'],
    isFinder: true,
    onAws: { description: 'Finds words for a picture', results: [resultsPrefix('tags')] },
  },
} as const satisfies Readonly<Record<string, Omit<PictureFunction, 'name'>>>;

export type PictureFunctionName = keyof typeof pictureFunctionTable;

export const pictureFunctions: readonly (PictureFunction & { readonly name: PictureFunctionName })[] = Object.entries(
  pictureFunctionTable,
).map(([name, of]) => ({ ...of, name: name as PictureFunctionName }));

/** The functions that a studio on AWS has only if its option `also` names them. */
export const optionalFunctions: readonly string[] = pictureFunctions
  .filter(({ onAws }) => onAws !== undefined)
  .map(({ name }) => name);

type Table = typeof pictureFunctionTable;
/** A function that finds something in pictures without an order: each has its operations at the API, under `/api/NAME`. */
export type FinderName = {
  [Name in PictureFunctionName]: Table[Name] extends { readonly isFinder: true } ? Name : never;
}[PictureFunctionName];

export const finderNames: readonly FinderName[] = pictureFunctions.flatMap(({ name, isFinder }) =>
  isFinder ? [name as FinderName] : [],
);

/** Returns the name of the function that an object of the uploads bucket starts; null for a folder or a key under no prefix. */
export function functionOfUpload(
  key: string,
  functions: readonly Pick<PictureFunction, 'name' | 'uploadPrefix'>[] = pictureFunctions,
): string | null {
  if (key.endsWith('/')) return null;
  return functions.find(({ uploadPrefix }) => uploadPrefix !== null && key.startsWith(uploadPrefix))?.name ?? null;
}

/** Functions that no upload starts. */
const otherFunctions = ['api', 'pre-traffic', 'set-up', 'brake', 'webhook'] as const;
export type FunctionName = PictureFunctionName | (typeof otherFunctions)[number];

export const functionNames: readonly FunctionName[] = [...pictureFunctions.map(({ name }) => name), ...otherFunctions];

/** The path of the bundle of each function. */
export type FunctionBundles = Readonly<Record<FunctionName, string>>;

/** Returns the paths of the bundles in a folder of built files. */
export function bundlesIn(outDir: string): FunctionBundles {
  const entries = functionNames.map((name) => [name, `${outDir}/functions/${name}/handler.mjs`]);
  return Object.fromEntries(entries) as FunctionBundles;
}
