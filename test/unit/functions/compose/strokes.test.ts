/** Orders with `strokes`: the cutout that a person has corrected, and what is said about it. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type PhotoOrderInput, parseOrder } from '../../../../core/order.ts';
import type { ComposedFile } from '../../../../functions/compose/finish.ts';
import { composePlain } from '../../../support/compose-plain.ts';

/** Removes a disc of the chest, whatever its colour. */
const strokes: NonNullable<PhotoOrderInput['strokes']> = [
  { kind: 'remove', radius: 0.05, points: [[0.5, 0.62]], wholeArea: true },
];

async function make(standard: string, more: Partial<PhotoOrderInput> = {}): Promise<ComposedFile> {
  const { files } = await composePlain({ standards: [standard], backdrops: ['#ff00ff'], ...more });
  return files[0];
}

const reasons = ({ output }: ComposedFile) => output.reasons.map(({ code, verdict }) => `${code}: ${verdict}`);
const edits = ({ output }: ComposedFile) => output.edits ?? [];

/** Returns how many pixels are of the backdrop. */
async function countMagenta({ bytes }: ComposedFile): Promise<number> {
  const { data } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let count = 0;
  for (let at = 0; at < data.length; at += 3) {
    if (data[at] > 240 && data[at + 1] < 16 && data[at + 2] > 240) count++;
  }
  return count;
}

describe('an order with strokes', () => {
  it('shows the backdrop where a stroke removed the person, and lists the edit', async () => {
    const [plain, corrected] = [await make('35x45mm'), await make('35x45mm', { strokes })];
    expect((await countMagenta(corrected)) - (await countMagenta(plain))).toBeGreaterThan(500);
    expect(edits(corrected)).toContainEqual({ kind: 'cutout-corrected', value: 1 });
    expect(edits(plain).map(({ kind }) => kind)).not.toContain('cutout-corrected');
    expect(corrected.output.measured).toEqual(plain.output.measured);
  });

  it('keeps with the colour of the photo what was cut away', async () => {
    const keep = [{ kind: 'keep' as const, radius: 0.04, points: [[0.1, 0.1] as [number, number]], wholeArea: true }];
    const { files } = await composePlain({ kind: 'cutout', strokes: keep });
    const { data, info } = await sharp(files[0].bytes).raw().toBuffer({ resolveWithObject: true });
    const at = (72 * info.width + 48) * 4;
    expect([...data.subarray(at, at + 4)]).toEqual([255, 255, 255, 255]);
    expect(edits(files[0])).toContainEqual({ kind: 'cutout-corrected', value: 1 });
  });

  it('will be refused by an office that forbids retouching, with the rule and its source', async () => {
    const [plain, corrected] = [await make('cn-graduation'), await make('cn-graduation', { strokes })];
    expect(reasons(plain)).not.toContainEqual(expect.stringMatching(/^editing-not-allowed/));
    const reason = corrected.output.reasons.find(({ code }) => code === 'editing-not-allowed');
    expect(reason).toMatchObject({
      verdict: 'will-be-refused',
      message: expect.stringMatching(/rejects a cutout corrected by hand\. ./),
      source: expect.stringMatching(/http/),
    });
    expect(corrected.output.verdict).toBe('will-be-refused');
    await expect(make('cn-graduation', { strokes, strict: true, backdrops: ['white'] })).rejects.toMatchObject({
      code: 'standard-forbids',
    });
  });

  it('is made without its strokes when the photo keeps its own background', async () => {
    const own = { backdrops: ['original'] };
    const [plain, corrected] = [await make('us-passport', own), await make('us-passport', { ...own, strokes })];
    expect(corrected.output.edits).toEqual(plain.output.edits);
    expect(corrected.output.reasons).toEqual(plain.output.reasons);
    expect(Buffer.from(corrected.bytes).equals(Buffer.from(plain.bytes))).toBe(true);
  });

  it('is drawn as a comic of the corrected cutout', async () => {
    const { files } = await composePlain({ kind: 'comic', sidePx: 256, backdrops: ['red'], strokes });
    expect(edits(files[0])).toContainEqual({ kind: 'cutout-corrected', value: 1 });
  });
});

describe('strokes that no order may have', () => {
  const dab = strokes[0];
  const point: [number, number] = [0.5, 0.5];
  const way = Array.from({ length: 401 }, (_, at): [number, number] => [at % 2, 0.5]);
  it.each([
    ['a kind that there is not', { ...dab, kind: 'blur' }, /strokes\.0\.kind/],
    ['no points', { ...dab, points: [] }, /strokes\.0\.points/],
    ['a point of three numbers', { ...dab, points: [[0, 0, 0]] }, /strokes\.0\.points\.0/],
    ['a point far outside', { ...dab, points: [[0.5, 7]] }, /strokes\.0\.points\.0\.1/],
    ['a brush of no size', { ...dab, radius: 0 }, /strokes\.0\.radius/],
    ['a brush of the whole picture', { ...dab, radius: 0.5 }, /strokes\.0\.radius/],
    ['a field that there is not', { ...dab, colour: 'red' }, /strokes\.0/],
  ])('%s', (_, stroke, message) => {
    expect(() => parseOrder({ strokes: [stroke] })).toThrowError(message);
  });

  it.each([
    ['41 strokes', Array.from({ length: 41 }, () => dab), /strokes: /],
    [
      '801 points',
      [
        { ...dab, points: way.slice(1) },
        { ...dab, points: way },
      ],
      /may have 800 points/,
    ],
    [
      'a cover of seven pictures',
      [{ ...dab, radius: 0.12, points: way.slice(0, 30) }],
      /may cover the picture 6 times/,
    ],
    ['a text', 'all', /strokes: /],
  ])('%s', (_, many, message) => {
    expect(() => parseOrder({ strokes: many })).toThrowError(message);
  });

  it('ink on paper', () => {
    const order = { kind: 'signature', strokes: [{ ...dab, points: [point] }] };
    expect(() => parseOrder(order)).toThrowError(/strokes: ink on paper has no cutout/);
  });
});
