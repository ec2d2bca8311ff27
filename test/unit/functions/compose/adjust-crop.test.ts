/** Orders with `adjust`: the crop that a person has corrected, and what is said about it. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { apply } from '../../../../core/measure.ts';
import { type PhotoOrderInput, parseOrder } from '../../../../core/order.ts';
import type { ComposedFile } from '../../../../functions/compose/finish.ts';
import { composePlain } from '../../../support/compose-plain.ts';
import type { PlainPerson } from '../../../support/plain-person.ts';

/** A picture with room on all sides. */
const roomy: Partial<PlainPerson> = {
  ...{ widthPx: 500, heightPx: 500, eyeX: 250, eyeY: 230, bodyEndPx: 500, shoulderPx: 160 },
  ...{ chinPx: 105, crownHairPx: 112, crownSkullPx: 102, faceWidthPx: 120 },
};

async function make(
  standard: string,
  adjust?: PhotoOrderInput['adjust'],
  more: Partial<PhotoOrderInput> = {},
  person: Partial<PlainPerson> = {},
): Promise<ComposedFile> {
  const order = { standards: [standard], backdrops: ['white'], ...more, ...(adjust && { adjust }) };
  const { files } = await composePlain(order, { ...roomy, ...person });
  return files[0];
}

const eyesOf = ({ output: { crop } }: ComposedFile) => crop?.heads[0].eyeMiddle ?? { x: 0, y: 0 };
const reasons = ({ output }: ComposedFile) => output.reasons.map(({ code, verdict }) => `${code}: ${verdict}`);

describe('an order with adjust', () => {
  it('moves, enlarges and turns the head beside the automatic crop, and measures it there', async () => {
    const plain = await make('35x45mm');
    const { widthPx, heightPx, measured } = plain.output;
    const moved = await make('35x45mm', { right: 0.04, down: 0.03, scale: 1.1, turnDeg: 3 });
    expect(eyesOf(moved).x).toBeCloseTo(eyesOf(plain).x + 0.04 * widthPx, 1);
    expect(eyesOf(moved).y).toBeCloseTo(eyesOf(plain).y + 0.03 * heightPx, 1);
    expect(moved.output.crop?.heads[0].leanDeg).toBeCloseTo(3, 2);
    const expected = (measured?.headHeight.px ?? 0) * 1.1;
    expect(Math.abs((moved.output.measured?.headHeight.px ?? 0) - expected)).toBeLessThan(2);
    expect(moved.output.measured?.eyeLineFromBottom.px).toBeCloseTo(heightPx - eyesOf(moved).y, 1);
    expect(moved.output.edits).toContainEqual({ kind: 'turned', value: 3 });
  });

  it('shows the head at the place that the record names', async () => {
    const file = await make('35x45mm', { right: -0.05, down: 0.04, turnDeg: -4 }, { format: 'png' });
    const { data, info } = await sharp(file.bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const [head] = file.output.crop?.heads ?? [];
    const isHead = (x: number, y: number) => data[(Math.round(y) * info.width + Math.round(x)) * 3 + 2] < 200;
    const inward = (from: number, to: number) => from + 0.04 * (to - from);
    const { crown, chin, eyeMiddle } = head;
    expect(isHead(inward(crown.x, chin.x), inward(crown.y, chin.y))).toBe(true);
    expect(isHead(crown.x - 0.04 * (chin.x - crown.x), crown.y - 0.04 * (chin.y - crown.y))).toBe(false);
    const inCutout = file.output.crop ? apply(file.output.crop.map, { x: 250, y: 230 }) : eyeMiddle;
    expect(inCutout.x).toBeCloseTo(eyeMiddle.x, 1);
  });

  it('changes no byte when it moves nothing', async () => {
    const plain = await make('us-passport');
    const same = await make('us-passport', {});
    expect(Buffer.from(same.bytes).equals(Buffer.from(plain.bytes))).toBe(true);
    expect(same.output).toEqual(plain.output);
  });

  it('is judged where the head is: outside a band it is refused with the rule, its source and what to do', async () => {
    const { output } = await make('eu-schengen-visa', { scale: 1.25 });
    const reason = output.reasons.find(({ code }) => code === 'head-height');
    expect(output.verdict).toBe('will-be-refused');
    expect(reason).toMatchObject({ verdict: 'will-be-refused', source: expect.stringMatching(/http|Doc|ISO|ICAO/) });
    expect(reason?.message).toMatch(/adjusted by hand/);
    const aside = await make('eu-schengen-visa', { right: 0.1 });
    expect(reasons(aside)).toContain('centring: will-be-refused');
  });

  it('is refused for a head that leans more than 8 degrees after it, and warned of above 5', async () => {
    expect(reasons(await make('35x45mm', { turnDeg: 9 }))).toContain('output-roll: will-be-refused');
    expect(reasons(await make('35x45mm', { turnDeg: 6 }))).toContain('output-roll: look-again');
    expect(reasons(await make('35x45mm', { turnDeg: 3 }))).not.toContainEqual(expect.stringMatching(/roll/));
  });

  it('is refused where the office forbids turning', async () => {
    const person = { rollDeg: 6 };
    const turned = await make('cn-graduation', { turnDeg: -6 }, {}, person);
    expect(turned.output.crop?.heads[0].leanDeg).toBeCloseTo(0, 2);
    const note = turned.output.reasons.find(({ code }) => code === 'editing-not-allowed');
    expect(note).toMatchObject({
      verdict: 'will-be-refused',
      message: expect.stringMatching(/turned by 6\.0 degrees/),
    });
    const moved = await make('cn-graduation', { down: 0.01 }, {}, person);
    expect(reasons(moved)).not.toContainEqual(expect.stringMatching(/^editing-not-allowed/));
  });

  it('is refused for an unedited photo beyond the lean that levelling may remove', async () => {
    const own = { backdrops: ['original'] };
    const far = await make('us-passport', { turnDeg: -11 }, own, { rollDeg: 11 });
    expect(reasons(far)).toContain('editing-not-allowed: will-be-refused');
    const near = await make('us-passport', { turnDeg: -7 }, own, { rollDeg: 11 });
    expect(reasons(near)).not.toContainEqual(expect.stringMatching(/^editing-not-allowed/));
    await expect(
      make('us-passport', { turnDeg: -11 }, { ...own, strict: true }, { rollDeg: 11 }),
    ).rejects.toMatchObject({
      code: 'standard-forbids',
    });
  });

  it('shows the same photo on its sheet', async () => {
    const sheet = { sheet: { paper: '4r', format: 'png' as const, photos: [{ count: 1 }] } };
    const order = { standards: ['35x45mm'], backdrops: ['white'], format: 'png' as const, ...sheet };
    const { files } = await composePlain({ ...order, adjust: { down: 0.05 } }, roomy);
    const [photo, page] = files;
    const { data, info } = await sharp(page.bytes).raw().toBuffer({ resolveWithObject: true });
    const { widthPx, heightPx } = photo.output;
    const [left, top] = [Math.round((info.width - widthPx) / 2), Math.round((info.height - heightPx) / 2)];
    const raw = await sharp(photo.bytes).removeAlpha().raw().toBuffer();
    const sample = (x: number, y: number) => data[((top + y) * info.width + left + x) * info.channels];
    const places = [0.2, 0.35, 0.5, 0.7].map((share) => Math.round(share * heightPx));
    const middle = Math.round(widthPx / 2);
    for (const y of places) expect(sample(middle, y)).toBe(raw[(y * widthPx + middle) * 3]);
  });
});

describe('the field adjust', () => {
  it('fills in the parts that are left out', () => {
    expect(parseOrder({ adjust: { down: 0.02 } }).adjust).toEqual({ right: 0, down: 0.02, scale: 1, turnDeg: 0 });
    expect(parseOrder({}).adjust).toBeUndefined();
  });

  it.each([
    [{ scale: 2.5 }, 'adjust.scale'],
    [{ right: -0.6 }, 'adjust.right'],
    [{ turnDeg: 21 }, 'adjust.turnDeg'],
    [{ left: 0.1 }, 'adjust'],
    [{ down: Number.NaN }, 'adjust.down'],
  ])('refuses %j', (adjust, field) => {
    expect(() => parseOrder({ adjust })).toThrow(field);
  });

  it('is for photos only', () => {
    expect(() => parseOrder({ kind: 'cutout', adjust: { scale: 1.1 } })).toThrow(/only photos have a crop/);
  });
});
