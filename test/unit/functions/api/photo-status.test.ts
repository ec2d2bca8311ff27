import { expect, test } from 'vitest';
import { begunRecord, type PhotoRecord } from '../../../../core/photo-record.ts';
import { photoStatus } from '../../../../functions/api/photo-status.ts';
import { apiConfig } from '../../../../functions/runtime/config.ts';
import type { ObjectStore } from '../../../../functions/runtime/object-store.ts';

const config = apiConfig.parse({ uploadsBucket: 'uploads', resultsBucket: 'results', composeFunction: 'compose' });
const photoId = `form/${'0'.repeat(32)}.jpg`;
const versions = { code: { matting: null, compose: null }, models: [], order: null };
const source = { etag: 'e', sizeBytes: 1, sequencer: '1' };
const begun = begunRecord({ photoId, placedAt: new Date(0).toISOString(), source, versions }, null);

/** A photo whose upload and record (if there is one) were written so many minutes ago. */
function look(record: PhotoRecord | null, minutes: number) {
  const modifiedAt = new Date(Date.now() - minutes * 60_000);
  const stored = record && { bytes: Buffer.from(JSON.stringify(record)), metadata: {}, etag: 'e', modifiedAt };
  const uploads: Pick<ObjectStore, 'head'> = { head: async () => ({ modifiedAt, metadata: {} }) };
  const results: Pick<ObjectStore, 'get'> = { get: async () => stored };
  return photoStatus(config, { uploads: uploads as ObjectStore, results: results as ObjectStore }, photoId);
}

test.each(['matting', 'composing'] as const)(
  'a photo that stays at %s longer than all tries take is late',
  async (status) => {
    expect(await look({ ...begun, status }, 9)).toMatchObject({ status, isLate: false });
    expect(await look({ ...begun, status }, 11)).toMatchObject({ status, isLate: true });
  },
);

test('so is one that nothing ever began with', async () => {
  expect(await look(null, 9)).toMatchObject({ status: 'waiting', isLate: false });
  expect(await look(null, 11)).toMatchObject({ status: 'waiting', isLate: true });
});

test.each(['done', 'rejected'] as const)('a photo that is %s is never late', async (status) => {
  expect(await look({ ...begun, status }, 10_000)).toMatchObject({ status, isLate: false });
});
