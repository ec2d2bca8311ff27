import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { PhotoOrderInput } from '../../../../../core/order.ts';
import { fillOutlines } from '../../../../../functions/compose/caption/fill-outlines.ts';
import { composePlain } from '../../../../support/compose-plain.ts';

async function photoOf(order: PhotoOrderInput) {
  const { files } = await composePlain(order);
  const [{ bytes, output }] = files;
  const { data, info } = await sharp(bytes)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  /** Returns the first and the last column and row of dark pixels below the share of the height. */
  const inkBelow = (share: number) => {
    const dark: [number, number][] = [];
    for (let at = Math.floor(info.height * share) * info.width; at < info.width * info.height; at++) {
      if (data[at * 3] < 100) dark.push([at % info.width, Math.floor(at / info.width)]);
    }
    const [xs, ys] = [dark.map(([x]) => x), dark.map(([, y]) => y)];
    return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys), ys };
  };
  const rowOf = (y: number) => [...data.subarray(y * info.width * 3, (y + 1) * info.width * 3)];
  return { bytes, output, info, inkBelow, rowOf, files };
}

describe('a caption', () => {
  it('of two lines is black on white in the foot of a UPSC photo, which keeps its px and kB', async () => {
    const { bytes, output, info, inkBelow, rowOf } = await photoOf({
      standards: ['upsc'],
      caption: ['JANE DOE', '2026-11-30'],
    });
    expect([info.width, info.height]).toEqual([600, 600]);
    expect(bytes.length).toBeGreaterThanOrEqual(20 * 1024);
    expect(bytes.length).toBeLessThanOrEqual(300_000);
    expect(Math.min(...rowOf(514))).toBeGreaterThan(245);
    expect(Math.min(...rowOf(598))).toBeGreaterThan(245);
    const { left, right, top, bottom, ys } = inkBelow(0.86);
    expect((left + right) / 2).toBeCloseTo(300, -1);
    expect([top, bottom].map((y) => y > 512 && y < 598)).toEqual([true, true]);
    // Both lines, with white between them.
    expect(new Set(ys).size).toBeLessThan(bottom - top);
    expect(output.edits).toContainEqual({ kind: 'captioned', value: null });
    expect(output.notes.map(({ code }) => code)).not.toContain('caption-not-asked');
  });

  it('leaves the chin free and keeps the checks of the plain photo', async () => {
    const { output } = await photoOf({ standards: ['upsc'], caption: ['JANE DOE', '2026-11-30'] });
    const plain = await photoOf({ standards: ['upsc'] });
    expect(output.measured?.chinToBottom.px).toBeGreaterThan(600 * 0.15);
    const failed = ({ checks }: typeof output) =>
      checks.filter(({ result }) => result !== 'pass').map(({ code }) => code);
    expect(failed(output).filter((code) => !failed(plain.output).includes(code))).toEqual([]);
  });

  it('is asked for where the form wants it: the photo without it is to be looked at again, with the source', async () => {
    const { output } = await photoOf({ standards: ['upsc'] });
    const note = output.notes.find(({ code }) => code === 'caption-missing');
    expect(note?.message).toMatch(/name of the candidate and the day.*Order it with a caption: name and day\.$/);
    expect(output.verdict).not.toBe('ready');
    const reason = output.reasons.find(({ code }) => code === 'caption-missing');
    expect(reason).toMatchObject({ verdict: 'look-again', source: expect.stringMatching(/^India UPSC.*https:/) });
    const { output: captioned } = await photoOf({ standards: ['upsc'], caption: ['JANE DOE', '2026-11-30'] });
    expect(captioned.notes.map(({ code }) => code)).not.toContain('caption-missing');
    // Some notices want it, so neither choice gets a note.
    for (const caption of [undefined, ['JANE DOE']]) {
      const { output: either } = await photoOf({ standards: ['in-neet-postcard'], caption });
      expect(either.notes.filter(({ code }) => code.startsWith('caption'))).toEqual([]);
    }
  });

  it('keeps the lengths that a passport office states', async () => {
    const { output } = await photoOf({ standards: ['us-passport'], caption: ['JANE DOE'] });
    expect(output.measured?.headHeight.offByPx).toBe(0);
    expect(output.measured?.eyeLineFromBottom.offByPx).toBe(0);
    expect(output.notes.map(({ code }) => code)).toContain('caption-not-asked');
    expect(output.verdict).not.toBe('ready');
  });

  it('shrinks until the longest name fits, and is refused where it could not be read', async () => {
    const long = 'MARIA DEL CARMEN GONZALEZ-RODRIGUEZ WMWM'.slice(0, 40);
    const { left, right } = (await photoOf({ standards: ['350x350px'], caption: [long] })).inkBelow(0.92);
    expect(left).toBeGreaterThan(5);
    expect(right).toBeLessThan(345);
    const tiny = composePlain({ standards: ['100x120px'], caption: [long] });
    await expect(tiny).rejects.toMatchObject({ code: 'bad-order', message: expect.stringContaining('100x120 px') });
  });

  it('is on the sheet, too, and on a transparent photo', async () => {
    const { files } = await photoOf({
      standards: ['cn-1-inch'],
      backdrops: ['transparent'],
      caption: ['JANE DOE'],
      sheet: {},
    });
    const { data, info } = await sharp(files[0].bytes).raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(-4)]).toEqual([255, 255, 255, 255]);
    expect(info.channels).toBe(4);
    expect(files.map(({ output }) => output.kind)).toEqual(['photo', 'sheet']);
  });
});

it('covers exactly the area of an outline, and leaves holes open', () => {
  const square = [1.5, 1.25, 6.5, 1.25, 6.5, 5.25, 1.5, 5.25];
  const hole = [3, 2, 3, 4, 5, 4, 5, 2];
  const covered = fillOutlines([square, hole], 8, 8);
  expect(covered.reduce((sum, share) => sum + share, 0)).toBeCloseTo(5 * 4 - 4, 4);
  expect(covered[3 * 8 + 4]).toBeCloseTo(0);
  expect(covered[1 * 8 + 1]).toBeCloseTo(0.5 * 0.75);
  const triangle = fillOutlines([[0, 0, 8, 0, 0, 8]], 8, 8);
  expect(triangle.reduce((sum, share) => sum + share, 0)).toBeCloseTo(32, 4);
});
