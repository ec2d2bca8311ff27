/** Reads and verifies the label vectors of a tagger. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Fault } from '../../core/errors.ts';
import { type LabelVectors, parseLabelVectors } from '../../core/label-vectors.ts';
import type { Network } from './network.ts';

/** @throws Fault `model-missing` without the file, `model-corrupt` when it is not the one that was prepared. */
export async function readLabelVectors({ id, labels }: Pick<Network, 'id' | 'labels'>): Promise<LabelVectors> {
  if (!labels) throw new Fault('model-missing', `${id} has no label vectors`);
  const { path, file } = labels;
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new Fault('model-missing', `the model file ${file.name} is not there; run \`npm run model\``, { cause });
  });
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== file.sha256) {
    throw new Fault('model-corrupt', `${file.name}: expected sha256 ${file.sha256}; found ${actual}`);
  }
  return parseLabelVectors(bytes.toString('utf8'));
}
