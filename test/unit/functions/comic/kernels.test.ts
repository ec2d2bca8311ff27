/** The kernels of the comic: the committed module is the compiled source, and each kernel does what it promises. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compileKernels, moduleFile } from '../../../../build/kernels.ts';
import { labOf } from '../../../../core/lab.ts';
import * as kernels from '../../../../functions/comic/kernels.ts';
import { seededRandom } from '../../../../portraits/random.ts';

test('the committed comic-wasm.ts is the compiled source', async () => {
  const committed = await readFile(moduleFile('comic-wasm.ts'), 'utf8');
  expect(committed, 'run `npm run kernels` and commit the result').toBe(await compileKernels('comic-wasm.ts'));
}, 60_000);

/** A picture whose pixels are given by their place: red, green, blue, opacity. */
function draw(widthPx: number, heightPx: number, at: (x: number, y: number) => readonly number[]) {
  const photo = new Uint8Array(widthPx * heightPx * 4);
  for (let y = 0; y < heightPx; y++) for (let x = 0; x < widthPx; x++) photo.set(at(x, y), (y * widthPx + x) * 4);
  return { photo, widthPx, heightPx };
}

function labAt(plane: Uint8Array, at: number) {
  const words = new Int16Array(plane.buffer, plane.byteOffset + at * 8, 4);
  return { lightness: words[0] / 64, a: words[1] / 64, b: words[2] / 64, opacity: words[3] };
}

test('CIELAB is that of core/lab.ts', () => {
  const random = seededRandom(3);
  const picture = draw(40, 30, () => [random() * 256, random() * 256, random() * 256, 255]);
  const plane = kernels.labPlane(picture);
  for (let at = 0; at < 40 * 30; at++) {
    const [r = 0, g = 0, b = 0] = picture.photo.subarray(at * 4, at * 4 + 3);
    const [wanted, found] = [labOf({ r, g, b }), labAt(plane, at)];
    expect(Math.abs(found.lightness - wanted.lightness)).toBeLessThan(0.1);
    expect(Math.abs(found.a - wanted.a)).toBeLessThan(0.4);
    expect(Math.abs(found.b - wanted.b)).toBeLessThan(0.4);
    expect(found.opacity).toBe(255);
  }
});

test('clear pixels get the colour of the person beside them and stay clear', () => {
  const picture = draw(33, 21, (x) => (x < 16 ? [200, 120, 90, 255] : [0, 0, 0, 0]));
  const plane = kernels.labPlane(picture);
  const [person, clear] = [labAt(plane, 10 * 33 + 15), labAt(plane, 10 * 33 + 17)];
  expect(Math.abs(person.lightness - clear.lightness)).toBeLessThan(0.1);
  expect(clear.opacity).toBe(0);
});

test.each([0, 30, 45, 80, 135])('the direction along an edge at %s degrees is found', (degrees) => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const side = 64;
  const picture = draw(side, side, (x, y) => {
    const value = 128 + 90 * Math.tanh((-(x - 32) * sin + (y - 32) * cos) / 2);
    return [value, value, value, 255];
  });
  const directions = kernels.flow({ picture: kernels.labPlane(picture), widthPx: side, heightPx: side, sigma: 1.5 });
  const at = (16 * 32 + 16) * 4;
  const [dx, dy] = new Int8Array(directions.buffer, at, 2);
  expect(Math.abs(dx * cos + dy * sin) / 127).toBeGreaterThan(0.995);
  expect(directions[at + 2]).toBeGreaterThan(230);
});

test('smoothing evens out noise and keeps an edge', () => {
  const random = seededRandom(5);
  const picture = draw(60, 60, (x) => {
    const value = (x < 30 ? 90 : 180) + (random() - 0.5) * 12;
    return [value, value, value, 255];
  });
  const size = { widthPx: 60, heightPx: 60 };
  const plane = kernels.labPlane(picture);
  const directions = kernels.flow({ picture: plane, ...size, sigma: 1.5 });
  const smoothed = kernels.smooth({
    ...{ picture: plane, directions, ...size, directionShift: 1, radius: 4, stepPx: 1, range: 13 },
  });
  const noise = (of: Uint8Array) => {
    const values = Array.from(
      { length: 300 },
      (_, i) => labAt(of, (20 + (i % 15)) * 60 + 5 + Math.floor(i / 15)).lightness,
    );
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  };
  expect(noise(smoothed)).toBeLessThan(0.35 * noise(plane));
  const [left, right] = [labAt(smoothed, 30 * 60 + 27), labAt(smoothed, 30 * 60 + 32)];
  expect(right.lightness - left.lightness).toBeGreaterThan(33);
});

test('lines lie on the drawn stroke and nowhere else', () => {
  const size = { widthPx: 80, heightPx: 80 };
  const picture = draw(80, 80, (x) => (Math.abs(x - 40) < 2 ? [90, 60, 50, 255] : [220, 180, 160, 255]));
  const plane = kernels.labPlane(picture);
  const directions = kernels.flow({ picture: plane, ...size, sigma: 1.8 });
  const strokes = kernels.lines({
    picture: plane,
    directions,
    ...size,
    sigma: 1.35,
    reachPx: 4,
    least: 0.5,
    texture: 0.8,
  });
  for (let y = 5; y < 75; y++) {
    expect(strokes[y * 80 + 40]).toBeGreaterThan(200);
    for (let x = 0; x < 80; x++) if (Math.abs(x - 40) > 5) expect(strokes[y * 80 + x]).toBe(0);
  }
});

test('the rim is white, as wide as ordered, and has a dark line around it', () => {
  const size = { widthPx: 120, heightPx: 120 };
  const { photo } = draw(120, 120, (x, y) => (Math.hypot(x - 60, y - 60) < 30 ? [200, 120, 90, 255] : [0, 0, 0, 0]));
  const around = kernels.rim({ portrait: photo, ...size, rimPx: 10, linePx: 3 });
  const at = (x: number) => [...around.subarray((60 * 120 + x) * 4, (60 * 120 + x) * 4 + 4)];
  expect(at(60)).toEqual([200, 120, 90, 255]);
  expect(at(95)).toEqual([255, 255, 255, 255]);
  expect(at(101)).toEqual([28, 28, 28, 255]);
  expect(at(106)).toEqual([0, 0, 0, 0]);
});
