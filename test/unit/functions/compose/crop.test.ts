import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStandard } from '../../../../core/find-standard.ts';
import { type Frame, frameOf } from '../../../../core/frame.ts';
import { apply, outside } from '../../../../core/measure.ts';
import { standards } from '../../../../core/standards.ts';
import { type Crop, type Measures, planCrop } from '../../../../functions/compose/crop.ts';
import { crownPx, headWidthPx, type LevelHead } from '../../../../functions/compose/head.ts';
import { averageHead } from '../../../support/plain-person.ts';

const head: LevelHead = { ...averageHead, eyeMiddle: { x: 540, y: 640 } };
const byHair: Measures = { crown: 'hair', width: 'ears' };
const plan = (id: string, person: LevelHead) => planCrop(person, frameOf(findStandard(id)), findStandard(id).rules);
/** The places that the crop reaches, px of the photo. */
const reached = (crop: Crop, person: LevelHead, frame: Frame, { crown }: Measures) => ({
  headHeight: crop.scale * (person.chinPx + crownPx(person, crown)),
  eyeLine: crop.eyeLinePx,
  chinToBottom: crop.eyeLinePx - crop.scale * person.chinPx,
  topMargin: frame.heightPx - crop.eyeLinePx - crop.scale * crownPx(person, crown),
  hairTop: frame.heightPx - crop.eyeLinePx - crop.scale * person.crownHairPx,
});
/** A frame of 400 x 500 px with only these rules and aims. */
const frameWith = (rules: Partial<Frame['rules']>, aim: Partial<Frame['aim']> = {}): Frame => ({
  profile: 'print',
  widthPx: 400,
  heightPx: 500,
  densityDpi: 300,
  pxPerMm: 300 / 25.4,
  rules: { headHeight: null, eyeLine: null, topMargin: null, chinToBottom: null, headWidth: null, ...rules },
  aim: { headHeightPx: 300, mostHeadHeightPx: null, topMarginPx: null, ...aim },
});

/**
 * Returns whether any crop meets all vertical rules within the scales that height and width allow. Tries crops one by
 * one.
 */
function canFit(person: LevelHead, frame: Frame, measures: Measures): boolean {
  const { headHeight, headWidth, eyeLine, topMargin, chinToBottom } = frame.rules;
  const heightPx = person.chinPx + crownPx(person, measures.crown);
  const widthPx = headWidthPx(person, measures.width);
  const least = Math.max((headHeight?.min ?? 0) / heightPx, (headWidth?.min ?? 0) / widthPx);
  const most = Math.min((headHeight?.max ?? 1e9) / heightPx, (headWidth?.max ?? 1e9) / widthPx);
  return Array.from({ length: 400 }, (_, i) => least + ((most - least) * i) / 399).some((scale) => {
    const crownY = frame.heightPx - scale * crownPx(person, measures.crown);
    const lows = [
      eyeLine?.min,
      chinToBottom && chinToBottom.min + scale * person.chinPx,
      topMargin && crownY - topMargin.max,
    ];
    const highs = [
      eyeLine?.max,
      chinToBottom && chinToBottom.max + scale * person.chinPx,
      topMargin && crownY - topMargin.min,
    ];
    const given = (ends: (number | null | undefined)[]) => ends.filter((end) => end !== null && end !== undefined);
    return least <= most && Math.max(scale * person.chinPx, ...given(lows)) <= Math.min(...given(highs), 1e9);
  });
}

describe('planCrop', () => {
  it.each([-20, -3, 0, 7, 20, 170])(
    'turns a head that leans %i degrees upright, with the eyes in the middle',
    (rollDeg) => {
      const { map, scale, eyeLinePx } = plan('icao-9303-portrait', { ...head, rollDeg });
      const eyes = apply(map, head.eyeMiddle);
      expect(eyes.x).toBeCloseTo(413 / 2, 6);
      expect(eyes.y).toBeCloseTo(531 - eyeLinePx, 6);
      const turn = (rollDeg * Math.PI) / 180;
      const chin = { x: 540 - Math.sin(turn) * 300, y: 640 + Math.cos(turn) * 300 };
      expect(apply(map, chin).x).toBeCloseTo(413 / 2, 6);
      expect(apply(map, chin).y - eyes.y).toBeCloseTo(scale * 300, 6);
    },
  );

  it('aims at the middle of the head height band', () => {
    const { scale } = plan('icao-9303-portrait', head);
    expect(scale * (300 + 296)).toBeCloseTo(0.75 * 531, 6);
    expect(plan('us-visa-ds160', head).scale * (300 + 325)).toBeCloseTo(357, 6);
  });

  it('keeps skull and hair inside the band when the standard does not define the crown', () => {
    const { scale } = plan('jp-passport', head);
    const mm = scale * (25.4 / 300);
    expect(mm * (300 + 296)).toBeGreaterThan(32);
    expect(mm * (300 + 325)).toBeLessThan(36);
    const tall = plan('jp-passport', { ...head, crownHairPx: 450 });
    expect(tall.scale * (25.4 / 300) * (300 + 450)).toBeLessThan(36);
  });

  it('leaves a tenth of the height above the hair when no rule states it', () => {
    const crop = plan('cn-1-inch', head);
    expect(reached(crop, head, frameOf(findStandard('cn-1-inch')), byHair).hairTop).toBeCloseTo(41.3, 6);
  });

  it('shrinks and lowers a head with tall hair before it cuts the hair', () => {
    const bun = { ...head, crownHairPx: 400 };
    const frame = frameOf(findStandard('icao-9303-portrait'));
    const crop = plan('icao-9303-portrait', bun);
    const { hairTop, headHeight } = reached(crop, bun, frame, { crown: 'skull', width: 'ears' });
    expect(hairTop).toBeGreaterThanOrEqual(-0.1);
    expect(outside(headHeight, frame.rules.headHeight ?? { min: 0, max: 0 })).toBe(0);
  });

  it('cuts hair only when the rules allow no other place', () => {
    const tower = { ...head, crownHairPx: 700 };
    const crop = plan('icao-9303-portrait', tower);
    const frame = frameOf(findStandard('icao-9303-portrait'));
    const { hairTop, headHeight, chinToBottom } = reached(crop, tower, frame, { crown: 'skull', width: 'ears' });
    expect(hairTop).toBeLessThan(0);
    expect(headHeight).toBeGreaterThanOrEqual(0.7 * 531 - 0.5);
    expect(chinToBottom).toBeGreaterThanOrEqual(0);
  });

  it('enlarges and lowers the head within the rules to hide the edge of the picture', () => {
    const floor = [-600, 0, 600].map((right) => ({ right, below: 480 }));
    const short = { ...head, floor };
    const crop = plan('us-passport', short);
    expect(plan('us-passport', head).emptyPx).toBe(0);
    expect(crop.scale).toBeGreaterThan(plan('us-passport', head).scale);
    expect(crop.emptyPx).toBe(0);
    expect(crop.eyeLinePx).toBeLessThanOrEqual(crop.scale * 480 + 0.1);
  });

  it('returns how much stays empty when that is not enough', () => {
    const floor = [-600, 0, 600].map((right) => ({ right, below: 320 }));
    const crop = plan('us-passport', { ...head, floor });
    expect(crop.emptyPx).toBeCloseTo(crop.eyeLinePx - crop.scale * 320, 6);
    expect(crop.emptyPx).toBeGreaterThan(20);
  });

  it('counts a shoulder that the side of the picture cuts', () => {
    const sides = [{ right: -200, below: 420 }];
    const { emptyPx, scale, eyeLinePx } = planCrop({ ...head, sides }, frameWith({}), byHair);
    expect(emptyPx).toBeCloseTo(Math.min(200 - 200 * scale, eyeLinePx - 420 * scale), 6);
  });

  it('begins the frame at the line where the picture cuts the hair', () => {
    const cut = { ...head, hairCut: true };
    const frame = frameWith({});
    expect(reached(planCrop(cut, frame, byHair), cut, frame, byHair).hairTop).toBeLessThanOrEqual(0.1);
  });

  it('keeps the head height when rules conflict, then the eye line before the top margin', () => {
    // Head 300..310, eyes 240..250 from the bottom, but a top margin of 150..160 needs them near 190.
    const rules = {
      headHeight: { min: 300, max: 310 },
      eyeLine: { min: 240, max: 250 },
      topMargin: { min: 150, max: 160 },
    };
    const frame = frameWith(rules);
    const { headHeight, eyeLine, topMargin } = reached(planCrop(head, frame, byHair), head, frame, byHair);
    expect(outside(headHeight, rules.headHeight)).toBeLessThan(0.01);
    expect(outside(eyeLine, rules.eyeLine)).toBeLessThan(0.01);
    expect(outside(topMargin, rules.topMargin)).toBeGreaterThan(30);
    // Within the allowed range it chooses the smallest head and the lowest eyes.
    expect(headHeight).toBeCloseTo(300, 0);
    expect(eyeLine).toBeCloseTo(240, 0);
  });

  it('follows the head width when no height is stated', () => {
    const frame = frameWith({ headWidth: { min: 250, max: 260 } });
    const { scale } = planCrop(head, frame, { crown: 'hair', width: 'face' });
    expect(scale * 365).toBeGreaterThanOrEqual(250);
    expect(scale * 365).toBeLessThanOrEqual(260);
  });

  it('misses a rule of a standard only for a head that no crop fits', () => {
    const anyHead = fc.record({
      eyeMiddle: fc.record({ x: fc.integer({ min: 0, max: 2000 }), y: fc.integer({ min: 0, max: 2000 }) }),
      rollDeg: fc.double({ min: -45, max: 45, noNaN: true }),
      chinPx: fc.integer({ min: 30, max: 900 }),
      hairOverChin: fc.double({ min: 1, max: 1.25, noNaN: true }),
      skullOverChin: fc.double({ min: 0.95, max: 1.05, noNaN: true }),
      widthOverChin: fc.double({ min: 1.12, max: 1.35, noNaN: true }),
      floorOverChin: fc.double({ min: 1.1, max: 4, noNaN: true }),
    });
    fc.assert(
      fc.property(
        anyHead,
        fc.constantFrom(...standards),
        fc.constantFrom('print' as const, 'upload' as const),
        (some, standard, profile) => {
          const { chinPx } = some;
          const person: LevelHead = {
            ...head,
            eyeMiddle: some.eyeMiddle,
            rollDeg: some.rollDeg,
            chinPx,
            crownHairPx: chinPx * Math.max(some.hairOverChin, some.skullOverChin),
            crownSkullPx: chinPx * some.skullOverChin,
            widthPx: chinPx * some.widthOverChin,
            floor: [-2, 0, 2].map((aside) => ({ right: aside * chinPx, below: some.floorOverChin * chinPx })),
          };
          const frame = frameOf(standard, undefined, profile);
          const crop = planCrop(person, frame, standard.rules);
          const place = reached(crop, person, frame, standard.rules);
          const missed = (['headHeight', 'eyeLine', 'topMargin', 'chinToBottom'] as const).filter((rule) => {
            const band = frame.rules[rule];
            return band !== null && outside(place[rule], band) > 0.5;
          });
          if (missed.length > 0) expect(canFit(person, frame, standard.rules), missed.join()).toBe(false);
          expect(missed).not.toContain('headHeight');
          expect(crop.emptyPx).toBeGreaterThanOrEqual(0);
          // The scale is positive, and eyes, chin and face are inside the photo.
          expect(crop.scale).toBeGreaterThan(0);
          expect(Object.values(crop.map).every(Number.isFinite)).toBe(true);
          const eyes = apply(crop.map, person.eyeMiddle);
          expect(eyes.x).toBeCloseTo(frame.widthPx / 2, 3);
          expect(eyes.y).toBeGreaterThan(0);
          expect(eyes.y).toBeLessThan(frame.heightPx);
          expect(crop.scale * person.widthPx).toBeLessThan(frame.widthPx);
          expect(place.chinToBottom).toBeGreaterThanOrEqual(-0.5);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
