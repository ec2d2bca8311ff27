/**
 * The options of an order beside standards and colours: profile, strict, gradients, progressive files, several at once.
 */
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { findStandard } from '../../../../core/find-standard.ts';
import { frameOf } from '../../../../core/frame.ts';
import type { PhotoOrderInput } from '../../../../core/order.ts';
import { standards } from '../../../../core/standards.ts';
import { smallerFrame } from '../../../../functions/compose/jobs.ts';
import { seededRandom } from '../../../../portraits/random.ts';
import { composePlain } from '../../../support/compose-plain.ts';
import { jpegFacts, jpegSegments, pngChunks } from '../../../support/image-files.ts';

const compose = async (...args: Parameters<typeof composePlain>) => (await composePlain(...args)).files;
const decoded = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer({ resolveWithObject: true });

describe('an order', () => {
  it('may ask several standards, sizes of one’s own and backdrops of every kind at once', async () => {
    const files = await compose({
      standards: ['us-passport', '35x45mm', '300x400px'],
      backdrops: ['white', 'linear:blue-white', 'transparent'],
    });
    expect(files.map(({ fileName }) => fileName)).toEqual([
      'us-passport-white.jpg',
      'us-passport-linear-blue-white.jpg',
      'us-passport-transparent.png',
      '35x45mm-white.jpg',
      '35x45mm-linear-blue-white.jpg',
      '35x45mm-transparent.png',
      '300x400px-white.jpg',
      '300x400px-linear-blue-white.jpg',
      '300x400px-transparent.png',
    ]);
    expect(files[4]?.output).toMatchObject({ standard: '35x45mm', backdrop: 'linear:blue-white', widthPx: 413 });
  });

  it('paints a gradient around the person', async () => {
    const [file] = await compose({ backdrops: ['linear:#000000-#ffffff'], format: 'png' });
    const { data, info } = await decoded(file?.bytes ?? new Uint8Array());
    expect(data[0]).toBe(0);
    const heads = info.width * 3 * 100;
    expect(Math.abs(data[heads] - (255 * 100.5) / info.height)).toBeLessThanOrEqual(1);
  });

  it('takes the ordered profile when the standard has both', async () => {
    const sizes = async (profile: 'auto' | 'print' | 'upload') => {
      const files = await compose({ standards: ['in-oci', 'cn-1-inch'], profile });
      return files.map(({ output }) => [output.profile, output.widthPx, output.heightPx]);
    };
    expect(await sizes('auto')).toEqual([
      ['upload', 600, 600],
      ['print', 295, 413],
    ]);
    const { widthPx, heightPx } = frameOf(findStandard('in-oci'), undefined, 'print');
    expect(await sizes('print')).toEqual([
      ['print', widthPx, heightPx],
      ['print', 295, 413],
    ]);
    expect((await sizes('upload'))[1]).toEqual(['print', 295, 413]);
  });
});

describe('a strict order', () => {
  const strict = (order: PhotoOrderInput, person = {}) => compose({ ...order, strict: true }, person);

  it.each([
    [
      'a backdrop that the office does not name',
      { standards: ['icao-9303-portrait'], backdrops: ['blue'] },
      {},
      /blue/,
    ],
    ['a gradient', { standards: ['icao-9303-portrait'], backdrops: ['linear:white-light'] }, {}, /linear/],
    [
      'a replaced background',
      { standards: ['us-passport'], backdrops: ['white'] },
      {},
      /us-passport, white: .*replaced background.*unchanged photo/,
    ],
    ['a photo that only the office takes', { standards: ['us-uscis'] }, {}, /USCIS does not use photos/],
    ['a background that ends inside the photo', { standards: ['us-passport'] }, { eyeX: 60 }, /outermost pixels/],
    ['any cropping', { standards: ['ca-passport-online'], backdrops: ['original'] }, {}, /cropped.*resized/],
    ['the second of two', { standards: ['cn-1-inch', 'us-passport'], backdrops: ['white'] }, {}, /us-passport/],
  ])('refuses %s, saying which', async (_, order, person, why) => {
    await expect(strict(order, person)).rejects.toMatchObject({ code: 'standard-forbids' });
    await expect(strict(order, person)).rejects.toThrow(why);
  });

  it('makes what no office forbids, as any order', async () => {
    const order = { standards: ['icao-9303-portrait', 'cn-1-inch'], backdrops: ['white'] };
    const [made, usual] = [await strict(order), await compose(order)];
    expect(made.map(({ bytes }) => bytes)).toEqual(usual.map(({ bytes }) => bytes));
  });

  it('lets a photo that keeps its own background pass where only replacing is refused', async () => {
    const photo = () =>
      sharp({ create: { width: 480, height: 720, channels: 3, background: '#eeeeee' } })
        .png()
        .toBuffer();
    expect(
      await compose({ standards: ['us-passport'], backdrops: ['original'], strict: true }, {}, photo),
    ).toHaveLength(1);
  });

  it('refuses exactly what an order that is not strict notes', async () => {
    // The Greek print takes a second, and the drawn person is alone.
    const drawn = standards.filter(({ id, people }) => id !== 'gr-passport' && people === 1);
    const anyOrder = fc.record({
      standards: fc.constantFrom(...drawn).map(({ id }) => [id]),
      backdrops: fc.constantFrom('white', 'blue', 'linear:white-blue', 'transparent').map((name) => [name]),
      rollDeg: fc.constantFrom(0, 6),
    });
    await fc.assert(
      fc.asyncProperty(anyOrder, async ({ rollDeg, ...order }) => {
        const [file] = await compose(order, { rollDeg });
        const codes = file?.output.notes.map(({ code }) => code) ?? [];
        const forbidden = ['backdrop-not-allowed', 'editing-not-allowed', 'office-photo-only'] as const;
        const noted = forbidden.some((code) => codes.includes(code));
        const refused = await strict(order, { rollDeg }).then(
          () => false,
          (error) => error.code === 'standard-forbids',
        );
        expect(refused).toBe(noted);
      }),
      { numRuns: 25 },
    );
  });
});

it('smaller uploads keep their shape and stay above what the office takes, down to the least', () => {
  for (const standard of standards) {
    let frame = frameOf(standard, undefined, 'upload');
    const ratio = frame.widthPx / frame.heightPx;
    for (let next = smallerFrame({ standard }, frame); next; next = smallerFrame({ standard }, frame)) {
      expect(next.widthPx, standard.id).toBeLessThan(frame.widthPx);
      frame = next;
      const [leastWidthPx = 0, leastHeightPx = 0] = standard.upload?.minPx ?? [];
      expect(frame.widthPx, standard.id).toBeGreaterThanOrEqual(leastWidthPx);
      expect(frame.heightPx, standard.id).toBeGreaterThanOrEqual(leastHeightPx);
      expect(Math.abs(frame.widthPx - ratio * frame.heightPx), standard.id).toBeLessThanOrEqual(1);
    }
  }
});

describe('checks', () => {
  it('are made once for the picture, and for each output by its own standard', async () => {
    const { files, checks } = await composePlain({ standards: ['us-passport', 'cn-id-card'] }, { rollDeg: 12 });
    const codes = checks.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(checks.find(({ code }) => code === 'roll')).toMatchObject({ value: 12, result: 'fail' });
    for (const { output } of files) {
      const height = output.checks.find(({ code }) => code === 'file-height');
      expect(height).toMatchObject({ value: output.heightPx, result: 'pass' });
      expect(output.checks.map(({ code }) => code)).not.toContain('roll');
    }
    expect(files[1]?.output.checks.find(({ code }) => code === 'file-size')).toMatchObject({
      limit: { min: 14_336, max: 20_000 },
      result: 'pass',
    });
  });
});

describe('files', () => {
  it('are progressive only on demand, with the same pixels, density and profile', async () => {
    const [usual] = await compose({ standards: ['us-passport'] });
    const [ordered] = await compose({ standards: ['us-passport'], progressive: true });
    const [baseline, progressive] = [usual, ordered].map((file) => jpegFacts(file?.bytes ?? new Uint8Array()));
    expect(baseline).toMatchObject({ baseline: true, widthPx: 600, densityDpi: 300 });
    expect(progressive).toMatchObject({ baseline: false, widthPx: 600, densityDpi: 300, sampling: [0x11, 0x11, 0x11] });
    expect(progressive?.markers).toContain(0xc2);
    const [first, second] = await Promise.all([usual, ordered].map((file) => decoded(file?.bytes ?? new Uint8Array())));
    expect(first?.data).toEqual(second?.data);
  });

  it('meet an office’s ceiling and floor when progressive, too', async () => {
    const [file] = await compose({ standards: ['cn-id-card'], progressive: true });
    expect(file?.bytes.length).toBeGreaterThanOrEqual(14_336);
    expect(file?.bytes.length).toBeLessThanOrEqual(20_000);
  });

  /** A picture that no JPEG quality makes small. It has the size of the working photo, so nothing is smoothed. */
  const noise = () => {
    const random = seededRandom(3);
    const data = Uint8Array.from({ length: 480 * 720 * 3 }, () => (random() < 0.5 ? 0 : 255));
    return sharp(data, { raw: { width: 480, height: 720, channels: 3 } })
      .png()
      .toBuffer();
  };
  /** A person of the same size in the picture as in the finished photo of 600 x 600 px. */
  const near = { chinPx: 160, crownHairPx: 175, crownSkullPx: 155, faceWidthPx: 200, eyeY: 330 };

  it('become smaller where quality does not suffice and the office takes smaller ones', async () => {
    const order = { standards: ['in-oci'], backdrops: ['original'], profile: 'upload' as const };
    const [file] = await compose(order, near, noise);
    const { widthPx, heightPx } = jpegFacts(file?.bytes ?? new Uint8Array());
    expect(widthPx).toBeLessThan(600);
    expect(widthPx).toBeGreaterThanOrEqual(200);
    expect(heightPx).toBe(widthPx);
    expect(file?.bytes.length).toBeLessThanOrEqual(200_000);
    expect(file?.output).toMatchObject({ widthPx, heightPx });
    expect(file?.output.checks.find(({ code }) => code === 'file-width')).toMatchObject({ result: 'pass' });
    expect(file?.output.measured?.headHeight.offByPx).toBe(0);
  });

  it('are refused where the office takes no smaller ones', async () => {
    const order = { standards: ['cn-id-card'], backdrops: ['original'] };
    await expect(compose(order, near, noise)).rejects.toMatchObject({ code: 'file-size-unreachable' });
  });

  /** A working photo with metadata: place, author and thumbnail. */
  const tellingPhoto = () =>
    sharp({ create: { width: 480, height: 720, channels: 3, background: '#336699' } })
      .withExif({
        IFD0: { Artist: 'Jane Doe', Make: 'Cam' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>Jane Doe</a></x:xmpmeta>')
      .jpeg()
      .toBuffer();

  it.each(['jpeg', 'png'] as const)('hand no metadata of the photo on, in a %s of the original', async (format) => {
    expect((await sharp(await tellingPhoto()).metadata()).exif).toBeDefined();
    const order = { standards: ['us-passport'], backdrops: ['original'], format };
    const [file] = await compose(order, {}, tellingPhoto);
    const bytes = Buffer.from(file?.bytes ?? new Uint8Array());
    const { exif, xmp, iptc, comments, format: found } = await sharp(bytes).metadata();
    expect({ exif, xmp, iptc, comments, found }).toEqual({ found: format });
    expect(bytes.includes('Jane')).toBe(false);
    expect(bytes.includes('GPS')).toBe(false);
  });

  it('are what their name and record say, in every format', async () => {
    const files = await compose({ standards: ['cn-1-inch'], backdrops: ['white', 'transparent'] });
    const sheet = await compose({ kind: 'cutout' });
    for (const { fileName, bytes, output } of [...files, ...sheet]) {
      const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && jpegSegments(bytes).ended;
      const type = isJpeg ? 'image/jpeg' : pngChunks(bytes).at(-1)?.name === 'IEND' ? 'image/png' : 'unknown';
      expect(type).toBe(output.contentType);
      expect(fileName.endsWith(isJpeg ? '.jpg' : '.png')).toBe(true);
    }
  });
});
