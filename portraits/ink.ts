/**
 * Draws ink on paper with its exact truth: signatures, thumb prints and handwriting, photographed by a phone in light,
 * shadow, on ruled or crumpled paper, at an angle. For tests, demo and docs.
 */
import sharp from 'sharp';
import { type Matte, matte, type Raster, raster } from '../core/raster.ts';
import { type At, type Curve, smooth } from './curves.ts';
import { between, type Random, seededRandom } from './random.ts';

export interface InkSpec {
  readonly seed: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly subject: 'signature' | 'thumb-print' | 'handwriting' | 'nothing';
  /** Colour of the ink, `#RRGGBB`. */
  readonly colour: string;
  /** 0 is clear, 1 is opaque. A soft pencil has 0.4. */
  readonly strength: number;
  /** Width of the pen as a share of the height of the writing. */
  readonly pen: number;
  /** The writing and the lines of the paper are turned by so much; positive falls to the right. */
  readonly tiltDeg: number;
  readonly paper: 'plain' | 'ruled' | 'squared' | 'crumpled';
  /** `shadow`: a hand covers a part of the light with a hard edge. `lamp`: the light falls off to one side. */
  readonly light: 'even' | 'lamp' | 'shadow' | 'dark';
  /** A dark table is visible around the paper. */
  readonly table: boolean;
  /** Dirt on the paper, number of specks. */
  readonly specks: number;
  /** Noise of the camera, levels of 255. */
  readonly noiseLevels: number;
}

export interface DrawnInk {
  readonly photo: Raster;
  /** The exact ink: 255 is ink. */
  readonly ink: Matte;
  readonly spec: InkSpec;
}

const usualInk: InkSpec = {
  ...{ seed: 1, widthPx: 1600, heightPx: 1200, subject: 'signature', colour: '#1B2A6B', strength: 0.92, pen: 0.045 },
  ...{ tiltDeg: 0, paper: 'plain', light: 'even', table: false, specks: 0, noiseLevels: 3 },
};

/** Draws the picture. The same spec gives the same bytes. */
export async function drawInk(wishes: Partial<InkSpec> = {}): Promise<DrawnInk> {
  const spec = { ...usualInk, ...wishes };
  const { widthPx, heightPx, seed } = spec;
  const random = seededRandom(seed);
  const strokes = strokesOf(spec, random);
  const ink = await planeOf(spec, strokes, '#000');
  const lines = await planeOf(spec, ruling(spec), '#000');
  const specks = await planeOf(spec, dirt(spec, random), '#000');
  const light = await lightOf(spec, random);
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(spec.colour.slice(at, at + 2), 16));
  const data = new Uint8Array(widthPx * heightPx * 3);
  const paper = [250, 247, 240];
  const line = [120, 150, 205];
  for (let at = 0; at < widthPx * heightPx; at++) {
    const onTable = spec.table && isTable(spec, at);
    const opacity = (ink[at] / 255) * spec.strength;
    const lineOpacity = (lines[at] / 255) * 0.55;
    const dirtOpacity = (specks[at] / 255) * 0.7;
    const noise = (random() + random() - 1) * spec.noiseLevels * 1.7;
    for (let channel = 0; channel < 3; channel++) {
      const ground = onTable ? [70, 46, 30][channel] : paper[channel];
      const ruled = onTable ? ground : ground * (1 - lineOpacity) + line[channel] * lineOpacity;
      const dirty = ruled * (1 - dirtOpacity) + 60 * dirtOpacity;
      const inked = dirty * (1 - opacity) + [red, green, blue][channel] * opacity;
      data[3 * at + channel] = Math.max(0, Math.min(255, Math.round(inked * light[at] + noise)));
    }
  }
  return { photo: raster(widthPx, heightPx, data), ink: matte(widthPx, heightPx, ink), spec };
}

/** The share of each side that the table takes. */
const tableShare = 0.08;

function isTable({ widthPx, heightPx }: InkSpec, at: number): boolean {
  const [x, y] = [(at % widthPx) / widthPx, Math.floor(at / widthPx) / heightPx];
  return Math.min(x, y, 1 - x, 1 - y) < tableShare;
}

/** Returns SVG elements of the ink, in px. */
function strokesOf(spec: InkSpec, random: Random): string {
  if (spec.subject === 'signature') return signature(spec, random);
  if (spec.subject === 'handwriting') return handwriting(spec, random);
  return spec.subject === 'thumb-print' ? thumbPrint(spec) : '';
}

const path = (curves: readonly Curve[]) =>
  curves
    .map(
      ([from, a, b, to], i) => `${i === 0 ? `M${from.join(' ')}` : ''}C${a.join(' ')} ${b.join(' ')} ${to.join(' ')}`,
    )
    .join('');

/** A name of loops, a flourish below it, and a dot. */
function signature({ widthPx, heightPx, pen }: InkSpec, random: Random): string {
  const [width, height] = [widthPx * 0.5, Math.min(heightPx * 0.2, widthPx * 0.15)];
  const [left, middle] = [widthPx * 0.25, heightPx * 0.5];
  const loops = 9;
  const points = Array.from({ length: loops * 4 }, (_, i): At => {
    const turn = (i / 4) * 2 * Math.PI;
    const tall = i < 4 ? 1 : between(random, 0.3, 0.6);
    const x = left + (i / (loops * 4)) * width * 0.9 + Math.cos(turn) * height * 0.16;
    return [x, middle + Math.sin(turn) * height * 0.5 * tall];
  });
  const flourish: At[] = [
    [left + width * 0.88, middle],
    [left + width, middle + height * 0.3],
    [left + width * 0.5, middle + height * 0.62],
    [left + width * 0.1, middle + height * 0.66],
  ];
  const stroke = pen * height;
  const dot = `<circle cx="${left + width * 0.6}" cy="${middle - height * 0.5}" r="${stroke * 0.8}"/>`;
  return `<g fill="none" stroke="#000" stroke-width="${stroke}" stroke-linecap="round"><path d="${path(smooth(points))}"/><path d="${path(smooth(flourish))}"/></g>${dot}`;
}

/** Lines of words. */
function handwriting({ widthPx, heightPx, pen }: InkSpec, random: Random): string {
  const rows = 7;
  const pitch = (heightPx * 0.7) / rows;
  const size = pitch * 0.45;
  const words: string[] = [];
  for (let row = 0; row < rows; row++) {
    const y = heightPx * 0.15 + (row + 0.5) * pitch;
    const end = widthPx * (row === rows - 1 ? 0.5 : 0.85);
    for (let x = widthPx * 0.15; x < end; ) {
      const length = between(random, 2, 6) * size;
      const points = Array.from({ length: Math.ceil(length / (size * 0.3)) }, (_, i): At => {
        return [x + i * size * 0.3, y + (i % 2 === 0 ? 0.5 : -between(random, 0.3, 0.8)) * size];
      });
      words.push(path(smooth(points)));
      x += length + size * 1.2;
    }
  }
  return `<path fill="none" stroke="#000" stroke-linecap="round" stroke-width="${pen * pitch}" d="${words.join('')}"/>`;
}

/** Bent ridges inside an oval. */
function thumbPrint({ widthPx, heightPx }: InkSpec): string {
  const [x, y] = [widthPx / 2, heightPx / 2];
  const [across, down] = [heightPx * 0.2, heightPx * 0.28];
  const pitch = across / 11;
  const ridges = Array.from({ length: 24 }, (_, i) => {
    const r = (i + 0.5) * pitch;
    return `<ellipse cx="${x}" cy="${y + down * 0.15}" rx="${r}" ry="${r * 1.25}"/>`;
  });
  const clip = `<clipPath id="tip"><ellipse cx="${x}" cy="${y}" rx="${across}" ry="${down}"/></clipPath>`;
  return `${clip}<g clip-path="url(#tip)" fill="none" stroke="#000" stroke-width="${pitch * 0.55}">${ridges.join('')}</g>`;
}

function ruling({ paper, widthPx, heightPx }: InkSpec): string {
  if (paper !== 'ruled' && paper !== 'squared') return '';
  const pitch = Math.max(widthPx, heightPx) / (paper === 'ruled' ? 22 : 36);
  const reach = widthPx + heightPx;
  const across = Array.from(
    { length: Math.ceil((2 * reach) / pitch) },
    (_, i) => `M${-reach} ${(i * pitch) - reach + pitch / 3}h${3 * reach}`,
  );
  const down = Array.from(
    { length: Math.ceil((2 * reach) / pitch) },
    (_, i) => `M${(i * pitch) - reach + pitch / 3} ${-reach}v${3 * reach}`,
  );
  const d = [...across, ...(paper === 'squared' ? down : [])].join('');
  return `<path d="${d}" stroke="#000" fill="none" stroke-width="${Math.max(2, widthPx / 600)}"/>`;
}

function dirt({ specks, widthPx, heightPx }: InkSpec, random: Random): string {
  return Array.from({ length: specks }, () => {
    return `<circle cx="${random() * widthPx}" cy="${random() * heightPx}" r="${between(random, 0.5, 1.6) * (widthPx / 1000)}"/>`;
  }).join('');
}

async function planeOf({ widthPx, heightPx, tiltDeg }: InkSpec, shapes: string, fill: string): Promise<Uint8Array> {
  if (shapes === '') return new Uint8Array(widthPx * heightPx);
  const turn = `rotate(${tiltDeg} ${widthPx / 2} ${heightPx / 2})`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}"><g fill="${fill}" transform="${turn}">${shapes}</g></svg>`;
  return sharp(Buffer.from(svg)).extractChannel(3).raw().toBuffer();
}

/** Returns the light on each pixel, 0..1. */
async function lightOf({ light, paper, widthPx, heightPx }: InkSpec, random: Random): Promise<Float32Array> {
  const folds = paper === 'crumpled' ? foldsOf(random) : [];
  const values = new Float32Array(widthPx * heightPx);
  for (let at = 0; at < values.length; at++) {
    const [x, y] = [(at % widthPx) / widthPx, Math.floor(at / widthPx) / widthPx];
    values[at] = lampAt(light, x, y) * folds.reduce((sum, fold) => sum - fold(x, y), 1);
  }
  return values;
}

function lampAt(light: InkSpec['light'], x: number, y: number): number {
  if (light === 'even') return 0.92;
  if (light === 'dark') return 0.14;
  if (light === 'lamp') return 0.95 - 0.5 * x - 0.15 * y;
  // The edge of the shadow crosses the writing; its penumbra is 1 % of the width.
  const depth = Math.max(0, Math.min(1, (x + 0.4 * y - 0.62) / 0.01 + 0.5));
  return 0.92 - 0.42 * depth;
}

/** Each fold is a ridge of shade on one side of a line. */
function foldsOf(random: Random): ((x: number, y: number) => number)[] {
  return Array.from({ length: 14 }, () => {
    const angle = random() * Math.PI;
    const offset = between(random, -0.4, 1);
    const [depth, width] = [between(random, 0.04, 0.13), between(random, 0.02, 0.05)];
    return (x, y) => {
      const distance = x * Math.cos(angle) + y * Math.sin(angle) - offset;
      return distance > 0 ? depth * Math.exp(-distance / width) : 0.4 * depth * Math.exp(distance / (0.4 * width));
    };
  });
}
