import { describe, expect, it } from 'vitest';
import type { Cutout, Matte } from '../../../../../core/raster.ts';
import { cleanInk } from '../../../../../functions/matting/ink/clean-ink.ts';
import { drawInk, type InkSpec } from '../../../../../portraits/ink.ts';

const size = { widthPx: 640, heightPx: 480 };

/** The share of the true ink and of the found ink that is in both, with their boxes laid over each other. */
function overlap(ink: Cutout, truth: Matte): number {
  const found = new Set(spots(ink.data, ink.widthPx, 4, 3));
  const drawn = new Set(spots(truth.data, truth.widthPx, 1, 0));
  const both = [...drawn].filter((spot) => found.has(spot)).length;
  return both / (found.size + drawn.size - both);
}

function spots(data: Uint8Array, widthPx: number, channels: number, channel: number): string[] {
  const all: [number, number][] = [];
  for (let at = 0; at * channels < data.length; at++) {
    if (data[at * channels + channel] > 127) all.push([at % widthPx, Math.floor(at / widthPx)]);
  }
  const [left, top] = [Math.min(...all.map(([x]) => x)), Math.min(...all.map(([, y]) => y))];
  return all.map(([x, y]) => `${x - left} ${y - top}`);
}

const clean = async (spec: Partial<InkSpec>, kind: 'signature' | 'thumb-print' | 'declaration' = 'signature') => {
  const drawn = await drawInk({ ...size, ...spec });
  return { ...cleanInk(drawn.photo, kind), truth: drawn.ink };
};

describe('a signature on paper', () => {
  it.each<[string, Partial<InkSpec>]>([
    ['in even light', {}],
    ['in light that falls off to one side, tilted', { light: 'lamp', tiltDeg: 8 }],
    ['across the edge of a shadow', { light: 'shadow', colour: '#111111' }],
    ['on ruled paper', { paper: 'ruled', tiltDeg: -5 }],
    ['on squared paper', { paper: 'squared', colour: '#111111' }],
    ['on crumpled, dirty paper', { paper: 'crumpled', specks: 60, tiltDeg: -12 }],
    ['on a table', { table: true, specks: 20 }],
    ['with a soft pencil', { colour: '#555555', strength: 0.45 }],
  ])('%s is cut out, and nothing else', async (_, spec) => {
    const { ink, truth } = await clean(spec);
    expect(overlap(ink, truth)).toBeGreaterThan(0.8);
  });

  it('has the angle of the lines of its paper, else that of its main direction', async () => {
    const ruled = await clean({ paper: 'ruled', tiltDeg: -5 });
    expect(ruled.found.angleDeg).toBeCloseTo(-5, 0);
    const [level, tilted] = [await clean({}), await clean({ tiltDeg: 8 })];
    expect(tilted.found.angleDeg - level.found.angleDeg).toBeCloseTo(8, 0);
  });

  it('keeps the colour of its ink and loses that of its paper', async () => {
    const { ink, paper } = await clean({ colour: '#1B2A6B', strength: 1, light: 'lamp' });
    const opaque = [...Array(ink.data.length / 4).keys()].filter((at) => ink.data[4 * at + 3] === 255);
    const mean = [0, 1, 2].map((c) => opaque.reduce((sum, at) => sum + ink.data[4 * at + c], 0) / opaque.length);
    expect(mean[2]).toBeGreaterThan(mean[0] + 40);
    expect([...paper.data.subarray(0, 3)]).toEqual([255, 255, 255]);
  });

  it.each<[string, Partial<InkSpec>, string]>([
    ['an empty page', { subject: 'nothing' }, 'no-ink'],
    ['an empty ruled page', { subject: 'nothing', paper: 'ruled' }, 'no-ink'],
    ['a faint pencil', { colour: '#888888', strength: 0.2 }, 'too-faint'],
    ['a picture in the dark', { light: 'dark' }, 'shadow'],
  ])('%s is refused', async (_, spec, code) => {
    await expect(clean(spec)).rejects.toMatchObject({ code, advice: expect.stringMatching(/photograph|Write/i) });
  });
});

describe('other ink', () => {
  it('of a thumb print keeps its ridges', async () => {
    const { ink, truth, found } = await clean({ subject: 'thumb-print', light: 'lamp' }, 'thumb-print');
    expect(overlap(ink, truth)).toBeGreaterThan(0.7);
    expect(found).toEqual({ kind: 'thumb-print', angleDeg: 0 });
  });

  it('of a declaration keeps every line, and is level', async () => {
    const { ink, truth, found } = await clean({ subject: 'handwriting', tiltDeg: 6, pen: 0.05 }, 'declaration');
    expect(overlap(ink, truth)).toBeGreaterThan(0.7);
    expect(found.angleDeg).toBeCloseTo(6, 0);
  });
});
