import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edgesOf, joinEdges } from '../../../core/cutout-layers.ts';
import { cutout, raster } from '../../../core/raster.ts';

/** A photo and a cutout of it: opaque pixels have the photo's colour, clear ones are black. */
const persons = fc
  .array(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.constantFrom(0, 1, 127, 254, 255)), { minLength: 1 })
  .map((pixels) => {
    const photo = pixels.flatMap((pixel) => pixel.slice(0, 3));
    const person = pixels.flatMap(([red, green, blue, opacity]) => {
      if (opacity === 255) return [red, green, blue, opacity];
      return opacity === 0 ? [0, 0, 0, 0] : [255 - red, green, blue, opacity];
    });
    return {
      photo: raster(pixels.length, 1, Uint8Array.from(photo)),
      person: cutout(pixels.length, 1, Uint8Array.from(person)),
    };
  });

test('edges and photo together are the cutout', () => {
  fc.assert(
    fc.property(persons, ({ photo, person }) => {
      expect(joinEdges(edgesOf(person), photo)).toEqual(person);
    }),
  );
});

test('edges have every opacity, and colours of soft pixels only', () => {
  const person = cutout(3, 1, Uint8Array.of(9, 8, 7, 255, 6, 5, 4, 128, 0, 0, 0, 0));
  expect([...edgesOf(person).data]).toEqual([255, 128, 0, 6, 5, 4]);
});

test('edges of another photo are refused', () => {
  const person = cutout(2, 1, Uint8Array.of(9, 8, 7, 255, 6, 5, 4, 128));
  const wider = raster(3, 1, new Uint8Array(9));
  expect(() => joinEdges(edgesOf(person), wider)).toThrow(/do not fit/);
});
