/** The sheet takes over the photos that the order makes: each person is resampled as seldom as possible. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PhotoOrderInput } from '../../../../../core/order.ts';
import { resample } from '../../../../../functions/compose/resample.ts';
import { composePlain } from '../../../../support/compose-plain.ts';

vi.mock('../../../../../functions/compose/resample.ts', { spy: true });

beforeEach(() => {
  vi.mocked(resample).mockClear();
});

async function sheetBytes(order: PhotoOrderInput): Promise<Uint8Array> {
  const { files } = await composePlain({ ...order, sheet: { paper: 'a5', format: 'png', ...order.sheet } });
  return files.at(-1)?.bytes ?? new Uint8Array();
}

describe('the photos of a sheet', () => {
  it('are not rendered again when the order makes them in the same frame', async () => {
    await sheetBytes({ standards: ['cn-1-inch', 'cn-2-inch'], backdrops: ['white', 'red', 'transparent'] });
    expect(resample).toHaveBeenCalledTimes(2);
  });

  it('are rendered once for each standard whose photo has another frame, whatever the number of backdrops', async () => {
    const order = { standards: ['cn-1-inch', 'cn-id-card'], backdrops: ['white', 'red'] };
    // The sheet has the 350 dpi of the card, so only the other standard is rendered for it.
    await sheetBytes(order);
    expect(resample).toHaveBeenCalledTimes(3);
  });

  it.each(['png', 'pdf'] as const)(
    'are the same to the byte, taken over or rendered for the sheet: %s',
    async (format) => {
      const order = {
        standards: ['hk-passport'],
        backdrops: ['white', 'transparent'],
        densityDpi: 300,
        sheet: { format },
      };
      const takenOver = await sheetBytes({ ...order, profile: 'print' });
      expect(resample).toHaveBeenCalledTimes(1);
      const rendered = await sheetBytes({ ...order, profile: 'upload' });
      expect(resample).toHaveBeenCalledTimes(3);
      expect(Buffer.compare(rendered, takenOver)).toBe(0);
    },
  );
});
