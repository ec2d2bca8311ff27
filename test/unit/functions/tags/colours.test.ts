import { expect, test } from 'vitest';
import colours from '../../../../core/labels/colours.json' with { type: 'json' };
import { labelOf, objectLabels, tagLabels } from '../../../../core/labels/labels.ts';
import { type Raster, raster } from '../../../../core/raster.ts';
import { colourTags } from '../../../../functions/tags/colours.ts';
import { lightTags, shapeTags } from '../../../../functions/tags/shape-and-light.ts';

const sidePx = 20;

/** A square picture whose rows have these colours, from top to bottom in equal parts. */
function striped(...rows: readonly (readonly [number, number, number])[]): Raster {
  const data = Uint8Array.from({ length: sidePx * sidePx * 3 }, (_, at) => {
    const y = Math.floor(at / 3 / sidePx);
    return rows[Math.floor((y * rows.length) / sidePx)][at % 3];
  });
  return raster(sidePx, sidePx, data);
}

const named = (picture: Raster) => colourTags(picture).map(({ tag, score }) => [tag, Math.round(score * 100) / 100]);

test('colours are named by their share of the picture, with their mean', () => {
  const picture = striped([60, 120, 216], [60, 120, 216], [220, 40, 40], [255, 255, 255]);
  expect(named(picture)).toEqual([
    ['blue', 0.5],
    ['red', 0.25],
    ['white', 0.25],
    ['colour', 1],
  ]);
  expect(colourTags(picture)[0].colour).toBe('#3c78d8');
});

test('usual colours have the names that people give them', () => {
  const expected = {
    'grass in the sun': [[96, 150, 50], 'green'],
    'a clear sky': [[120, 175, 235], 'blue'],
    'a red passport': [[140, 25, 35], 'red'],
    'an orange': [[245, 140, 20], 'orange-colour'],
    'a lemon': [[240, 220, 50], 'yellow'],
    'dark wood': [[90, 58, 32], 'brown'],
    'light skin': [[224, 190, 165], 'beige'],
    'a rose': [[245, 160, 185], 'pink'],
    asphalt: [[90, 90, 92], 'grey'],
    'a night sky': [[8, 8, 12], 'black'],
    paper: [[246, 245, 240], 'white'],
    'a plum': [[95, 40, 130], 'purple'],
  } as const;
  for (const [thing, [rgb, tag]] of Object.entries(expected)) expect(named(striped(rgb))[0][0], thing).toBe(tag);
});

test('a picture in greys is black and white; a twentieth in colour is enough to be in colour', () => {
  const greys = Array.from({ length: 10 }, (_, at) => [at * 25, at * 25, at * 25] as const);
  expect(named(striped(...greys)).at(-1)).toEqual(['black-and-white', 1]);
  expect(named(striped(...greys.slice(1), [200, 30, 30])).at(-1)).toEqual(['colour', 1]);
});

test('light follows the median, the format the sides', () => {
  expect(lightTags(striped([30, 30, 30], [30, 30, 30], [250, 250, 250]))[0].tag).toBe('dark');
  expect(lightTags(striped([128, 128, 128]))[0].tag).toBe('medium-light');
  expect(lightTags(striped([240, 240, 240]))[0].tag).toBe('bright');
  const shapes = (widthPx: number, heightPx: number) => shapeTags({ widthPx, heightPx }).map(({ tag }) => tag);
  expect(shapes(1000, 1500)).toEqual(['portrait-format']);
  expect(shapes(1500, 1000)).toEqual(['landscape-format']);
  expect(shapes(1000, 1020)).toEqual(['square-format']);
  expect(shapes(4000, 1000)).toEqual(['landscape-format', 'panorama-format']);
});

test('labels of tags and things are unique, and each has names in both languages', () => {
  const all = [...tagLabels, ...objectLabels];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { id, en, zh } of all)
    expect([id, en.trim() !== '', /\p{Script=Han}/u.test(zh)]).toEqual([id, true, true]);
  for (const tag of Object.keys(colours)) expect(labelOf(tag).zh, tag).not.toBe(tag);
});
