/**
 * The check of compose: stores the test cutout as matting would, sends an order on it to the new version, and judges the
 * photo. Matting has no part in it, so that compose can be checked before matting is deployed.
 */
import { cutoutKey, recordKey } from '../../core/keys.ts';
import { orderSchema } from '../../core/order.ts';
import { begunRecord } from '../../core/photo-record.ts';
import { composeCheckConfig, configFromEnv } from '../runtime/config.ts';
import { deleteMade } from '../runtime/delete-photo.ts';
import { invokeAndWait } from '../runtime/invoke.ts';
import { type ObjectStore, openBucket } from '../runtime/object-store.ts';
import { parseJson, readRecord } from '../runtime/records.ts';
import { judgePhoto } from './judge-photo.ts';
import { readCarried, type StageCheck } from './stage-check.ts';
import { cutoutFile, type PhotoTruth, photoTruthFile, photoTruthSchema } from './truth.ts';

/** Returns the check. @throws Fault `bad-config` for a bad environment; the error of a missing file. */
export async function openComposeCheck(): Promise<StageCheck> {
  const config = configFromEnv(composeCheckConfig);
  const results = openBucket(config.resultsBucket);
  const [cutout, truthJson] = await Promise.all([cutoutFile, photoTruthFile].map(readCarried));
  const truth = photoTruthSchema.parse(parseJson(truthJson));
  const order = orderSchema.parse({ standards: [truth.standard], backdrops: [truth.backdrop], format: 'png' });
  return async (photoId, mark) => {
    const placedAt = new Date().toISOString();
    const source = { etag: '', sizeBytes: cutout.length, sequencer: '0' };
    const versions = { code: { matting: null, compose: null }, models: [], order: null };
    const key = cutoutKey(photoId);
    const record = { ...begunRecord({ photoId, placedAt, source, versions }, order), cutout: key };
    try {
      await results.put(recordKey(photoId), new TextEncoder().encode(JSON.stringify(record)), 'application/json');
      await results.put(key, cutout, 'image/jpeg');
      const payload = { photoId, placedAt, order, cutout: key, isTest: true };
      const failure = await invokeAndWait(config.composeFunction, payload);
      mark('compose');
      if (failure) return [`compose failed: ${failure}`];
      const complaints = await judgeFinished(results, photoId, truth);
      mark('judge');
      return complaints;
    } finally {
      await deleteMade(results, photoId);
    }
  };
}

/** Judges the photo that the record names. @returns one phrase per fault. */
async function judgeFinished(results: ObjectStore, photoId: string, truth: PhotoTruth): Promise<readonly string[]> {
  const record = await readRecord(results, photoId);
  if (record?.status === 'rejected') return [`rejected: ${record.rejection?.code}`];
  if (record?.status !== 'done') return [`compose finished no photo: the record is ${record?.status ?? 'missing'}`];
  const [output, ...others] = record.outputs;
  const stored = output && (await results.get(output.key));
  if (!stored || others.length > 0) return [`compose made ${record.outputs.length} files instead of 1`];
  return judgePhoto(truth, stored.bytes);
}
