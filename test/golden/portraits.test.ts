/** Both stages on drawn people whose matte, eyes, chin and crown are known, with the tolerances that the project promises. */
import { beforeAll, describe, expect, test } from 'vitest';
import { distance, midpoint, type Point } from '../../core/measure.ts';
import type { Matte } from '../../core/raster.ts';
import type { Networks } from '../../functions/matting/inference/networks.ts';
import type { MatteOutput } from '../../functions/matting/matte.ts';
import { catalogue } from '../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';
import { compose, matte, openTestNetworks } from '../support/stage.ts';

const names = [
  'short',
  'afro',
  'tilt-left',
  'tilt-right',
  'off-centre',
  'far-away',
  'two-people',
  'beard',
  'glasses',
  'bun-strands',
  'bright',
  'dark',
  'blond-on-white',
  'white-shirt',
  'dark-on-dark',
] as const;

/** Ten standards of different kinds. */
const standards = [
  'cn-1-inch',
  'cn-2-inch',
  'cn-passport',
  'cn-id-card',
  'us-passport',
  'us-visa-ds160',
  'eu-schengen-visa',
  'gb-passport-digital',
  'jp-passport',
  'icao-9303-portrait',
];

/** Tolerance of a place, as a share of the head height. */
const placeTolerance = 0.015;

let networks: Networks;
beforeAll(async () => {
  networks = await openTestNetworks();
});

/** @returns the overlap of two mattes as soft sets: shared opacity over joint opacity, 0..1. */
function overlap(made: MatteOutput, truth: Matte): number {
  let [shared, joint] = [0, 0];
  truth.data.forEach((expected, i) => {
    const alpha = made.cutout.data[i * 4 + 3];
    shared += Math.min(alpha, expected);
    joint += Math.max(alpha, expected);
  });
  return shared / joint;
}

describe.each(names)('%s', (name) => {
  let made: MatteOutput;
  let truth: Awaited<ReturnType<typeof renderPortrait>>;

  beforeAll(async () => {
    truth = await renderPortrait(catalogue[name]);
    made = await matte(networks, await encodeJpeg(truth.photo), { faces: 'main' });
  });

  test('is cut out as it is drawn', () => {
    expect(overlap(made, truth.alpha)).toBeGreaterThanOrEqual(0.97);
  });

  test('has eyes, chin and crown where they are drawn', () => {
    const { leftEye, rightEye, chin, crownHair, rollDeg, headHeightSkullPx } = truth.drawing.truth;
    const { face, head } = made.head;
    if (!face || !head) throw new Error('no face was measured');
    const middle = midpoint(leftEye, rightEye);
    const turn = (rollDeg * Math.PI) / 180;
    const above = (p: Point) => (p.x - middle.x) * Math.sin(turn) - (p.y - middle.y) * Math.cos(turn);
    const miss = {
      leftEye: distance(face.leftEye, leftEye),
      rightEye: distance(face.rightEye, rightEye),
      chin: Math.abs(head.chinPx + above(chin)),
      crown: Math.abs(head.crownHairPx - above(crownHair)),
    };
    for (const [place, px] of Object.entries(miss)) {
      expect(px / headHeightSkullPx, place).toBeLessThanOrEqual(placeTolerance);
    }
    expect(Math.abs(face.rollDeg - rollDeg)).toBeLessThan(1);
  });

  test('fits the head size of every standard, measured on the output', async () => {
    const files = await compose(made, { standards });
    expect(files).toHaveLength(standards.length);
    for (const { output } of files) {
      if (!output.measured) throw new Error('nothing was measured');
      const { headHeight, eyeLineFromBottom, topMargin } = output.measured;
      expect(headHeight.offByPx, `${output.standard} head height`).toBe(0);
      expect(eyeLineFromBottom.offByPx, `${output.standard} eye line`).toBe(0);
      expect(topMargin.offByPx, `${output.standard} top margin`).toBe(0);
    }
  });
});
