/** The names of functions that `npm run ops` prints and accepts. */

/**
 * Names of version 0.1 and the present ones. Deployed stacks keep the old names in their outputs and construct ids
 * (`DeskLogs`, `GoldenLogs`), and a data folder may still have logs under them.
 */
const presentNames: Readonly<Record<string, string>> = { desk: 'api', golden: 'pre-traffic' };

/** Returns the present name of a function: `api` for `desk`. Every other name is returned as it is. */
export function presentName(name: string): string {
  return Object.hasOwn(presentNames, name) ? presentNames[name] : name;
}

/**
 * Returns the name that a function has in the construct ids of the stack: `desk` for `api`, `matting` for `matting`.
 */
export function deployedName(name: string): string {
  return Object.keys(presentNames).find((deployed) => presentNames[deployed] === name) ?? name;
}
