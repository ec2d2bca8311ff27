/** The names of functions that `npm run ops` prints and accepts. */
import { partsOfName, shownName } from '../core/model-versions.ts';

/**
 * Names of version 0.1 and the present ones. Deployed stacks keep the old names in their outputs and construct ids
 * (`DeskLogs`, `GoldenLogs`), and a data folder may still have logs under them.
 */
const presentNames: Readonly<Record<string, string>> = { desk: 'api', golden: 'pre-traffic' };

/** Returns the present name of a function: `api` for `desk`, `objects@mine` for the version `objects_mine`. Every other name is returned as it is. */
export function presentName(name: string): string {
  return Object.hasOwn(presentNames, name) ? presentNames[name] : shownName(name);
}

/**
 * Returns the name that a function has in the construct ids of the stack, in small letters without dashes: `desk` for
 * `api`, `mytags` for `my-tags`, `objectsatsmall` for `objects@small`.
 */
export function deployedName(name: string): string {
  const deployed = Object.keys(presentNames).find((old) => presentNames[old] === name) ?? name;
  return deployed.replaceAll('-', '').replace('@', 'at');
}

/** Returns whether a function is the wanted one, or one of its versions. Both are present names. */
export function isFunction(name: string, wanted: string): boolean {
  return name === wanted || partsOfName(name).functionName === wanted;
}

/**
 * Returns the present name of the function that an output of a stack is about: `api` for `DeskLogs`, `my-tags` for
 * `MyTagsLogs`, `objects@small` for `ObjectsAtSmallLogs` (infra/studio-names.ts). @param ending the last word of the output.
 */
export function nameOfOutput(output: string, ending: string): string {
  const id = output.slice(0, -ending.length);
  const name = id.replaceAll(/(?<=.)[A-Z]/g, '-$&').toLowerCase();
  return presentName(name.replace('-at-', '@'));
}
