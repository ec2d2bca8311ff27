/** Prepares the label vectors of a tagger: checks the fetched file and takes it as it is. */
import { copyFile, readFile } from 'node:fs/promises';
import { parseLabelVectors } from '../../../core/label-vectors.ts';
import type { ManifestEntry } from '../manifest.ts';

/** @returns the file's name in the store. It contains the digest, so it is known before the file is fetched. */
export function labelsName({ id, labels }: Pick<ManifestEntry, 'id' | 'labels'>): string {
  return `${id}-${labels?.digest.replace('sha256:', '').slice(0, 16)}.labels.json`;
}

/** @returns the path of the copy. @throws Fault `model-corrupt` when the file does not hold labels with vectors. */
export async function prepareLabels(rawPath: string, path: string): Promise<string> {
  parseLabelVectors(await readFile(rawPath, 'utf8'));
  await copyFile(rawPath, path);
  return path;
}
