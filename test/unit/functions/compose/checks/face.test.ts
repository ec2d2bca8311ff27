import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Check, type CheckCode, checkAdvice, checkSchema, judge } from '../../../../../core/checks.ts';
import type { HeadMeasurements } from '../../../../../core/head.ts';
import { checkFace } from '../../../../../functions/compose/checks/face.ts';
import { troubles } from '../../../../golden/check-setup.ts';
import { measurementsOf, plainPerson } from '../../../../support/plain-person.ts';

type Face = NonNullable<HeadMeasurements['face']>;

/** Frontal, eyes 160 px apart and open, lips closed; the chin 200 px below the eyes. */
function frontal(changes: Partial<Face> = {}, lidGapPx = 18, lipGapPx = 4): HeadMeasurements {
  const head = measurementsOf({ ...plainPerson, chinPx: 200 });
  if (!head.face) throw new Error('no face was measured');
  const [x, y] = [plainPerson.eyeX, plainPerson.eyeY];
  const at = (right: number, below: number) => ({ x: x + right, y: y + below });
  const landmarks = {
    ...head.face.landmarks,
    leftEyeUpperLid: at(-80, -lidGapPx / 2),
    leftEyeLowerLid: at(-80, lidGapPx / 2),
    rightEyeUpperLid: at(80, -lidGapPx / 2),
    rightEyeLowerLid: at(80, lidGapPx / 2),
    innerLipUpper: at(0, 120),
    innerLipLower: at(0, 120 + lipGapPx),
  };
  return { ...head, face: { ...head.face, landmarks, leftEye: at(-80, 0), rightEye: at(80, 0), ...changes } };
}

const find = (checks: readonly Check[], code: CheckCode) => checks.find((check) => check.code === code);

describe('checks of the face', () => {
  it('pass a frontal face', () => {
    expect(troubles(checkFace(frontal()))).toEqual([]);
  });

  it.each([
    ['yaw', { yawDeg: 4.9 }, []],
    ['yaw', { yawDeg: -12 }, ['yaw']],
    ['yaw', { yawDeg: 30 }, ['yaw:fail']],
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

  it('take the smaller eye, warn where it is nearly shut, and fail only where there is no doubt', () => {
    expect(troubles(checkFace(frontal({}, 13)))).toEqual(['eyes-open']);
    expect(troubles(checkFace(frontal({}, 3)))).toEqual(['eyes-open:fail']);
    const head = frontal();
    const landmarks = { ...head.face?.landmarks } as Face['landmarks'];
    landmarks.rightEyeUpperLid = { ...landmarks.rightEyeLowerLid, y: landmarks.rightEyeLowerLid.y - 10 };
    expect(find(checkFace(frontal({ landmarks })), 'eyes-open')?.value).toBeCloseTo(0.05, 6);
  });

  it('warn of parted lips', () => {
    expect(troubles(checkFace(frontal({}, 18, 9)))).toEqual([]);
    expect(troubles(checkFace(frontal({}, 18, 12)))).toEqual(['mouth-closed']);
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
