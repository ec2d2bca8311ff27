import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { DocumentKind } from '../../../../../core/forms/document-kinds.ts';
import { headSchema } from '../../../../../core/head.ts';
import { type PhotoOrderInput, parseOrder } from '../../../../../core/order.ts';
import { composePhoto } from '../../../../../functions/compose/compose.ts';
import { inkOfPaper } from '../../../../../functions/matting/ink/ink-of-paper.ts';
import { encodeCutout } from '../../../../../functions/matting/matte.ts';
import { drawInk, type InkSpec } from '../../../../../portraits/ink.ts';
import { encodeJpeg } from '../../../../../portraits/render.ts';

const limits = { maxBytes: 1e8, maxPixels: 6e7, minSidePx: 200, workingSidePx: 2048 };
const small = { widthPx: 1200, heightPx: 900 };

async function stored(kind: DocumentKind, spec: Partial<InkSpec> = {}) {
  const { photo } = await drawInk({ ...small, ...spec });
  const parts = await encodeCutout(await inkOfPaper(await encodeJpeg(photo), kind, limits, () => {}));
  return { ...parts, head: headSchema.parse(JSON.parse(new TextDecoder().decode(parts.headJson))) };
}

const signature = stored('signature', { tiltDeg: 7, paper: 'ruled' });

async function compose(order: PhotoOrderInput, input = signature) {
  const files = [];
  for await (const file of composePhoto({ ...(await input), order: parseOrder(order) }, () => {})) files.push(file);
  return files;
}

const pixelsOf = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer({ resolveWithObject: true });

describe('a signature for a form', () => {
  it.each([
    ['140x60px@10-20kB', 140, 60, 10, 20],
    ['472x236px@10-20kB', 472, 236, 10, 20],
    ['580x160px@-8kB', 580, 160, 0, 8],
    ['3.5x1.5cm@3-30kB', 413, 177, 3, 30],
  ])('of %s has exactly these px and kB', async (size, widthPx, heightPx, leastKb, mostKb) => {
    const [file] = await compose({ kind: 'signature', standards: [size] });
    const { width, height, format } = await sharp(file.bytes).metadata();
    expect([width, height, format]).toEqual([widthPx, heightPx, 'jpeg']);
    expect(file.bytes.length).toBeGreaterThanOrEqual(leastKb * 1024);
    expect(file.bytes.length).toBeLessThanOrEqual(mostKb * 1000);
    expect(file.output).toMatchObject({ kind: 'signature', verdict: 'ready', sizeBytes: file.bytes.length });
  });

  it('is level and reaches from margin to margin, on white', async () => {
    const [file] = await compose({ kind: 'signature', standards: ['400x200px'] });
    const { data, info } = await pixelsOf(file.bytes);
    const dark: [number, number][] = [];
    for (let at = 0; at < info.width * info.height; at++) {
      if (data[at * info.channels] < 128) dark.push([at % info.width, Math.floor(at / info.width)]);
    }
    const [xs, ys] = [dark.map(([x]) => x), dark.map(([, y]) => y)];
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...xs)).toBeLessThanOrEqual(389);
    expect(Math.max(...xs) - Math.min(...xs)).toBeGreaterThan(360);
    expect((Math.min(...ys) + Math.max(...ys)) / 2).toBeCloseTo(100, -1);
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
    expect(file.output.edits).toContainEqual({ kind: 'turned', value: expect.closeTo(-7, 0) });
  });

  it('is black or blue as ordered, also on a clear ground', async () => {
    const order = { kind: 'signature', standards: ['400x200px'], backdrops: ['transparent'] } as const;
    for (const [ink, colour] of [
      ['black', [0, 0, 0]],
      ['blue', [16, 36, 132]],
    ] as const) {
      const [file] = await compose({ ...order, backdrops: [...order.backdrops], standards: [...order.standards], ink });
      const { data } = await pixelsOf(file.bytes);
      const opaque = [...Array(data.length / 4).keys()].find((at) => data[4 * at + 3] === 255) ?? 0;
      expect([...data.subarray(4 * opaque, 4 * opaque + 3)]).toEqual([...colour]);
      expect(file.fileName).toBe('signature-400x200px-transparent.png');
    }
  });

  it('of a pack has the name and the rules of the pack', async () => {
    const [file] = await compose({ kind: 'signature', standards: ['ssc-cgl'] });
    expect(file.fileName).toBe('ssc-cgl-signature.jpg');
    expect(file.output).toMatchObject({ standard: 'ssc-cgl:signature', widthPx: 472, heightPx: 236, verdict: 'ready' });
    expect(file.output.notChecked.map(({ code }) => code)).toEqual(['figures', 'remark', 'own-hand']);
  });

  it.each<[string, PhotoOrderInput, string]>([
    ['a thumb print of it', { kind: 'thumb-print' }, 'bad-order'],
    ['a photo of it', { standards: ['us-passport'] }, 'no-face'],
    ['a red ground', { kind: 'signature', backdrops: ['red'] }, 'bad-order'],
    ['a sheet', { kind: 'signature', sheet: {} }, 'bad-order'],
    ['a standard for photos', { kind: 'signature', standards: ['us-passport'] }, 'unknown-standard'],
    ['a pack that asks for none', { kind: 'declaration', standards: ['ssc-cgl'] }, 'bad-order'],
    ['a size beyond reason', { kind: 'signature', standards: ['9000x3000px'] }, 'bad-order'],
  ])('refuses %s', async (_, order, code) => {
    await expect(compose(order)).rejects.toMatchObject({ code });
  });
});
