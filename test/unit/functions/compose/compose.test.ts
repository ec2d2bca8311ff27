import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../../core/errors.ts';
import { findStandard } from '../../../../core/find-standard.ts';
import { frameOf, isOfficeFile } from '../../../../core/frame.ts';
import { standards } from '../../../../core/standards.ts';
import type { ComposedFile } from '../../../../functions/compose/finish.ts';
import { composePlain } from '../../../support/compose-plain.ts';
import { jpegFacts, pngDensityDpi } from '../../../support/image-files.ts';
import { headColour } from '../../../support/plain-person.ts';

const only = ({ files }: { files: ComposedFile[] }) => {
  expect(files).toHaveLength(1);
  return files[0] as ComposedFile;
};
const codes = ({ output }: ComposedFile) => output.notes.map(({ code }) => code);
const pixels = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer({ resolveWithObject: true });

/** The drawn person is alone. */
const forOne = standards.filter(({ people }) => people === 1);

describe('composePhoto', () => {
  it('makes every standard on every backdrop once, named after both', async () => {
    const { files, steps } = await composePlain({
      standards: ['cn-1-inch', 'us-passport', 'cn-1-inch'],
      backdrops: ['white', '白', '#0A0B0C'],
    });
    expect(files.map(({ fileName }) => fileName)).toEqual([
      'cn-1-inch-white.jpg',
      'cn-1-inch-0a0b0c.jpg',
      'us-passport-white.jpg',
      'us-passport-0a0b0c.jpg',
    ]);
    expect(files[1]?.output).toMatchObject({
      kind: 'photo',
      standard: 'cn-1-inch',
      backdrop: '#0A0B0C',
      contentType: 'image/jpeg',
    });
    expect(new Set(steps)).toEqual(new Set(['decode', 'check', 'crop', 'resample', 'backdrop', 'encode']));
  });

  it('takes the first backdrop of the standard when the order has none', async () => {
    expect(only(await composePlain({ standards: ['fr-passport-id'] })).fileName).toBe('fr-passport-id-light-blue.jpg');
  });

  it('paints exactly the ordered colour around the person', async () => {
    const { data, info } = await pixels(only(await composePlain({ backdrops: ['#123456'], format: 'png' })).bytes);
    expect([...data.subarray(0, 3)]).toEqual([0x12, 0x34, 0x56]);
    const middle = ((info.height >> 1) * info.width + (info.width >> 1)) * 3;
    for (const [i, value] of headColour.entries()) expect(Math.abs(data[middle + i] - value)).toBeLessThanOrEqual(1);
  });

  it('keeps the photo’s own background and the photo’s person for the original backdrop', async () => {
    const photo = () =>
      sharp({ create: { width: 480, height: 720, channels: 3, background: '#336699' } })
        .png()
        .toBuffer();
    const file = only(
      await composePlain({ standards: ['us-passport'], backdrops: ['original'], format: 'png' }, {}, photo),
    );
    const { data } = await pixels(file.bytes);
    expect(data.equals(Buffer.alloc(data.length, Uint8Array.of(0x33, 0x66, 0x99)))).toBe(true);
    expect(codes(file)).not.toContain('backdrop-not-allowed');
    expect(codes(file)).not.toContain('editing-not-allowed');
  });

  it('loads the working photo once, and only when it is needed', async () => {
    let loads = 0;
    const photo = () => {
      loads++;
      return sharp({ create: { width: 480, height: 720, channels: 3, background: '#336699' } })
        .jpeg()
        .toBuffer();
    };
    await composePlain({ standards: ['cn-1-inch'], backdrops: ['white'] }, {}, photo);
    expect(loads).toBe(0);
    await composePlain({ standards: ['cn-1-inch', 'cn-2-inch'], backdrops: ['original'] }, {}, photo);
    expect(loads).toBe(1);
    const withoutPhoto = composePlain({ backdrops: ['original'] }, {}, null);
    await expect(withoutPhoto).rejects.toMatchObject({ code: 'missing-object' });
  });

  it('throws for a working photo of another size than was measured', async () => {
    const photo = () =>
      sharp({ create: { width: 480, height: 719, channels: 3, background: 'red' } })
        .jpeg()
        .toBuffer();
    await expect(composePlain({ backdrops: ['original'] }, {}, photo)).rejects.toThrow(Fault);
    await expect(composePlain({ backdrops: ['original'] }, {}, photo)).rejects.toMatchObject({ code: 'bad-payload' });
  });

  it('makes a transparent photo for the transparent backdrop', async () => {
    const file = only(await composePlain({ backdrops: ['transparent'] }));
    expect(file).toMatchObject({ fileName: 'cn-1-inch-transparent.png', output: { contentType: 'image/png' } });
    const { data, info } = await pixels(file.bytes);
    expect(info.channels).toBe(4);
    expect(data[3]).toBe(0);
    expect(data[((info.height >> 1) * info.width + (info.width >> 1)) * 4 + 3]).toBe(255);
  });

  it('returns the stored cutout for a cutout order', async () => {
    const { files, cutoutPng } = await composePlain({ kind: 'cutout' });
    const [file] = files;
    expect(file).toMatchObject({
      fileName: 'cutout.png',
      output: { kind: 'cutout', standard: null, measured: null, widthPx: 480, heightPx: 720 },
    });
    const [given, made] = await Promise.all([pixels(cutoutPng), pixels(file?.bytes ?? new Uint8Array())]);
    expect(made.data.equals(given.data)).toBe(true);
  });

  it.each([
    [{ standards: ['no-such'] }, 'unknown-standard'],
    [{ backdrops: ['mauve'] }, 'bad-order'],
    [{ backdrops: ['transparent'], format: 'jpeg' as const }, 'bad-order'],
    [{ kind: 'cutout' as const, format: 'jpeg' as const }, 'bad-order'],
  ])('rejects %j with %s before it makes any file', async (order, code) => {
    await expect(composePlain(order)).rejects.toMatchObject({ code });
  });

  it('makes the pixels follow the density of the order and writes it into the file', async () => {
    const file = only(await composePlain({ standards: ['cn-id-card'], densityDpi: 600 }));
    expect(file.output).toMatchObject({ widthPx: 614, heightPx: 756, densityDpi: 600 });
    expect(jpegFacts(file.bytes)).toMatchObject({ widthPx: 614, heightPx: 756, densityDpi: 600 });
  });
});

describe('notes', () => {
  it('are empty for a good photo and a confirmed standard', async () => {
    expect(
      only(await composePlain({ standards: ['us-visa-ds160'] }, { crownHairPx: 60, chinPx: 60, crownSkullPx: 58 }))
        .output.notes,
    ).toEqual([expect.objectContaining({ code: 'low-resolution' })]);
    const { output } = only(
      await composePlain(
        { standards: ['cn-1-inch'] },
        { chinPx: 160, crownHairPx: 170, crownSkullPx: 155, faceWidthPx: 190 },
      ),
    );
    expect(output.notes).toEqual([]);
  });

  it('name a picture that ends inside the photo', async () => {
    const file = only(await composePlain({ standards: ['us-passport'], backdrops: ['white'] }, { bodyEndPx: 380 }));
    expect(codes(file)).toContain('padded');
  });

  it('name a backdrop and an edit that the office rejects', async () => {
    expect(codes(only(await composePlain({ standards: ['us-passport'], backdrops: ['red'] })))).toEqual(
      expect.arrayContaining(['backdrop-not-allowed', 'editing-not-allowed']),
    );
    const passport = only(await composePlain({ standards: ['fr-passport-id'] }));
    expect(codes(passport)).toContain('photographer-only');
    expect(passport.output.verdict).toBe('will-be-refused');
  });

  it('name a format that the office rejects', async () => {
    const { output } = only(await composePlain({ standards: ['cn-passport'], format: 'png', densityDpi: 72 }));
    expect(output.notes).toContainEqual(
      expect.objectContaining({ code: 'rule-missed', message: expect.stringContaining('jpeg') }),
    );
  });

  it('name the rule that is missed and by how much, in mm', async () => {
    // The card requires a face of at least 14 mm. The hair is three times as high as the chin is low, so the top margin
    // is missed.
    const { output } = only(
      await composePlain({ standards: ['cn-id-card'] }, { crownHairPx: 240, chinPx: 80, eyeY: 400 }),
    );
    const { eyeLineFromBottom, topMargin } = output.measured ?? {};
    expect(eyeLineFromBottom).toMatchObject({ offByPx: 0, bandMm: { min: 15, max: 32 } });
    expect(topMargin?.offByPx).toBeGreaterThan(10);
    expect(output.notes).toContainEqual({
      code: 'rule-missed',
      message: expect.stringMatching(/^Top margin is -\d\.\d mm, required is 0\.5 to 1\.5 mm: off by \d\.\d mm\.$/),
    });
  });

  it('name hair that the picture or the photo cuts', async () => {
    const tall = { crownHairPx: 300, crownSkullPx: 98, eyeY: 330 };
    expect(codes(only(await composePlain({ standards: ['icao-9303-portrait'] }, tall)))).toContain('hair-cut');
    expect(codes(only(await composePlain({ standards: ['icao-9303-portrait'] })))).not.toContain('hair-cut');
  });
});

describe('the finished photo', () => {
  /** A person without a body, so that all covered rows of the photo belong to the head. */
  const anyHead = fc
    .record({
      eyeX: fc.integer({ min: 60, max: 240 }),
      eyeY: fc.integer({ min: 150, max: 250 }),
      rollDeg: fc.double({ min: -25, max: 25, noNaN: true }),
      chinPx: fc.integer({ min: 30, max: 75 }),
      hairOverChin: fc.double({ min: 1, max: 1.2, noNaN: true }),
      widthOverChin: fc.double({ min: 1.12, max: 1.35, noNaN: true }),
    })
    .map(({ chinPx, hairOverChin, widthOverChin, ...place }) => {
      const crownHairPx = chinPx * hairOverChin;
      const faceWidthPx = chinPx * widthOverChin;
      const shape = { widthPx: 300, heightPx: 400, chinPx, crownHairPx, crownSkullPx: crownHairPx * 0.95, faceWidthPx };
      return { ...place, ...shape, shoulderPx: -1, bodyEndPx: 400 };
    });
  // The Greek print at 1200 dpi takes a second and tests nothing more here.
  const drawn = forOne.filter(({ id }) => id !== 'gr-passport');
  const anyStandard = fc.constantFrom(...drawn);
  // A head that stays tilted is measured along its own axis, which is not a row of the photo.
  const anyTurned = fc.constantFrom(...drawn.filter(({ editing }) => editing.rotate !== 'forbidden'));

  /** First and last row that is at least half covered. */
  async function rowsOf(bytes: Uint8Array): Promise<{ top: number; bottom: number; heightPx: number }> {
    const { data, info } = await pixels(bytes);
    const rowPx = info.width * 4;
    const covered = Array.from({ length: info.height }, (_, y) =>
      data.subarray(y * rowPx, (y + 1) * rowPx).some((value, i) => i % 4 === 3 && value >= 128),
    );
    return { top: covered.indexOf(true), bottom: covered.lastIndexOf(true), heightPx: info.height };
  }

  it('shows the head at the rows that its record states', async () => {
    await fc.assert(
      fc.asyncProperty(anyHead, anyTurned, async (person, standard) => {
        const { output, bytes } = only(
          await composePlain({ standards: [standard.id], backdrops: ['transparent'] }, person),
        );
        const { top, bottom, heightPx } = await rowsOf(bytes);
        const { headHeight, eyeLineFromBottom } = output.measured ?? {};
        const scale =
          (headHeight?.px ?? 0) /
          (person.chinPx + (standard.rules.crown === 'skull' ? person.crownSkullPx : person.crownHairPx));
        const eyesY = heightPx - (eyeLineFromBottom?.px ?? 0);
        // One row of the photo, and the width of an edge that is drawn within one pixel of the source.
        const slackPx = 1 + 0.25 * scale;
        expect(heightPx).toBe(output.heightPx);
        expect(Math.abs(bottom + 1 - (eyesY + scale * person.chinPx))).toBeLessThan(slackPx);
        expect(Math.abs(top - Math.max(0, eyesY - scale * person.crownHairPx))).toBeLessThan(slackPx);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('meets each rule within rounding, or its record states by how much it is missed', async () => {
    await fc.assert(
      fc.asyncProperty(anyHead, anyStandard, async (person, standard) => {
        const { output } = only(await composePlain({ standards: [standard.id] }, person));
        const missed = Object.values(output.measured ?? {}).filter(
          ({ px, bandPx }) => bandPx && Math.max(bandPx.min - px, px - bandPx.max) > 0.505,
        );
        for (const { offByPx, px, bandPx } of missed) {
          expect(Math.abs(offByPx - Math.max((bandPx?.min ?? 0) - px, px - (bandPx?.max ?? 0)))).toBeLessThan(0.03);
        }
        expect(output.notes.filter(({ code }) => code === 'rule-missed').length).toBeGreaterThanOrEqual(missed.length);
        expect(output.measured?.headHeight.offByPx).toBe(0);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it.each(forOne.map(({ id }) => id))(
    'is the file that its record describes, within the office’s limits: %s',
    async (id) => {
      const { bytes, output } = only(await composePlain({ standards: [id] }));
      const standard = findStandard(id);
      const frame = frameOf(standard);
      const { minBytes, maxBytes, maxCompression } = standard.file;
      const { widthPx, heightPx, densityDpi } = frame;
      expect(jpegFacts(bytes)).toMatchObject({ widthPx, heightPx, densityDpi, sampling: [0x11, 0x11, 0x11] });
      expect(output).toMatchObject({
        widthPx,
        heightPx,
        densityDpi,
        sizeBytes: bytes.length,
        contentType: 'image/jpeg',
      });
      expect(output.notes.map(({ message }) => message).join()).not.toContain('bytes below');
      if (!isOfficeFile(standard, frame)) return;
      expect(bytes.length).toBeGreaterThanOrEqual(minBytes ?? 0);
      expect(bytes.length).toBeLessThanOrEqual(maxBytes ?? 1e9);
      expect((widthPx * heightPx * 3) / bytes.length).toBeLessThanOrEqual(maxCompression ?? 1e9);
    },
  );

  it('has its density in the file as PNG too', async () => {
    expect(
      pngDensityDpi(
        only(await composePlain({ standards: ['cn-id-card'], backdrops: ['transparent'], densityDpi: 200 })).bytes,
      ),
    ).toBeCloseTo(200, 1);
  });
});
