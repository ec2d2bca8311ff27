/** The page computes the lengths while a person adjusts the crop; compose measures them on the photo. */
import { describe, expect, it } from 'vitest';
import {
  type AutomaticCrop,
  adjustedHeads,
  automaticCrop,
  brokenRules,
} from '../../../../core/adjust/adjusted-head.ts';
import { type Adjust, adjustedMap, noAdjust } from '../../../../core/adjust/adjusted-map.ts';
import { snapped } from '../../../../core/adjust/snap.ts';
import { findStandard } from '../../../../core/find-standard.ts';
import { frameOf } from '../../../../core/frame.ts';
import type { Measurements } from '../../../../core/photo-record.ts';
import type { ComposedFile } from '../../../../functions/compose/finish.ts';
import { composePlain } from '../../../support/compose-plain.ts';

const roomy = {
  ...{ widthPx: 1000, heightPx: 1000, eyeX: 500, eyeY: 460, bodyEndPx: 1000, shoulderPx: 320 },
  ...{ chinPx: 210, crownHairPx: 225, crownSkullPx: 204, faceWidthPx: 240 },
};
const id = 'eu-schengen-visa';
const standard = findStandard(id);
const frame = frameOf(standard);

/** The photos that were made before. */
const made = new Map<Adjust, Promise<ComposedFile['output']>>();

function make(adjust: Adjust): Promise<ComposedFile['output']> {
  const output =
    made.get(adjust) ??
    composePlain({ standards: [id], backdrops: ['white'], adjust }, roomy).then(({ files }) => files[0].output);
  made.set(adjust, output);
  return output;
}

function cropOf(output: ComposedFile['output'], adjust: Adjust): AutomaticCrop {
  const crop = automaticCrop(output, adjust);
  if (!crop) throw new Error('the record has no crop');
  return crop;
}

const pixels = (measured: Measurements | null) => Object.values(measured ?? {}).map(({ px }) => px);
/** The crown is found by whole rows of pixels. */
const expectNear = (found: readonly number[], wanted: readonly number[]) =>
  found.forEach((value, at) => {
    expect(Math.abs(value - wanted[at])).toBeLessThan(2);
  });

const adjusts: Adjust[] = [
  { right: 0.03, down: -0.02, scale: 1.06, turnDeg: 0 },
  { right: -0.06, down: 0.03, scale: 0.9, turnDeg: 4 },
  { right: 0, down: 0, scale: 1.15, turnDeg: -7 },
];

describe('the head of an adjusted crop', () => {
  it.each(adjusts)('is where compose finds it: %j', async (adjust) => {
    const [plain, adjusted] = [await make(noAdjust), await make(adjust)];
    const automatic = cropOf(plain, noAdjust);
    const [head] = adjustedHeads(automatic, adjust, frame);
    expectNear(pixels(head.measured), pixels(adjusted.measured));
    expect(head.leanDeg).toBeCloseTo(adjusted.crop?.heads[0].leanDeg ?? 0, 1);
    const map = adjustedMap(automatic.map, adjust, automatic.eyes, frame);
    expectNear(Object.values(map), Object.values(adjusted.crop?.map ?? {}));
    const codes = adjusted.checks.filter(({ cause, result }) => cause === 'by-hand' && result === 'fail');
    for (const { code } of codes) expect(brokenRules([head], adjust, standard, frame)).toContain(code);
  });

  it.each(adjusts)('is traced back to the automatic crop: %j', async (adjust) => {
    const [plain, adjusted] = [await make(noAdjust), await make(adjust)];
    const [once, again] = [cropOf(plain, noAdjust), cropOf(adjusted, adjust)];
    expect(again.eyes.x).toBeCloseTo(once.eyes.x, 1);
    expect(again.eyes.y).toBeCloseTo(once.eyes.y, 1);
    expectNear(Object.values(again.map), Object.values(once.map));
    expectNear([again.heads[0].crownPx, again.heads[0].chinPx], [once.heads[0].crownPx, once.heads[0].chinPx]);
  });

  it('is unknown in a record without a crop', async () => {
    expect(automaticCrop({ ...(await make(noAdjust)), crop: null }, noAdjust)).toBeNull();
  });
});

describe('an adjustment snaps', () => {
  const near: Adjust = { right: 0.008, down: -0.009, scale: 1.012, turnDeg: 0.5 };

  it('to the automatic place when it is near', async () => {
    expect(snapped(cropOf(await make(noAdjust), noAdjust), near, standard, frame)).toEqual(noAdjust);
  });

  it('into a band that it only just misses, and not when it is far outside', async () => {
    const own = findStandard('us-visa-print');
    const ownFrame = frameOf(own);
    const { files } = await composePlain({ standards: [own.id], backdrops: ['white'] }, roomy);
    const automatic = cropOf(files[0].output, noAdjust);
    const broken = (adjust: Adjust) => brokenRules(adjustedHeads(automatic, adjust, ownFrame), adjust, own, ownFrame);
    const { px = 0, bandPx } = files[0].output.measured?.eyeLineFromBottom ?? {};
    const low = { ...noAdjust, down: (px - (bandPx?.min ?? 0) + 3) / ownFrame.heightPx };
    expect(broken(low)).toEqual(['eye-line']);
    expect(broken(snapped(automatic, low, own, ownFrame))).toEqual([]);
    const far = { ...noAdjust, right: 0.2, scale: 1.4 };
    expect(snapped(automatic, far, own, ownFrame)).toEqual(far);
    expect(broken(far)).toEqual(expect.arrayContaining(['head-height', 'centring']));
  });
});
