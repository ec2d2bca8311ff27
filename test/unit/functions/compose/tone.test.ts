/** Orders with `tone`: light and contrast that a person has changed, and what is said about it. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type PhotoOrderInput, parseOrder } from '../../../../core/order.ts';
import type { ComposedFile } from '../../../../functions/compose/finish.ts';
import { composePlain } from '../../../support/compose-plain.ts';
import { headColour } from '../../../support/plain-person.ts';

const tone = { light: 0.5, contrast: -0.25 };

async function make(standard: string, more: Partial<PhotoOrderInput> = {}): Promise<ComposedFile> {
  const { files } = await composePlain({ standards: [standard], backdrops: ['#336699'], format: 'png', ...more });
  return files[0];
}

const reasons = ({ output }: ComposedFile) => output.reasons.map(({ code, verdict }) => `${code}: ${verdict}`);

/** Returns the colours in the upper left corner, and between the eyes. */
async function coloursOf({ bytes, output }: ComposedFile): Promise<{ wall: number[]; face: number[] }> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { x = 0, y = 0 } = output.crop?.heads[0].eyeMiddle ?? {};
  const at = (column: number, row: number) => {
    const from = (Math.round(row) * info.width + Math.round(column)) * 3;
    return [...data.subarray(from, from + 3)];
  };
  return { wall: at(2, 2), face: at(x, y) };
}

describe('an order with tone', () => {
  it('changes the person and not the new backdrop, and lists both edits', async () => {
    const [plain, toned] = [await make('35x45mm'), await make('35x45mm', { tone })];
    const [before, after] = [await coloursOf(plain), await coloursOf(toned)];
    expect(before).toEqual({ wall: [0x33, 0x66, 0x99], face: [...headColour] });
    expect(after.wall).toEqual(before.wall);
    expect(after.face.every((value, at) => value > before.face[at])).toBe(true);
    expect(toned.output.edits?.slice(-4)).toEqual([
      { kind: 'light-changed', value: 0.5 },
      { kind: 'contrast-changed', value: -0.25 },
      { kind: 'backdrop-replaced', value: null },
      { kind: 'foreground-recoloured', value: null },
    ]);
    expect(toned.output.measured).toEqual(plain.output.measured);
    expect(reasons(toned)).toEqual(reasons(plain));
  });

  it('changes no byte and lists nothing at 0', async () => {
    const [plain, same] = [await make('35x45mm'), await make('35x45mm', { tone: { light: 0 } })];
    expect(Buffer.from(same.bytes).equals(Buffer.from(plain.bytes))).toBe(true);
    expect(same.output).toEqual(plain.output);
  });

  it("changes the whole photo on the photo's own background", async () => {
    const grey = async () =>
      sharp({ create: { width: 480, height: 720, channels: 3, background: '#808080' } })
        .png()
        .toBuffer();
    const order: PhotoOrderInput = {
      standards: ['35x45mm'],
      backdrops: ['original'],
      format: 'png',
      tone: { light: 1 },
    };
    const { files } = await composePlain(order, {}, grey);
    expect((await coloursOf(files[0])).wall).toEqual([159, 159, 159]);
    expect(files[0].output.edits).toContainEqual({ kind: 'light-changed', value: 1 });
  });

  it('changes the cutout that is made beside the photos', async () => {
    const [plain, toned] = await Promise.all(
      [{}, { tone }].map(async (more) => {
        const { files } = await composePlain({ standards: ['35x45mm'], withCutout: true, ...more });
        return files[1];
      }),
    );
    const meanOf = async ({ bytes }: ComposedFile) => (await sharp(bytes).removeAlpha().stats()).channels[0].mean;
    expect(await meanOf(toned)).toBeGreaterThan(await meanOf(plain));
    expect(toned.output.edits).toContainEqual({ kind: 'light-changed', value: 0.5 });
  });

  it('will be refused by an office that forbids it, with the rule and its source, and a strict order is not made', async () => {
    const own: Partial<PhotoOrderInput> = { backdrops: ['original'], format: 'auto' };
    const plain = await make('us-passport', own);
    expect(reasons(plain)).not.toContainEqual(expect.stringMatching(/^editing-not-allowed/));
    const toned = await make('us-passport', { ...own, tone });
    expect(toned.output.reasons.find(({ code }) => code === 'editing-not-allowed')).toMatchObject({
      verdict: 'will-be-refused',
      message: expect.stringMatching(/rejects changed light or contrast\. ./),
      source: expect.stringMatching(/http/),
    });
    expect(toned.output.verdict).toBe('will-be-refused');
    const strict = make('us-passport', { ...own, tone, strict: true });
    await expect(strict).rejects.toMatchObject({ code: 'standard-forbids' });
  });

  it('gets a note from a strict order where no source states the rule', async () => {
    const { output } = await make('jp-visa', { backdrops: ['white'], format: 'jpeg', tone, strict: true });
    const note = output.notes.find(({ code }) => code === 'editing-not-known');
    expect(note?.message).toMatch(/changed light or contrast\.$/);
  });
});

describe('tone that no order may have', () => {
  it.each([
    ['too much light', { tone: { light: 1.01 } }, /tone\.light/],
    ['too little contrast', { tone: { contrast: -2 } }, /tone\.contrast/],
    ['a field that there is not', { tone: { warmth: 0.1 } }, /tone: /],
    ['a text', { tone: 'bright' }, /tone: /],
    ['a comic', { kind: 'comic', tone }, /tone: only photos have light and contrast/],
    ['a cutout', { kind: 'cutout', tone }, /tone: only photos/],
    ['ink on paper', { kind: 'signature', tone }, /tone: only photos/],
  ])('%s', (_, order, message) => {
    expect(() => parseOrder(order)).toThrowError(message);
  });
});
