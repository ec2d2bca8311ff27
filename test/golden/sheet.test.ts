import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { Fault, PhotoRejected } from '../../core/errors.ts';
import { mmToPx } from '../../core/measure.ts';
import { parseOrder } from '../../core/order.ts';
import { findPaper } from '../../core/papers.ts';
import { type Raster, raster } from '../../core/raster.ts';
import { drawingOf } from '../../core/sheet/drawing.ts';
import { planSheet, type SheetPhoto, type SheetPlan, type SheetRequest } from '../../core/sheet/plan.ts';
import { composePhoto } from '../../functions/compose/compose.ts';
import { encodeJpeg, encodePng } from '../../functions/compose/encode.ts';
import { pngChunk } from '../../functions/compose/png-chunk.ts';
import { renderSheet, type SheetFile } from '../../functions/compose/sheet/render.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { seededRandom } from '../../portraits/random.ts';
import { cutPerson } from '../support/cut-person.ts';
import { jpegFacts, jpegSegments, pngChunks, pngDensityDpi } from '../support/image-files.ts';

const free = { minBytes: null, maxBytes: null };

/** A dark picture without two equal neighbours, so that it differs from ink and from white everywhere. */
function grainy(widthPx: number, heightPx: number, seed: number): Raster {
  const random = seededRandom(seed);
  return raster(
    widthPx,
    heightPx,
    Uint8Array.from({ length: widthPx * heightPx * 3 }, () => 40 + random() * 120),
  );
}

/** Returns the file of a photo at its print size, as compose makes it. */
async function photoOf(
  widthMm: number,
  heightMm: number,
  densityDpi: number,
  format: 'jpeg' | 'png',
): Promise<SheetPhoto> {
  const [widthPx, heightPx] = [widthMm, heightMm].map((mm) => Math.round(mmToPx(mm, densityDpi)));
  const picture = grainy(widthPx, heightPx, widthPx);
  const rules = { densityDpi, ...free };
  const bytes = format === 'jpeg' ? await encodeJpeg(picture, rules) : await encodePng(picture, rules);
  return { bytes, widthPx, heightPx };
}

function plan(paperName: string, setting: Partial<SheetRequest> & Pick<SheetRequest, 'items'>): SheetPlan {
  const paper = findPaper(paperName);
  if (!paper) throw new Error(`no paper ${paperName}`);
  return planSheet({ paper, marginMm: 3, gapMm: 2, marks: 'ticks', ruler: false, ...setting });
}

const fill = (widthMm: number, heightMm: number) => ({ widthMm, heightMm, count: 'fill' as const });

/** Decodes the pixels without conversion from the profile. */
async function pixels(bytes: Uint8Array): Promise<Raster> {
  const { data, info } = await sharp(bytes, { ignoreIcc: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return raster(info.width, info.height, data);
}

/** Paints the expected sheet px by px. */
async function expected(
  sheet: SheetPlan,
  photos: readonly SheetPhoto[],
  densityDpi: number,
  ink: number,
): Promise<Raster> {
  const { paper, photos: boxes, marks, ruler } = drawingOf(sheet, { perMm: mmToPx(1, densityDpi), whole: true });
  const page = raster(paper.width, paper.height, new Uint8Array(paper.width * paper.height * 3).fill(255));
  for (const [strips, level] of [
    [marks, ink],
    [ruler, 0],
  ] as const) {
    for (const { left, top, width, height } of strips) {
      for (let y = top; y < top + height; y++) {
        page.data.fill(level, (y * page.widthPx + left) * 3, (y * page.widthPx + left + width) * 3);
      }
    }
  }
  const pictures = await Promise.all(photos.map(({ bytes }) => pixels(bytes)));
  for (const [i, box] of boxes.entries()) {
    const { item, rotated } = sheet.placements[i];
    const picture = rotated ? turned(pictures[item]) : pictures[item];
    expect([picture.widthPx, picture.heightPx]).toEqual([box.width, box.height]);
    for (let y = 0; y < box.height; y++) {
      const row = picture.data.subarray(y * box.width * 3, (y + 1) * box.width * 3);
      page.data.set(row, ((box.top + y) * page.widthPx + box.left) * 3);
    }
  }
  return page;
}

/** Turns the picture clockwise: the left edge becomes the upper edge. */
function turned({ widthPx, heightPx, data }: Raster): Raster {
  const result = raster(heightPx, widthPx, new Uint8Array(data.length));
  for (let y = 0; y < widthPx; y++) {
    for (let x = 0; x < heightPx; x++) {
      const from = ((heightPx - 1 - x) * widthPx + y) * 3;
      result.data.set(data.subarray(from, from + 3), (y * heightPx + x) * 3);
    }
  }
  return result;
}

describe.each(['png', 'jpeg'] as const)('a sheet of %s photos as PNG', (format) => {
  it.each([
    ['ticks', 0],
    ['lines', 170],
    ['none', 255],
  ] as const)('has every px of every photo, turned ones too, and white with %s between them', async (marks, ink) => {
    const photos = [await photoOf(25, 35, 150, format), await photoOf(45, 35, 150, format)];
    const sheet = plan('a6', { items: [fill(25, 35), fill(45, 35)], marks, ruler: true });
    expect(new Set(sheet.placements.map(({ rotated }) => rotated)).size).toBe(2);
    const { bytes } = await renderSheet(sheet, photos, { format: 'png', densityDpi: 150 });
    const [drawn, wanted] = [await pixels(bytes), await expected(sheet, photos, 150, ink)];
    expect([drawn.widthPx, drawn.heightPx]).toEqual([wanted.widthPx, wanted.heightPx]);
    expect(Buffer.compare(drawn.data, wanted.data)).toBe(0);
  });
});

describe('a sheet as a picture', () => {
  it('is a baseline JPEG of 1200 x 1800 px on 4R, full chroma, with density and profile and nothing else', async () => {
    const sheet = plan('4r', { items: [fill(35, 45)] });
    const file = await renderSheet(sheet, [await photoOf(35, 45, 300, 'jpeg')], { format: 'jpeg', densityDpi: 300 });
    expect(file).toMatchObject({ contentType: 'image/jpeg', widthPx: 1800, heightPx: 1200 });
    const facts = jpegFacts(file.bytes);
    expect(facts).toMatchObject({ widthPx: 1800, heightPx: 1200, densityDpi: 300, baseline: true });
    expect(facts.sampling).toEqual([0x11, 0x11, 0x11]);
    const { segments, ended } = jpegSegments(file.bytes);
    const application = segments.filter(({ marker }) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe);
    expect(application.map(({ marker }) => marker)).toEqual([0xe0, 0xe2]);
    expect(ended).toBe(true);
    expect(await sharp(file.bytes).metadata()).toMatchObject({ density: 300, hasProfile: true, space: 'srgb' });
  });

  it.each([72, 300, 350, 600])('is a PNG with its %i dpi and its profile once', async (densityDpi) => {
    const sheet = plan('3r', { items: [fill(35, 45)] });
    const photo = await photoOf(35, 45, densityDpi, 'jpeg');
    const { bytes, contentType } = await renderSheet(sheet, [photo], { format: 'png', densityDpi });
    expect(contentType).toBe('image/png');
    expect(pngDensityDpi(bytes)).toBeCloseTo(densityDpi, 0);
    const names = pngChunks(bytes)
      .map(({ name }) => name)
      .filter((name) => name !== 'IDAT');
    expect(names.sort()).toEqual(['IEND', 'IHDR', 'iCCP', 'pHYs']);
    expect(pngChunks(bytes)[0]?.bytes.subarray(8, 10)).toEqual(Buffer.from([8, 2]));
  });

  it('resamples only a photo of another density, upright or turned', async () => {
    const items = [fill(45, 35), { widthMm: 25, heightMm: 35, count: 5 }];
    const flat = async (widthPx: number, heightPx: number, data: readonly number[]) => {
      const picture = raster(
        widthPx,
        heightPx,
        Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, i) => data[i % 3]),
      );
      return { bytes: await encodePng(picture, { densityDpi: 350, ...free }), widthPx, heightPx };
    };
    const photos = [await photoOf(45, 35, 300, 'png'), await flat(344, 482, [10, 60, 160])];
    const sheet = plan('a6', { items, marks: 'none' });
    const page = await pixels((await renderSheet(sheet, photos, { format: 'png', densityDpi: 300 })).bytes);
    const { photos: boxes } = drawingOf(sheet, { perMm: mmToPx(1, 300), whole: true });
    for (const [i, { left, top, width, height }] of boxes.entries()) {
      if (sheet.placements[i].item === 0) continue;
      for (const [x, y] of [
        [0, 0],
        [width - 1, 0],
        [0, height - 1],
        [width - 1, height - 1],
      ]) {
        const at = ((top + y) * page.widthPx + left + x) * 3;
        expect([...page.data.subarray(at, at + 3)]).toEqual([10, 60, 160]);
      }
      expect([...page.data.subarray(((top - 1) * page.widthPx + left) * 3).subarray(0, 3)]).toEqual([255, 255, 255]);
    }
    const untouched = await pixels(photos[0].bytes);
    const first = boxes[sheet.placements.findIndex(({ item, rotated }) => item === 0 && !rotated)];
    for (let y = 0; y < first.height; y++) {
      const at = ((first.top + y) * page.widthPx + first.left) * 3;
      const row = page.data.subarray(at, at + first.width * 3);
      expect(Buffer.compare(row, untouched.data.subarray(y * first.width * 3, (y + 1) * first.width * 3))).toBe(0);
    }
  });

  it('shows white where a photo is transparent', async () => {
    const data = new Uint8Array(295 * 413 * 4);
    const bytes = await encodePng({ widthPx: 295, heightPx: 413, data }, { densityDpi: 300, ...free });
    const sheet = plan('4r', { items: [fill(25, 35)], marks: 'none' });
    const page = await pixels(
      (await renderSheet(sheet, [{ bytes, widthPx: 295, heightPx: 413 }], { format: 'png', densityDpi: 300 })).bytes,
    );
    expect(page.data.every((value) => value === 255)).toBe(true);
  });

  it('gives the same bytes again', async () => {
    const sheet = plan('4r', { items: [fill(35, 45)], ruler: true });
    const photos = [await photoOf(35, 45, 300, 'jpeg')];
    for (const format of ['jpeg', 'png', 'pdf'] as const) {
      const make = () => renderSheet(sheet, photos, { format, densityDpi: 300 });
      expect(Buffer.compare((await make()).bytes, (await make()).bytes)).toBe(0);
    }
  });

  it('rejects a picture with too many px for the memory of the function, but not a PDF', async () => {
    const sheet = plan('a4', { items: [fill(35, 45)] });
    const photos = [await photoOf(35, 45, 150, 'jpeg')];
    await expect(renderSheet(sheet, photos, { format: 'jpeg', densityDpi: 1200 })).rejects.toThrow(PhotoRejected);
    expect((await renderSheet(sheet, photos, { format: 'pdf', densityDpi: 1200 })).contentType).toBe('application/pdf');
  });

  it.each(['jpeg', 'png', 'pdf'] as const)('throws a Fault when a photo is missing (%s)', async (format) => {
    const sheet = plan('4r', { items: [fill(35, 45)] });
    await expect(renderSheet(sheet, [], { format, densityDpi: 300 })).rejects.toThrow(Fault);
  });
});

interface PdfObject {
  readonly text: string;
  readonly data: Buffer | null;
}

/** Reads a PDF by its table of objects (ISO 32000-1, 7.5). */
function readPdf(file: Uint8Array): { objects: PdfObject[]; trailer: string } {
  const bytes = Buffer.from(file);
  const text = bytes.toString('latin1');
  const tableAt = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const [, count] = /^xref\n0 (\d+)\n0000000000 65535 f \n/.exec(text.slice(tableAt)) ?? [];
  const offsets = [...text.slice(tableAt).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  expect(offsets).toHaveLength(Number(count) - 1);
  const objects = offsets.map((offset, i) => {
    const end = text.indexOf('endobj', offset);
    const head = text.slice(offset, text.indexOf('\n', offset));
    expect(head).toBe(`${i + 1} 0 obj`);
    const stream = text.indexOf('stream\n', offset);
    if (stream < 0 || stream > end) return { text: text.slice(offset, end), data: null };
    const length = Number(/\/Length (\d+)/.exec(text.slice(offset, stream))?.[1]);
    const start = stream + 'stream\n'.length;
    expect(text.slice(start + length, start + length + 11)).toBe('\nendstream\n');
    return { text: text.slice(offset, stream), data: bytes.subarray(start, start + length) };
  });
  return { objects, trailer: text.slice(text.indexOf('trailer', tableAt)) };
}

const find = (objects: readonly PdfObject[], pattern: RegExp) => objects.filter(({ text }) => pattern.test(text));

describe('a sheet as a PDF', () => {
  let sheet: SheetPlan;
  let photos: SheetPhoto[];
  let file: SheetFile;
  let objects: PdfObject[];
  let content: string;
  beforeAll(async () => {
    sheet = plan('a4', { items: [fill(25, 35), fill(45, 35)], ruler: true, marginMm: 5 });
    photos = [await photoOf(25, 35, 300, 'jpeg'), await photoOf(45, 35, 300, 'png')];
    file = await renderSheet(sheet, photos, { format: 'pdf', densityDpi: 300 });
    objects = readPdf(file.bytes).objects;
    content = String(
      objects.find(({ text, data }) => data && !text.includes('/Subtype') && !text.includes('/N 3'))?.data,
    );
  });

  it('is one page of the paper’s true size, printed as it is', () => {
    expect(Buffer.from(file.bytes).toString('latin1', 0, 9)).toBe('%PDF-1.7\n');
    expect(readPdf(file.bytes).trailer).toContain(`/Root ${objects.length} 0 R`);
    expect(find(objects, /\/Type \/Catalog .*\/PrintScaling \/None/)).toHaveLength(1);
    const [page, ...more] = find(objects, /\/Type \/Page /);
    expect(more).toHaveLength(0);
    const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page.text)?.slice(1).map(Number) ?? [];
    expect(box.map((points) => (points / 72) * 25.4).sort()).toEqual([expect.closeTo(210, 3), expect.closeTo(297, 3)]);
    expect(file).toMatchObject({ contentType: 'application/pdf', widthPx: sheet.widthMm === 210 ? 2480 : 3508 });
  });

  it('has each photo in it once: the JPEG as it is, the PNG px for px', async () => {
    expect(find(objects, /\/Subtype \/Image/)).toHaveLength(2);
    const [jpeg] = find(objects, /\/Filter \/DCTDecode/);
    expect(Buffer.compare(jpeg.data ?? Buffer.alloc(0), photos[0].bytes)).toBe(0);
    expect(jpeg.text).toMatch(/\/Width 295 \/Height 413 \/ColorSpace \[\/ICCBased \d+ 0 R\] \/BitsPerComponent 8/);
    const [png] = find(objects, /\/Filter \/FlateDecode \/DecodeParms << \/Predictor 15 \/Colors 3 \/Columns 531 >>/);
    const rewrapped = asPng(pngChunks(photos[1].bytes)[0].bytes, png.data ?? Buffer.alloc(0));
    expect(Buffer.compare((await pixels(rewrapped)).data, (await pixels(photos[1].bytes)).data)).toBe(0);
    expect(find(objects, /\/N 3/)).toHaveLength(1);
  });

  it('places every photo where the plan says, at its true size', () => {
    const page = /^(\S+) 0 0 (\S+) 0 (\S+) cm/.exec(content)?.slice(1).map(Number) ?? [];
    expect(page).toEqual([
      expect.closeTo(72 / 25.4),
      expect.closeTo(-72 / 25.4),
      expect.closeTo((sheet.heightMm * 72) / 25.4, 3),
    ]);
    const placed = [...content.matchAll(/^q (.*) cm \/Photo(\d) Do Q$/gm)];
    expect(placed).toHaveLength(sheet.placements.length);
    for (const [i, [, numbers, item]] of placed.entries()) {
      const place = sheet.placements[i];
      expect(Number(item)).toBe(place.item);
      const [a, b, c, d, e, f] = numbers.split(' ').map(Number);
      const corner = (x: number, y: number) => [a * x + c * y + e, b * x + d * y + f];
      const { leftMm, topMm } = place;
      const [rightMm, bottomMm] = [leftMm + place.widthMm, topMm + place.heightMm];
      // The photo's own upper left and lower right corners.
      const [from, to] = place.rotated
        ? [
            [rightMm, topMm],
            [leftMm, bottomMm],
          ]
        : [
            [leftMm, topMm],
            [rightMm, bottomMm],
          ];
      expect(corner(0, 1)).toEqual(from.map((mm) => expect.closeTo(mm, 3)));
      expect(corner(1, 0)).toEqual(to.map((mm) => expect.closeTo(mm, 3)));
    }
    expect(new Set(sheet.placements.map(({ rotated }) => rotated)).size).toBe(2);
  });

  it('draws marks and ruler as vectors', () => {
    const { marks, ruler } = drawingOf(sheet, { perMm: 1, whole: false });
    expect(content.match(/ re$/gm)).toHaveLength(marks.length + ruler.length);
    expect(content).not.toMatch(/[eE][+-]|NaN|undefined/);
  });

  it('contains a photo only once that two items of the plan show', async () => {
    const items = [{ widthMm: 25, heightMm: 35, count: 2 }, fill(25, 35)];
    const twice = plan('4r', { items });
    const { bytes } = await renderSheet(twice, [photos[0], photos[0]], { format: 'pdf', densityDpi: 300 });
    expect(find(readPdf(bytes).objects, /\/Subtype \/Image/)).toHaveLength(1);
  });

  it('throws for a photo that is neither JPEG nor PNG', async () => {
    const webp = { ...photos[0], bytes: await sharp(photos[0].bytes).webp().toBuffer() };
    const lone = plan('4r', { items: [fill(25, 35)] });
    await expect(renderSheet(lone, [webp], { format: 'pdf', densityDpi: 300 })).rejects.toThrow(Fault);
  });
});

/** Returns a PNG with this header and these compressed rows. */
function asPng(header: Buffer, rows: Buffer): Buffer {
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a sheet of a drawn person', () => {
  it('shows the two standards of one order, each as compose made it', async () => {
    const person = await cutPerson(catalogue.bob);
    const order = parseOrder({ standards: ['cn-1-inch', 'us-passport'], backdrops: ['blue'], format: 'png' });
    const made: SheetPhoto[] = [];
    for await (const { bytes, output } of composePhoto({ ...person, order }, () => {})) {
      made.push({ bytes, widthPx: output.widthPx, heightPx: output.heightPx });
    }
    const sheet = plan('4r', { items: [fill(25, 35), { widthMm: 50.8, heightMm: 50.8, count: 1 }] });
    const { bytes } = await renderSheet(sheet, made, { format: 'png', densityDpi: 300 });
    expect(Buffer.compare((await pixels(bytes)).data, (await expected(sheet, made, 300, 0)).data)).toBe(0);
  });
});
