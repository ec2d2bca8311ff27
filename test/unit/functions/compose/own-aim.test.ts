/**
 * The product does not contradict itself: for ideal heads no check of size and place warns of what the crop itself chose.
 * Hair too tall for a standard is named as the cause.
 */
import { expect, it } from 'vitest';
import { defaultBackdrop } from '../../../../core/backdrop.ts';
import type { Check } from '../../../../core/checks.ts';
import { frameOf, type Profile } from '../../../../core/frame.ts';
import type { FaceMeasurements, HeadMeasurements } from '../../../../core/head.ts';
import { distance, midpoint } from '../../../../core/measure.ts';
import { cutout } from '../../../../core/raster.ts';
import { type PhotoStandard, standards } from '../../../../core/standards.ts';
import { checkHead } from '../../../../functions/compose/checks/head.ts';
import { planCrop } from '../../../../functions/compose/crop.ts';
import type { LevelHead } from '../../../../functions/compose/head.ts';
import { measureOutput } from '../../../../functions/compose/measure-output.ts';
import { drawPortrait, type PortraitSpec } from '../../../../portraits/portrait.ts';

/** Large enough that no standard enlarges it. */
const size = { widthPx: 3000, heightPx: 4500 } as const;
/** Without pixels, the lengths are those of the map. */
const nothing = cutout(1, 1, new Uint8Array(4));
/** The body reaches every edge. */
const body = cutout(size.widthPx, size.heightPx, new Uint8Array(size.widthPx * size.heightPx * 4).fill(255));
/** Width at the cheekbones over the height of the skull (portraits/face.ts). */
const faceWidthShare = 0.6;

interface IdealHead {
  readonly head: NonNullable<HeadMeasurements['head']>;
  readonly level: LevelHead;
  readonly face: FaceMeasurements;
}

/** Returns the true measurements of a drawn head. */
function headOf(hair: PortraitSpec['hair']): IdealHead {
  const { leftEye, rightEye, chin, crownHair, crownSkull, headHeightSkullPx } = drawPortrait({ ...size, hair }).truth;
  const eyeMiddle = midpoint(leftEye, rightEye);
  const [chinPx, crownHairPx, crownSkullPx] = [chin, crownHair, crownSkull].map((end) => distance(eyeMiddle, end));
  const widthPx = faceWidthShare * headHeightSkullPx;
  const head = { eyeMiddle, chinPx, crownHairPx, crownSkullPx, widthPx, hairCut: false };
  const level = { ...head, rollDeg: 0, floor: [], sides: [] };
  return { head, level, face: { leftEye, rightEye, rollDeg: 0 } as FaceMeasurements };
}

/** Returns the checks of size and place that do not pass, without rendering the photo. */
function troublesOf(standard: PhotoStandard, profile: Profile, { head, level, face }: IdealHead): readonly Check[] {
  const frame = frameOf(standard, undefined, profile);
  const crop = planCrop(level, frame, standard.rules);
  const { measured } = measureOutput(nothing, level, crop, frame, standard.rules);
  const made = { standard, frame, crop, measured, backdrop: defaultBackdrop(standard) };
  const output = { ...made, ...frame, sizeBytes: 90_000, contentType: 'image/jpeg' as const };
  return checkHead(face, head, body, output).filter(({ result }) => result !== 'pass');
}

const files = standards.flatMap((standard) =>
  (['print', 'upload'] as const).filter((profile) => standard[profile]).map((profile) => ({ standard, profile })),
);

it.each(['bald', 'short', 'long'] as const)('no standard warns of its own aim for a head with %s hair', (hair) => {
  const ideal = headOf(hair);
  const troubles = files.flatMap(({ standard, profile }) =>
    troublesOf(standard, profile, ideal).map(({ message }) => `${standard.id} (${profile}): ${message}`),
  );
  expect(troubles).toEqual([]);
});

it.each(['afro', 'bun'] as const)('tall hair (%s) is whole or named as the cause', (hair) => {
  const ideal = headOf(hair);
  const blamed = files.flatMap(({ standard, profile }) =>
    troublesOf(standard, profile, ideal)
      .filter(({ cause }) => cause !== 'no-room')
      .map(({ message }) => `${standard.id} (${profile}): ${message}`),
  );
  expect(blamed).toEqual([]);
});

it('a rule with an upper end only leaves the size to the aim', () => {
  const austria = standards.find(({ id }) => id === 'at-passport-id') as PhotoStandard;
  const frame = frameOf(austria);
  const { level } = headOf('short');
  const { scale } = planCrop(level, frame, austria.rules);
  const headMm = (scale * (level.chinPx + level.crownSkullPx)) / (frame.pxPerMm ?? 1);
  expect(headMm).toBeCloseTo(30, 0);
});
