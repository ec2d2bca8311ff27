import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Check, type CheckCode, checkAdvice, checkSchema, judge } from '../../../../../core/checks.ts';
import type { HeadMeasurements } from '../../../../../core/head.ts';
import { checkFace } from '../../../../../functions/compose/checks/face.ts';
import { troubles } from '../../../../golden/check-setup.ts';
import { detailsOf, measurementsOf, plainPerson } from '../../../../support/plain-person.ts';

type Face = NonNullable<HeadMeasurements['face']>;

/** Frontal, eyes 160 px apart, open and into the camera, lips closed; the chin 200 px below the eyes. */
function frontal(changes: Partial<Face> = {}, details: Parameters<typeof detailsOf>[2] = {}): HeadMeasurements {
  const head = measurementsOf({ ...plainPerson, chinPx: 200 });
  if (!head.face) throw new Error('no face was measured');
  const { eyeX: x, eyeY: y } = plainPerson;
  const eyes = { leftEye: { x: x - 80, y }, rightEye: { x: x + 80, y } };
  return {
    ...head,
    face: { ...head.face, ...eyes, details: detailsOf(eyes.leftEye, eyes.rightEye, details), ...changes },
  };
}

const find = (checks: readonly Check[], code: CheckCode) => checks.find((check) => check.code === code);

describe('checks of the face', () => {
  it('pass a frontal face', () => {
    expect(troubles(checkFace(frontal()))).toEqual([]);
  });

  it.each([
    ['yaw', { yawDeg: 4.9 }, []],
    ['yaw', { yawDeg: -12 }, ['yaw']],
    ['yaw', { yawDeg: 30 }, ['yaw:fail', 'gaze']],
    ['pitch', { pitchDeg: 7.5 }, []],
    ['pitch', { pitchDeg: -9 }, ['pitch']],
    ['pitch', { pitchDeg: 28 }, ['pitch:fail']],
    ['roll', { rollDeg: -4.9 }, []],
    ['roll', { rollDeg: 7 }, ['roll']],
    ['roll', { rollDeg: -8.2 }, ['roll:fail']],
    ['face-count', { count: 2 }, ['face-count:fail']],
  ] as const)('%s: %o', (_, changes, expected) => {
    expect(troubles(checkFace(frontal(changes)))).toEqual(expected);
  });

  it('say which way the face is turned', () => {
    expect(find(checkFace(frontal({ yawDeg: 12 })), 'yaw')?.message).toContain('12 degrees right');
    expect(find(checkFace(frontal({ pitchDeg: -12 })), 'pitch')?.message).toContain('12 degrees down');
  });

  it('measure the eye distance in px of the upload, freed of yaw', () => {
    const head = frontal();
    const larger = { ...head, source: { ...head.source, widthPx: head.working.widthPx * 2.5 } };
    expect(find(checkFace(larger), 'eye-distance')?.value).toBeCloseTo(400, 6);
    expect(find(checkFace(frontal({ yawDeg: 20 })), 'eye-distance')?.value).toBeCloseTo(170.3, 1);
  });

  it.each([
    [89.9, ['eye-distance:fail']],
    [100, ['eye-distance']],
    [120, []],
  ] as const)('hold an eye distance of %d px against 90 and 120', (px, expected) => {
    const { eyeX, eyeY } = plainPerson;
    const eyes = { leftEye: { x: eyeX - px / 2, y: eyeY }, rightEye: { x: eyeX + px / 2, y: eyeY } };
    expect(troubles(checkFace(frontal(eyes)))).toEqual(expected);
  });

  it.each([
    [0.3, []],
    [0.12, []],
    [0.1, ['eyes-open']],
    [0.05, ['eyes-open:fail']],
  ])('hold lids that are %d of the eye apart against 0.115 and 0.06', (opening, expected) => {
    expect(troubles(checkFace(frontal({}, { opening })))).toEqual(expected);
  });

  it('take the smaller eye, and leave the gaze of shut eyes out', () => {
    const open = frontal().face?.details;
    const shut = frontal({}, { opening: 0.04 }).face?.details;
    if (!open || !shut) throw new Error('no details');
    const checks = checkFace(frontal({ details: { ...open, rightEye: shut.rightEye } }));
    expect(find(checks, 'eyes-open')?.value).toBeCloseTo(0.04, 6);
    expect(find(checks, 'gaze')).toBeUndefined();
  });

  it.each([
    [0, 0, []],
    [0.15, 0, ['gaze']],
    [-0.15, 0, ['gaze']],
    [0.03, 4, []],
    [-0.1, 13, ['yaw']],
  ])('add the turn of eyeballs whose irises are %d aside to a yaw of %d degrees', (irisShift, yawDeg, expected) => {
    expect(troubles(checkFace(frontal({ yawDeg }, { irisShift })))).toEqual(expected);
  });

  it('say to which side the eyes look', () => {
    expect(find(checkFace(frontal({}, { irisShift: -0.15 })), 'gaze')?.message).toContain('degrees to the left');
  });

  it('warn of parted lips', () => {
    expect(troubles(checkFace(frontal({}, { lipGap: 0.09 })))).toEqual([]);
    expect(troubles(checkFace(frontal({}, { lipGap: 0.12 })))).toEqual(['mouth-closed']);
  });

  it('pass no eyes and no mouth that were not measured', () => {
    expect(troubles(checkFace(frontal({ details: null })))).toEqual(['eyes-open', 'gaze', 'mouth-closed']);
  });

  it('say no more than that there is no face where none was looked for', () => {
    expect(troubles(checkFace({ ...frontal(), face: null, head: null }))).toEqual(['face-count:fail']);
  });
});

describe('judge', () => {
  const finding = { code: 'roll', unit: 'deg', beyond: 'warn', source: 'a source', found: 'Found.' } as const;

  it('passes exactly what lies inside the limit, and fails only beyond the second one', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (value) => {
        const { result, message, ...check } = judge({
          ...finding,
          value,
          limit: { min: -5, max: 5 },
          failLimit: { min: -8, max: null },
        });
        expect(result).toBe(value >= -5 && value <= 5 ? 'pass' : value < -8 ? 'fail' : 'warn');
        expect(message.endsWith(checkAdvice.roll)).toBe(result !== 'pass');
        expect(checkSchema.safeParse({ result, message, ...check }).success).toBe(true);
      }),
    );
  });

  it('forgives the slack, and shows the limit without it', () => {
    const check = judge({ ...finding, value: 5.4, limit: { min: null, max: 5 }, slack: 0.5 });
    expect(check).toMatchObject({ result: 'pass', limit: { min: null, max: 5 }, value: 5.4 });
  });

  it('warns of what could not be measured', () => {
    const check = judge({ ...finding, value: Number.NaN, limit: { min: null, max: 5 }, beyond: 'fail' });
    expect(check).toMatchObject({ result: 'warn', value: null });
  });
});
