import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, distance, midpoint, type Point, turnAndScale } from '../../../core/measure.ts';
import { catalogue } from '../../../portraits/catalogue.ts';
import { pointOn } from '../../../portraits/curves.ts';
import { headOutline } from '../../../portraits/face.ts';
import { drawPortrait } from '../../../portraits/portrait.ts';

const at = (x: number, y: number): Point => ({ x, y });

describe('drawPortrait', () => {
  it('draws the same markup for the same spec, and other hairs for another seed', () => {
    expect(drawPortrait(catalogue.demo).svg).toBe(drawPortrait(catalogue.demo).svg);
    expect(drawPortrait({ ...catalogue.demo, seed: 8 }).svg).not.toBe(drawPortrait(catalogue.demo).svg);
  });

  it('puts the eyes where the spec says and half-way between crown and chin', () => {
    const { truth } = drawPortrait({ widthPx: 1000, heightPx: 1500, centreX: 0.4, eyeY: 0.3, headHeightShare: 0.2 });
    const eyes = midpoint(truth.leftEye, truth.rightEye);
    expect(eyes).toEqual(at(400, 450));
    expect(truth.chin).toEqual(at(400, 600));
    expect(truth.crownSkull).toEqual(at(400, 300));
    expect(truth.headHeightSkullPx).toBe(300);
    expect(truth.rightEye.x).toBeGreaterThan(truth.leftEye.x);
  });

  it('turns the whole truth with the head', () => {
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (tiltDeg) => {
        const upright = drawPortrait({ hair: 'bald' }).truth;
        const { truth } = drawPortrait({ hair: 'bald', tiltDeg });
        const eyes = midpoint(upright.leftEye, upright.rightEye);
        const turn = turnAndScale(tiltDeg, 1, eyes, eyes);
        for (const place of ['crownSkull', 'crownHair', 'chin', 'leftEye', 'rightEye'] as const) {
          expect(distance(apply(turn, upright[place]), truth[place])).toBeLessThan(1e-6);
        }
        expect(truth.rollDeg).toBe(tiltDeg);
        expect(distance(truth.crownHair, truth.chin)).toBeCloseTo(truth.headHeightHairPx, 6);
      }),
      { numRuns: 12 },
    );
  });

  it('counts hair and hat above the skull, and nothing on a bald head', () => {
    const heightOf = (spec: Parameters<typeof drawPortrait>[0]) => drawPortrait(spec).truth.headHeightHairPx;
    const skullPx = drawPortrait({ hair: 'bald' }).truth.headHeightSkullPx;
    expect(heightOf({ hair: 'bald' })).toBe(skullPx);
    expect(heightOf({ hair: 'buzz' })).toBeGreaterThan(skullPx);
    expect(heightOf({ hair: 'short' })).toBeGreaterThan(heightOf({ hair: 'buzz' }));
    expect(heightOf({ hair: 'bun' })).toBeGreaterThan(heightOf({ hair: 'afro' }));
    expect(heightOf({ hair: 'bald', hat: true })).toBeGreaterThan(skullPx);
  });

  it('counts every person as a face and draws only the main person into the matte', () => {
    const alone = drawPortrait({ seed: 5 });
    const together = drawPortrait({ seed: 5, others: [{ centreX: 0.9 }] });
    expect([alone.truth.faces, together.truth.faces]).toEqual([1, 2]);
    expect(together.personSvg).toBe(alone.personSvg);
    expect(together.backdropSvg).not.toBe(alone.backdropSvg);
  });

  it('refuses a colour that is none', () => {
    expect(() => drawPortrait({ clothingColour: 'teal' })).toThrow(expect.objectContaining({ code: 'internal' }));
  });
});

describe('headOutline', () => {
  it.each(['slight', 'broad'] as const)('of a %s head reaches from crown to chin exactly and is symmetric', (build) => {
    const steps = Array.from({ length: 65 }, (_, i) => i / 64);
    const rim = headOutline(build).flatMap((curve) => steps.map((t) => pointOn(curve, t)));
    const xs = rim.map(([x]) => x);
    const ys = rim.map(([, y]) => y);
    expect(Math.min(...ys)).toBe(-100);
    expect(Math.max(...ys)).toBe(100);
    expect(Math.min(...xs)).toBeCloseTo(-Math.max(...xs), 9);
    expect(Math.max(...xs)).toBeGreaterThan(64);
    expect(Math.max(...xs)).toBeLessThan(68);
  });
});

describe('catalogue', () => {
  it('holds the heads and the edges that demo, tests and bench ask for', () => {
    const specs = Object.values(catalogue);
    const tilts = specs.map((spec) => spec.tiltDeg ?? 0);
    expect(specs.length).toBeGreaterThanOrEqual(14);
    expect([Math.min(...tilts), Math.max(...tilts)]).toEqual([-20, 20]);
    expect(new Set(specs.map((spec) => spec.hair)).size).toBe(8);
    expect(new Set(specs.map((spec) => spec.skin)).size).toBe(4);
    for (const worn of ['beard', 'glasses', 'earrings', 'hat'] as const) expect(specs.some((s) => s[worn])).toBe(true);
    expect(specs.some((spec) => (spec.others?.length ?? 0) > 0)).toBe(true);
    expect(catalogue).toHaveProperty('demo');
  });
});
