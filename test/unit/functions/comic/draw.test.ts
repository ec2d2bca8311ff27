/** The comic stage on drawn people and shapes whose properties are known. */
import { describe, expect, it } from 'vitest';
import { comicLooks } from '../../../../core/comic-looks.ts';
import type { HeadMeasurements } from '../../../../core/head.ts';
import { type Lab, labDistance, labOf } from '../../../../core/lab.ts';
import type { Cutout } from '../../../../core/raster.ts';
import { drawComic } from '../../../../functions/comic/draw.ts';
import { portraitFrame } from '../../../../functions/comic/portrait-frame.ts';
import { endAtEdges } from '../../../../functions/compose/edges.ts';
import { resample } from '../../../../functions/compose/resample.ts';
import { seededRandom } from '../../../../portraits/random.ts';
import { cutoutOf, drawnCutout, withoutFace } from '../../../support/comic.ts';

const sidePx = 512;

/** The part of the cutout that the portrait shows, not drawn. */
function plainPortrait(person: Cutout, head: HeadMeasurements): Cutout {
  const frame = portraitFrame(person, head, sidePx);
  const plain = resample(person, frame.map, frame);
  endAtEdges(plain, person, frame.map);
  return plain;
}

function labAt({ data }: Cutout, at: number): Lab {
  return labOf({ r: data[at * 4], g: data[at * 4 + 1], b: data[at * 4 + 2] });
}

/** Returns the mean colours of both pictures over the pixels that the test picks by the plain one. */
function means(plain: Cutout, drawn: Cutout, picks: (lab: Lab, x: number, y: number) => boolean) {
  const sums = [plain, drawn].map(() => ({ lightness: 0, a: 0, b: 0 }));
  let count = 0;
  for (let at = 0; at < plain.widthPx * plain.heightPx; at++) {
    if (plain.data[at * 4 + 3] < 255) continue;
    if (!picks(labAt(plain, at), (at % sidePx) / sidePx, Math.floor(at / sidePx) / sidePx)) continue;
    count++;
    [plain, drawn].forEach((picture, i) => {
      const { lightness, a, b } = labAt(picture, at);
      const sum = sums[i];
      if (sum) Object.assign(sum, { lightness: sum.lightness + lightness, a: sum.a + a, b: sum.b + b });
    });
  }
  const [before, after] = sums.map(({ lightness, a, b }) => ({
    lightness: lightness / count,
    a: a / count,
    b: b / count,
  }));
  if (!before || !after) throw new Error('no means');
  return { before, after, count };
}

describe.each(comicLooks)('the look %s', (look) => {
  it.each(['light', 'tan', 'brown', 'dark', '#f7dfd0', '#3b2219'])('keeps the tone of %s skin', async (skin) => {
    const { person, head } = await drawnCutout({ skin, hair: 'short', hairColour: '#20304f', seed: 4 });
    const { portrait } = drawComic(person, head, { look, sidePx });
    const middleOfFace = (_: Lab, x: number, y: number) => Math.abs(x - 0.5) < 0.12 && y > 0.42 && y < 0.58;
    const { before, after, count } = means(plainPortrait(person, head), portrait, middleOfFace);
    expect(count).toBeGreaterThan(2000);
    expect(Math.abs(before.lightness - after.lightness)).toBeLessThan(3);
    expect(Math.hypot(before.a - after.a, before.b - after.b)).toBeLessThan(3);
  });

  it('keeps white hair white and glasses dark', async () => {
    const { person, head } = await drawnCutout({ hair: 'short', hairColour: '#ece9e4', glasses: true, seed: 5 });
    const { portrait } = drawComic(person, head, { look, sidePx });
    const plain = plainPortrait(person, head);
    const hair = means(
      plain,
      portrait,
      ({ lightness, a, b }, _, y) => y < 0.3 && lightness > 75 && Math.hypot(a, b) < 10,
    );
    expect(hair.count).toBeGreaterThan(3000);
    expect(Math.abs(hair.before.lightness - hair.after.lightness)).toBeLessThan(4);
    expect(Math.hypot(hair.after.a, hair.after.b)).toBeLessThan(Math.hypot(hair.before.a, hair.before.b) + 1.5);
    const frame = means(
      plain,
      portrait,
      ({ lightness }, x, y) => lightness < 25 && y > 0.35 && y < 0.5 && Math.abs(x - 0.5) < 0.2,
    );
    expect(frame.count).toBeGreaterThan(300);
    expect(frame.after.lightness).toBeLessThan(30);
  });

  it('is clear where the cutout is clear', async () => {
    const { person, head } = await drawnCutout({ hair: 'strands', seed: 6 });
    const { portrait } = drawComic(person, head, { look, sidePx });
    const plain = plainPortrait(person, head);
    const clear = Array.from({ length: sidePx * sidePx }, (_, at) => at).filter((at) => plain.data[at * 4 + 3] === 0);
    expect(clear.length).toBeGreaterThan(40_000);
    const covered = clear.filter((at) => portrait.data[at * 4 + 3] > 0);
    // The rim of 14 px with its line is 8.5 px wide at this size.
    if (look !== 'pop') expect(covered).toEqual([]);
    expect([...portrait.data.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  });

  it('gives the same bytes again, also after another portrait', async () => {
    const { person, head } = await drawnCutout({ hair: 'bob', glasses: true, seed: 7 });
    const first = drawComic(person, head, { look, sidePx: 300 });
    drawComic(
      cutoutOf(90, 70, () => [250, 10, 10, 128]),
      withoutFace(90, 70),
      { look, sidePx: 640 },
    );
    expect(drawComic(person, head, { look, sidePx: 300 }).portrait).toEqual(first.portrait);
  });

  it.each([
    [1, 1],
    [3, 7],
    [65, 40],
    [200, 900],
  ])('draws a cutout of %s x %s px without a face', (widthPx, heightPx) => {
    const random = seededRandom(8);
    const noise = cutoutOf(widthPx, heightPx, () => [random() * 256, random() * 256, random() * 256, random() * 256]);
    const { portrait, scale } = drawComic(noise, withoutFace(widthPx, heightPx), { look, sidePx: 150 });
    expect(Math.max(portrait.widthPx, portrait.heightPx)).toBeLessThanOrEqual(150);
    expect(scale).toBeLessThanOrEqual(4);
    expect(portrait.data.length).toBe(portrait.widthPx * portrait.heightPx * 4);
  });
});

/** A disc of one colour with a soft edge, of the size of the portrait. */
function disc(pixel: (x: number, y: number) => readonly number[]) {
  return cutoutOf(sidePx, sidePx, (at) => {
    const [x, y] = [at % sidePx, Math.floor(at / sidePx)];
    const inside = Math.min(1, Math.max(0, (240 - Math.hypot(x - 256, y - 256)) / 4));
    return inside === 0 ? [0, 0, 0, 0] : [...pixel(x, y), Math.round(255 * inside)];
  });
}

it.each(['clean', 'ink'] as const)('draws no line along the clear edge of a flat area: %s', (look) => {
  const { portrait } = drawComic(
    disc(() => [214, 170, 148]),
    withoutFace(sidePx, sidePx),
    { look, sidePx },
  );
  for (let at = 0; at < sidePx * sidePx; at++) {
    if (portrait.data[at * 4 + 3] === 0) continue;
    expect(labDistance(labAt(portrait, at), labOf({ r: 214, g: 170, b: 148 }))).toBeLessThan(2);
  }
});

it.each(comicLooks)('draws noise in an even area as one colour: %s', (look) => {
  const random = seededRandom(9);
  const noisy = () => [214, 170, 148].map((value) => value + (random() - 0.5) * 14);
  const { portrait } = drawComic(disc(noisy), withoutFace(sidePx, sidePx), { look, sidePx });
  let worst = 0;
  for (let y = 150; y < 360; y++) {
    for (let x = 150; x < 360; x++) {
      worst = Math.max(worst, labDistance(labAt(portrait, y * sidePx + x), labOf({ r: 214, g: 170, b: 148 })));
    }
  }
  expect(worst).toBeLessThan(4);
});

it('draws the known contour and nothing beside it', () => {
  const { portrait } = drawComic(
    disc((x) => (Math.abs(x - 256) < 2.5 ? [120, 80, 66] : [214, 170, 148])),
    withoutFace(sidePx, sidePx),
    { look: 'clean', sidePx },
  );
  for (let y = 120; y < 400; y++) {
    const lightness = (x: number) => labAt(portrait, y * sidePx + x).lightness;
    expect(Math.min(...[253, 255, 257, 259].map(lightness))).toBeLessThan(30);
    for (const x of [150, 230, 246, 270, 360]) expect(Math.abs(lightness(x) - 73.6)).toBeLessThan(2);
  }
});

it('shows head and shoulders of a face, and the whole of anything else', async () => {
  const { person, head } = await drawnCutout({ headHeightShare: 0.2, eyeY: 0.3, hair: 'short', seed: 10 });
  const { portrait } = drawComic(person, head, { look: 'clean', sidePx });
  expect([portrait.widthPx, portrait.heightPx]).toEqual([512, 512]);
  const frame = portraitFrame(person, head, sidePx);
  const headPx = ((head.head?.chinPx ?? 0) + (head.head?.crownHairPx ?? 0)) * frame.scale;
  expect(headPx / sidePx).toBeCloseTo(0.5, 1);
  const wide = drawComic(
    cutoutOf(300, 100, () => [10, 200, 30, 255]),
    withoutFace(300, 100),
    { look: 'clean', sidePx },
  );
  expect(wide.portrait.widthPx).toBe(512);
  expect(wide.portrait.heightPx).toBeLessThan(230);
});
