import { describe, expect, it } from 'vitest';
import { cutout } from '../../../../core/raster.ts';
import { crownPx, headWidthPx, levelHead } from '../../../../functions/compose/head.ts';
import { drawPlainPerson, measurementsOf, plainPerson } from '../../../support/plain-person.ts';

describe('levelHead', () => {
  it('hands on what matting measured', () => {
    const head = levelHead(measurementsOf(plainPerson), drawPlainPerson(plainPerson));
    expect(head).toMatchObject({ chinPx: 100, crownHairPx: 112, crownSkullPx: 98, widthPx: 126, hairCut: false });
    expect(crownPx(head, 'hair')).toBe(112);
    expect(crownPx(head, 'skull')).toBe(98);
    expect(crownPx(head, 'unclear')).toBe(112);
    expect(headWidthPx(head, 'face')).toBe(126);
    expect(headWidthPx(head, 'ears')).toBeGreaterThan(140);
  });

  it('finds where the lower edge cuts the person, seen from the levelled head', () => {
    const person = { ...plainPerson, rollDeg: 20 };
    const { floor, sides } = levelHead(measurementsOf(person), drawPlainPerson(person));
    expect(sides).toEqual([]);
    // The body spans 20..460 of the lower edge at y = 720, 460 px below the eyes; the head leans 20 degrees clockwise.
    const [cos, sin] = [Math.cos(Math.PI / 9), Math.sin(Math.PI / 9)];
    for (const [i, dx] of [-220, 220].entries()) {
      const { right = 0, below = 0 } = (i === 0 ? floor[0] : floor.at(-1)) ?? {};
      expect(right).toBeCloseTo(cos * dx + sin * 460, -1);
      expect(below).toBeCloseTo(cos * 460 - sin * dx, -1);
    }
  });

  it('finds where the person ends above the lower edge', () => {
    const person = { ...plainPerson, bodyEndPx: 500 };
    const { floor } = levelHead(measurementsOf(person), drawPlainPerson(person));
    expect(floor.length).toBeGreaterThan(10);
    for (const { below } of floor) expect(below).toBe(240);
  });

  it('finds where the side edges cut the person', () => {
    const person = { ...plainPerson, eyeX: 100 };
    const { sides } = levelHead(measurementsOf(person), drawPlainPerson(person));
    expect(sides.length).toBeGreaterThan(10);
    for (const { right } of sides) expect(right).toBe(-100);
    for (const { below } of sides) expect(below).toBeGreaterThanOrEqual(100);
  });

  it('finds nothing in an empty cutout', () => {
    const head = levelHead(measurementsOf(plainPerson), cutout(4, 4, new Uint8Array(64)));
    expect([head.floor, head.sides]).toEqual([[], []]);
  });

  it('refuses a cutout that no face was looked for in', () => {
    const measurements = { ...measurementsOf(plainPerson), face: null, head: null };
    expect(() => levelHead(measurements, drawPlainPerson(plainPerson))).toThrow(
      expect.objectContaining({ code: 'no-face' }),
    );
  });
});
