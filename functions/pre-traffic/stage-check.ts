/** What the checks of both stages share: their form, and the files that the build puts beside the handler. */
import { readFile } from 'node:fs/promises';

/**
 * Sends a test picture through a new version, judges the result, and deletes everything that was stored.
 * @param photoId the id of the test picture.
 * @param mark is called with the name of a step when the step ends.
 * @returns one phrase per fault; none: the version is good.
 */
export type StageCheck = (photoId: string, mark: (step: string) => void) => Promise<readonly string[]>;

/** Returns a file that build/pre-traffic-portrait.ts or build/pre-traffic-cutout.ts made. */
export const readCarried = (name: string): Promise<Buffer> => readFile(new URL(name, import.meta.url));
