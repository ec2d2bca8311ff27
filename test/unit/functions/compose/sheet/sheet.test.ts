/** An order with a sheet: its photos, their density, and the sheets that are rejected before any photo is made. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { PhotoOrderInput } from '../../../../../core/order.ts';
import { composePlain } from '../../../../support/compose-plain.ts';
import { jpegFacts } from '../../../../support/image-files.ts';

async function sheetOf(order: PhotoOrderInput) {
  const { files } = await composePlain(order);
  const sheets = files.filter(({ output }) => output.kind === 'sheet');
  expect(sheets).toHaveLength(1);
  expect(files.at(-1)).toBe(sheets[0]);
  return { ...(sheets[0] as (typeof files)[number]), photos: files.slice(0, -1) };
}

describe('the sheet of an order', () => {
  it('comes after the photos and shows each at true size as often as it fits', async () => {
    const { fileName, bytes, output, photos } = await sheetOf({ standards: ['35x45mm'], sheet: { paper: '4R' } });
    expect(photos).toHaveLength(1);
    expect(fileName).toBe('sheet-4r.jpg');
    expect(output).toMatchObject({ standard: null, profile: 'print', densityDpi: 300, measured: null, checks: [] });
    expect(output.sheet).toMatchObject({ paper: '4r', photos: [{ standard: '35x45mm', backdrop: 'white', count: 8 }] });
    expect([output.widthPx, output.heightPx].sort()).toEqual([1200, 1800]);
    const { widthPx, heightPx, densityDpi } = jpegFacts(bytes);
    expect({ widthPx, heightPx, densityDpi, sizeBytes: bytes.length }).toEqual({
      widthPx: output.widthPx,
      heightPx: output.heightPx,
      densityDpi: 300,
      sizeBytes: output.sizeBytes,
    });
  });

  it('holds every photo of the order, each standard on each backdrop', async () => {
    const { output } = await sheetOf({
      standards: ['cn-1-inch', 'cn-2-inch'],
      backdrops: ['white', 'linear:blue-white'],
      sheet: { paper: 'a5', format: 'png' },
    });
    const names = output.sheet?.photos.map(({ standard, backdrop }) => `${standard} ${backdrop}`);
    expect(names).toEqual([
      'cn-1-inch white',
      'cn-1-inch linear:blue-white',
      'cn-2-inch white',
      'cn-2-inch linear:blue-white',
    ]);
    for (const { count } of output.sheet?.photos ?? []) expect(count).toBeGreaterThan(0);
    expect(output).toMatchObject({ contentType: 'image/png', backdrop: 'white,linear:blue-white' });
  });

  it('follows the ordered numbers, photo by photo', async () => {
    const { output } = await sheetOf({
      standards: ['cn-1-inch', 'cn-2-inch'],
      backdrops: ['white', 'red'],
      sheet: {
        photos: [
          { standard: 'cn-1-inch', backdrop: '红', count: 3 },
          { standard: 'cn-2-inch', count: 1 },
        ],
      },
    });
    expect(output.sheet?.photos).toEqual([
      { standard: 'cn-1-inch', backdrop: 'red', count: 3 },
      { standard: 'cn-2-inch', backdrop: 'white', count: 1 },
      { standard: 'cn-2-inch', backdrop: 'red', count: 1 },
    ]);
  });

  it('follows the density of the order, else the highest of its standards', async () => {
    const sizes = async (order: PhotoOrderInput) => {
      const { output } = await sheetOf({ ...order, sheet: {} });
      return [output.densityDpi, Math.max(output.widthPx, output.heightPx)];
    };
    expect(await sizes({ standards: ['cn-1-inch'] })).toEqual([300, 1800]);
    expect(await sizes({ standards: ['cn-1-inch', 'cn-id-card'] })).toEqual([350, 2100]);
    expect(await sizes({ standards: ['cn-1-inch', 'cn-id-card'], densityDpi: 150 })).toEqual([150, 900]);
  });

  it('is not bound by the office’s limits on files', async () => {
    // The file of the card may have 20 kB. On the sheet the same photo keeps more of the drawn edges.
    const { bytes } = await sheetOf({ standards: ['cn-id-card'], sheet: { format: 'png' } });
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const colours = new Set<number>();
    for (let i = 0; i < data.length; i += info.channels)
      colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    // There are two plain colours on white with blended edges. JPEG blocks would add thousands of colours.
    expect(colours.size).toBeLessThan(1500);
  });

  it('can be a PDF', async () => {
    const { bytes, output, fileName } = await sheetOf({ sheet: { paper: 'A4', format: 'pdf' } });
    expect(Buffer.from(bytes).toString('latin1', 0, 5)).toBe('%PDF-');
    expect({ fileName, type: output.contentType }).toEqual({ fileName: 'sheet-a4.pdf', type: 'application/pdf' });
  });

  it('shows white paper where a photo is transparent', async () => {
    const { bytes } = await sheetOf({ backdrops: ['transparent'], sheet: { marks: 'none' } });
    const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect(Math.min(...data.subarray(0, 3000))).toBeGreaterThan(250);
  });

  it('leaves out a standard without a print size, with a note', async () => {
    const { output } = await sheetOf({ standards: ['us-visa-ds160', 'cn-1-inch'], sheet: {} });
    expect(output.sheet?.photos.map(({ standard }) => standard)).toEqual(['cn-1-inch']);
    expect(output.notes).toEqual([{ code: 'not-on-sheet', message: expect.stringContaining('us-visa-ds160') }]);
  });

  it('gives the same bytes again', async () => {
    const order = { standards: ['cn-1-inch'], sheet: { ruler: true } };
    expect((await sheetOf(order)).bytes).toEqual((await sheetOf(order)).bytes);
  });

  it.each([
    ['a photo that the order does not name', { sheet: { photos: [{ standard: 'us-passport' }] } }, 'bad-order'],
    ['a backdrop that the order does not name', { sheet: { photos: [{ backdrop: 'red' }] } }, 'bad-order'],
    ['nothing with a print size', { standards: ['600x600px'], sheet: {} }, 'bad-order'],
    ['more than fits', { sheet: { photos: [{ count: 40 }] } }, 'sheet-too-small'],
    ['a picture larger than can be drawn', { densityDpi: 1200, sheet: { paper: 'a4' } }, 'bad-order'],
    ['a cutout', { kind: 'cutout' as const, sheet: {} }, 'bad-order'],
  ])('is rejected for %s', async (_, order, code) => {
    await expect(composePlain(order)).rejects.toMatchObject({ code });
  });
});
