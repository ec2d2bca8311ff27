/** Standards for two people, on drawn couples whose places and mattes are known. */
import { beforeAll, describe, expect, it } from 'vitest';
import { parseOrder } from '../../core/order.ts';
import { checkCapture } from '../../functions/compose/checks/checks.ts';
import { jobsOf } from '../../functions/compose/jobs.ts';
import type { Networks } from '../../functions/matting/inference/networks.ts';
import type { MatteOutput } from '../../functions/matting/matte.ts';
import type { PortraitSpec } from '../../portraits/portrait.ts';
import { encodeJpeg, type RenderedPortrait, renderPortrait } from '../../portraits/render.ts';
import { compose, matte, openTestNetworks } from '../support/stage.ts';

const size = { widthPx: 1440, heightPx: 1080, backdrop: '#c8322f' } as const;
/** The right one is taller, and the shoulders of the two touch. */
const left: Partial<PortraitSpec> = {
  ...size,
  centreX: 0.34,
  eyeY: 0.46,
  headHeightShare: 0.32,
  hair: 'long',
  seed: 61,
};
const right: Partial<PortraitSpec> = {
  ...size,
  centreX: 0.64,
  eyeY: 0.4,
  headHeightShare: 0.34,
  hair: 'short',
  seed: 62,
};
const order = { standards: ['cn-marriage'] };

let networks: Networks;
beforeAll(async () => {
  networks = await openTestNetworks();
});

async function photoOf(spec: Partial<PortraitSpec>): Promise<Buffer> {
  return encodeJpeg((await renderPortrait(spec)).photo);
}

describe('a couple', () => {
  let made: MatteOutput;
  let truth: readonly [RenderedPortrait, RenderedPortrait];
  beforeAll(async () => {
    truth = await Promise.all([renderPortrait(left), renderPortrait(right)]);
    made = await matte(networks, await photoOf({ ...left, others: [right] }), order);
  });

  it('is cut out as it is drawn, both people', () => {
    const [a, b] = truth.map(({ alpha }) => alpha.data);
    let [shared, joint] = [0, 0];
    for (let at = 0; at < a.length; at++) {
      const expected = Math.max(a[at], b[at]);
      const found = made.cutout.data[4 * at + 3];
      shared += Math.min(found, expected);
      joint += Math.max(found, expected);
    }
    expect(shared / joint).toBeGreaterThan(0.97);
  });

  it('has both heads measured, the left person first', () => {
    const { head, second, face } = made.head;
    expect(face?.count).toBe(2);
    for (const [i, lengths] of [head, second?.head].entries()) {
      const { leftEye, chin, crownHair, headHeightSkullPx } = truth[i].drawing.truth;
      if (!lengths) throw new Error('a head was not measured');
      const miss = [lengths.chinPx - (chin.y - leftEye.y), lengths.crownHairPx - (leftEye.y - crownHair.y)];
      for (const px of miss) expect(Math.abs(px) / headHeightSkullPx).toBeLessThan(0.02);
    }
  });

  it('stands side by side in one photo, and the checks name the person', async () => {
    const [{ output }] = await compose(made, order);
    expect(output).toMatchObject({ standard: 'cn-marriage', backdrop: 'red', widthPx: 626, heightPx: 413 });
    const heights = [output.measured, output.measuredSecond].map((measured) => measured?.headHeight.px ?? 0);
    expect(Math.max(...heights) / output.heightPx).toBeGreaterThan(0.4);
    expect(Math.max(...heights) / output.heightPx).toBeLessThan(0.6);
    expect(heights[0]).toBeLessThan(heights[1]);
    for (const measured of [output.measured, output.measuredSecond]) {
      expect(measured?.topMargin.px).toBeGreaterThan(0);
      expect(measured?.chinToBottom.px).toBeGreaterThan(0.15 * output.heightPx);
    }
    expect(output.checks.filter(({ result }) => result !== 'pass').map(({ message }) => message)).toEqual([]);
    const people = output.checks.filter(({ code }) => code === 'head-height').map(({ person }) => person);
    expect(people).toEqual([1, 2]);
    expect(output.checks.find(({ code }) => code === 'centring')?.person).toBeUndefined();
  });

  it('has the checks of each face, but not the eye distance of a photo of one person', () => {
    const checks = checkCapture(made.head, made.cutout);
    expect(checks.filter(({ code }) => code === 'eyes-open').map(({ person }) => person)).toEqual([1, 2]);
    expect(checks.map(({ code }) => code)).not.toContain('eye-distance');
  });

  it('is refused by a standard for one person, which needs another cutout', async () => {
    await expect(compose(made, { standards: ['us-passport'] })).rejects.toMatchObject({ code: 'several-faces' });
  });
});

it('one person alone is refused, also when the photo was cut out for one', async () => {
  const alone = await photoOf({ ...right, centreX: 0.5 });
  await expect(matte(networks, alone, order)).rejects.toMatchObject({ code: 'one-face' });
  const made = await matte(networks, alone);
  await expect(compose(made, order)).rejects.toMatchObject({ code: 'one-face' });
});

it('three people are refused', async () => {
  const third = { ...right, centreX: 0.86, headHeightShare: 0.3, seed: 63 };
  const photo = await photoOf({ ...left, centreX: 0.18, others: [{ ...right, centreX: 0.52 }, third] });
  await expect(matte(networks, photo, order)).rejects.toMatchObject({ code: 'too-many-faces' });
});

it('an order for one and for two people at once is refused', () => {
  const mixed = parseOrder({ standards: ['cn-marriage', 'cn-1-inch'] });
  expect(() => jobsOf(mixed)).toThrow(/shows two people and cn-1-inch one/);
});
