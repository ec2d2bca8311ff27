/** Strokes on drawn pictures whose exact opacity and colours are known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyStroke, applyStrokes } from '../../../../core/brush/apply-strokes.ts';
import type { Stroke } from '../../../../core/brush/stroke.ts';
import { type Cutout, cutout, type Raster, raster } from '../../../../core/raster.ts';

type Levels = readonly [number, number, number];

const wall: Levels = [222, 205, 180];
const hair: Levels = [46, 34, 28];
const metal: Levels = [150, 162, 176];
const [widthPx, heightPx] = [160, 120];

/** The opacity of shapes at a point, 0 to 1: how much of the pixel a shape covers. */
type Shape = (x: number, y: number) => number;

const within = (depth: number): number => Math.min(1, Math.max(0, depth + 0.5));
/** A head that ends at the right at a curved edge. */
const head: Shape = (x, y) => within(60 - Math.hypot(x - 20, y - 60));
/** A tap right beside the head; the head is before it. */
const tap: Shape = (x, y) => Math.min(within(x - 70), within(100 - x), within(y - 30), within(90 - y));
/** A strand of hair, 3 px wide, that leads away from the head. */
const strand: Shape = (x, y) =>
  Math.min(within(1.5 - Math.abs(y - 50 + (x - 80) * 0.15)), within(x - 70), within(150 - x));
/** Grain of a camera, the same at each run: -4 to 4 levels. */
const grain = (pixel: number): number => ((pixel * 7919) % 9) - 4;

/** Draws shapes on the wall, the last one before the others. @param cut what the cutout holds; colours are those of the photo. */
function draw(shapes: readonly (readonly [Shape, Levels])[], cut: readonly Shape[]): { photo: Raster; person: Cutout } {
  const photo = new Uint8Array(widthPx * heightPx * 3);
  const person = new Uint8Array(widthPx * heightPx * 4);
  for (let pixel = 0; pixel < widthPx * heightPx; pixel++) {
    const [x, y] = [(pixel % widthPx) + 0.5, Math.floor(pixel / widthPx) + 0.5];
    let levels: Levels = wall;
    for (const [shape, colour] of shapes) {
      const part = shape(x, y);
      levels = levels.map((level, at) => level * (1 - part) + colour[at] * part) as unknown as Levels;
    }
    photo.set(
      levels.map((level) => Math.round(level + grain(pixel))),
      pixel * 3,
    );
    const opacity = Math.round(255 * Math.max(...cut.map((shape) => shape(x, y))));
    person.set(opacity === 0 ? [0, 0, 0, 0] : [...photo.subarray(pixel * 3, pixel * 3 + 3), opacity], pixel * 4);
  }
  return { photo: raster(widthPx, heightPx, photo), person: cutout(widthPx, heightPx, person) };
}

const stroke = (kind: Stroke['kind'], radiusPx: number, ...points: (readonly [number, number])[]): Stroke => ({
  kind,
  radius: radiusPx / heightPx,
  points: points.map(([x, y]) => [x / widthPx, y / heightPx]),
  wholeArea: false,
});

/** Calls back for each pixel with its middle and its place in RGBA. */
function eachPixel(visit: (x: number, y: number, at: number) => void): void {
  for (let pixel = 0; pixel < widthPx * heightPx; pixel++) {
    visit((pixel % widthPx) + 0.5, Math.floor(pixel / widthPx) + 0.5, pixel * 4);
  }
}

const copyOf = ({ widthPx, heightPx, data }: Cutout): Cutout => cutout(widthPx, heightPx, data.slice());

describe('a stroke that removes', () => {
  const scene = () =>
    draw(
      [
        [tap, metal],
        [head, hair],
      ],
      [head, tap],
    );

  it('takes the tap beside the head, and leaves the hair under the brush alone', () => {
    const { photo, person } = scene();
    applyStroke(person, photo, stroke('remove', 24, [88, 18], [90, 60], [88, 102]));
    let [taken, spared] = [0, 0];
    eachPixel((x, y, at) => {
      if (tap(x, y) === 1 && head(x, y) === 0 && Math.abs(x - 89) < 16) {
        expect(person.data[at + 3], `tap at ${x}, ${y}`).toBeLessThan(26);
        taken++;
      }
      if (head(x, y) === 1) {
        expect(person.data[at + 3], `hair at ${x}, ${y}`).toBe(255);
        if (x > 66) spared++;
      }
    });
    expect(taken).toBeGreaterThan(1000);
    expect(spared).toBeGreaterThan(200);
  });

  it('shares the pixels of the edge between hair and tap, and takes the metal out of their colour', () => {
    const { photo, person } = scene();
    applyStroke(person, photo, stroke('remove', 24, [88, 18], [90, 60], [88, 102]));
    let shared = 0;
    eachPixel((x, y, at) => {
      const part = head(x, y);
      if (part < 0.3 || part > 0.7 || Math.abs(y - 60) > 20) return;
      shared++;
      expect(Math.abs(person.data[at + 3] / 255 - part)).toBeLessThan(0.3);
      // On magenta, the edge shows hair and magenta, and not metal.
      const green = (person.data[at + 1] * person.data[at + 3]) / 255;
      expect(green).toBeLessThan(hair[1] + 20);
    });
    expect(shared).toBeGreaterThan(5);
  });

  it('takes everything under the brush when there is nothing beside it to spare, or when the whole area is wanted', () => {
    const { photo, person } = draw([[tap, metal]], [tap]);
    applyStroke(person, photo, stroke('remove', 24, [85, 60]));
    expect(person.data[(60 * widthPx + 85) * 4 + 3]).toBe(0);
    const both = scene();
    applyStroke(both.person, both.photo, { ...stroke('remove', 24, [85, 60]), wholeArea: true });
    expect(both.person.data[(60 * widthPx + 72) * 4 + 3]).toBe(0);
  });

  it('gives the same cutout when it is repeated', () => {
    const { photo, person } = scene();
    const tapStroke = stroke('remove', 24, [88, 18], [90, 60], [88, 102]);
    applyStroke(person, photo, tapStroke);
    const once = copyOf(person);
    applyStroke(person, photo, tapStroke);
    const differing = person.data.filter((value, at) => Math.abs(value - once.data[at]) > 40);
    expect(differing.length).toBeLessThan(40);
  });
});

describe('a stroke that keeps', () => {
  it('brings a lost strand back with the colour of the photo, without the wall beside it', () => {
    const { photo, person } = draw(
      [
        [head, hair],
        [strand, hair],
      ],
      [head],
    );
    // A hand that does not hold the line.
    applyStroke(person, photo, stroke('keep', 9, [74, 53], [95, 46], [115, 46], [140, 40]));
    let [kept, beside] = [0, 0];
    const rim: number[] = [];
    eachPixel((x, y, at) => {
      if (x < 86 || x > 132) return;
      const part = strand(x, y);
      if (part === 1) {
        expect(person.data[at + 3], `strand at ${x}, ${y}`).toBeGreaterThan(225);
        const off = hair.map((level, channel) => Math.abs(person.data[at + channel] - level));
        expect(Math.max(...off)).toBeLessThan(8);
        kept++;
      }
      if (part === 0 && Math.abs(y - 50 + (x - 80) * 0.15) > 3) {
        expect(person.data[at + 3], `wall at ${x}, ${y}`).toBeLessThan(10);
        beside++;
      }
      // On black, no light rim of the wall.
      if (part > 0 && part < 1) rim.push((person.data[at] * person.data[at + 3]) / 255);
    });
    expect(Math.max(...rim)).toBeLessThan(hair[0] + 25);
    expect(kept).toBeGreaterThan(80);
    expect(beside).toBeGreaterThan(1000);
  });

  it('keeps all under the brush where the colours beside it are the same', () => {
    const { photo, person } = draw([], [head]);
    applyStroke(person, photo, stroke('keep', 10, [110, 60]));
    const at = (60 * widthPx + 110) * 4;
    expect([...person.data.subarray(at, at + 4)]).toEqual([
      ...photo.data.subarray((at / 4) * 3, (at / 4) * 3 + 3),
      255,
    ]);
  });

  it('undoes a stroke that removed the whole area', () => {
    const { photo, person } = draw([[head, hair]], [head]);
    const before = copyOf(person);
    const dab = { ...stroke('remove', 12, [30, 60]), wholeArea: true };
    applyStrokes(person, photo, [dab, { ...dab, kind: 'keep' }]);
    const solid = (30 + 60 * widthPx) * 4;
    expect(person.data.subarray(solid, solid + 4)).toEqual(before.data.subarray(solid, solid + 4));
  });
});

describe('any stroke', () => {
  const share = fc.double({ min: -0.1, max: 1.1, noNaN: true });
  const strokes = fc.record({
    kind: fc.constantFrom('keep', 'remove') as fc.Arbitrary<Stroke['kind']>,
    radius: fc.double({ min: 0.001, max: 0.12, noNaN: true }),
    points: fc.array(fc.tuple(share, share), { minLength: 1, maxLength: 5 }),
    wholeArea: fc.boolean(),
  });

  it('changes nothing beyond its radius, and opacity in its own direction only', () => {
    const { photo, person: start } = draw(
      [
        [tap, metal],
        [head, hair],
        [strand, hair],
      ],
      [head, tap],
    );
    fc.assert(
      fc.property(strokes, (one) => {
        const person = copyOf(start);
        applyStroke(person, photo, one);
        const radiusPx = Math.max(0.75, one.radius * heightPx);
        eachPixel((x, y, at) => {
          const [old, now] = [start.data[at + 3], person.data[at + 3]];
          if (one.kind === 'keep' ? now < old : now > old) throw new Error(`opacity ${old} became ${now}`);
          const isSame = [0, 1, 2, 3].every((channel) => start.data[at + channel] === person.data[at + channel]);
          if (isSame || distanceTo(one, x, y) <= radiusPx) return;
          throw new Error(`the pixel at ${x}, ${y} is beyond the radius`);
        });
      }),
      { numRuns: 60 },
    );
  });
});

/** Returns the distance from the line of a stroke, px. */
function distanceTo({ points }: Stroke, x: number, y: number): number {
  const line = points.map(([across, down]) => [across * widthPx, down * heightPx] as const);
  const ends = line.length > 1 ? line.slice(1) : line;
  return Math.min(
    ...ends.map(([toX, toY], at) => {
      const [fromX, fromY] = line[at];
      const square = (toX - fromX) ** 2 + (toY - fromY) ** 2;
      const along = square === 0 ? 0 : ((x - fromX) * (toX - fromX) + (y - fromY) * (toY - fromY)) / square;
      const part = Math.min(1, Math.max(0, along));
      return Math.hypot(x - fromX - part * (toX - fromX), y - fromY - part * (toY - fromY)) - 1e-3;
    }),
  );
}
