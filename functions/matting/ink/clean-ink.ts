/**
 * Makes a clean cutout of ink on paper: a signature, a thumb print or a declaration in handwriting. No network runs. The
 * order of the work: flatten the light, remove ruled lines, separate ink from paper with soft edges, drop specks, find
 * the direction, cut out.
 */
import { PhotoRejected } from '../../../core/errors.ts';
import type { DocumentKind } from '../../../core/forms/document-kinds.ts';
import type { HeadMeasurements } from '../../../core/head.ts';
import { type Cutout, cutout, type PlaneSize, type Raster, raster } from '../../../core/raster.ts';
import { connectedTo } from '../regions.ts';
import { mainDirection, textDirection } from './direction.ts';
import { type FlatPicture, flatten } from './flatten.ts';
import { type InkRules, keepInk } from './ink-regions.ts';
import { removeRuledLines } from './ruled-lines.ts';

/** The clean ink. */
export interface CleanInk {
  /** The picture around the ink as if it lay in even light on white paper. */
  readonly paper: Raster;
  /** The ink alone, of the same size. */
  readonly ink: Cutout;
  readonly found: NonNullable<HeadMeasurements['ink']>;
}

/** How the ink of one kind is cleaned. Tuned on drawn pictures. */
interface Preset extends InkRules {
  /** The widest stroke as a share of the longer side of the picture. */
  readonly strokeShare: number;
  readonly removesLines: boolean;
  readonly direction: ((ink: Uint8Array, size: PlaneSize) => number) | null;
}

const presets: Readonly<Record<DocumentKind, Preset>> = {
  signature: { strokeShare: 0.045, leastShare: 0.004, mostGap: 0.4, removesLines: true, direction: mainDirection },
  // The print of a thumb is a wide patch of narrow ridges, and its own lines are no rules of the paper.
  'thumb-print': { strokeShare: 0.2, leastShare: 0.01, mostGap: 0.2, removesLines: false, direction: null },
  declaration: { strokeShare: 0.02, leastShare: 0, mostGap: null, removesLines: true, direction: textDirection },
};

/** Darkness below this is noise and folds of paper, whatever else is in the picture. */
const leastDarkness = 0.07;
/** Ink that is darker than its paper by less cannot be told from folds and dirt. A soft pencil has 0.25 to 0.5. */
const faintest = 0.17;
/** Ink begins and is solid at these shares of its own darkness. */
const edge = { clear: 0.22, half: 0.38, solid: 0.62 } as const;
/** At least this share of the picture is ink, and the most that may be. */
const inkShares = { least: 0.0002, most: 0.45 } as const;
/** Paper that is darker than this share of the brightest paper, at the edge of the picture, is a table. */
const tableShare = 0.35;
/** The light on the paper below the ink, 0..255, and its ratio of darkest to brightest. Less is a shadow. */
const leastLight = { level: 55, ratio: 0.3 } as const;

/**
 * Returns the ink of a picture.
 * @throws PhotoRejected `no-ink`, `too-faint`, `shadow`.
 */
export function cleanInk(picture: Raster, kind: DocumentKind): CleanInk {
  const preset = presets[kind];
  const radiusPx = Math.max(4, Math.round(preset.strokeShare * Math.max(picture.widthPx, picture.heightPx)));
  const flat = flatten(picture, radiusPx);
  clearTable(flat);
  const noise = noiseOf(flat.darkness);
  const least = Math.max(leastDarkness, noise);
  const first = inkDarkness(flat.darkness, least);
  const linesDeg = preset.removesLines
    ? removeRuledLines(flat.darkness, flat, Math.max(0.05, 0.7 * noise), first)
    : null;
  const darkness = inkDarkness(flat.darkness, least);
  const pixels = flat.widthPx * flat.heightPx;
  const dark = threshold(flat.darkness, Math.max(least, edge.half * darkness));
  const kept = keepInk(dark, flat, Math.max(4, 1.2e-5 * pixels), preset);
  const box = boxOf(kept, flat);
  refuseBad(flat, kept, darkness, box);
  if (!box) throw new PhotoRejected('no-ink');
  const angleDeg = linesDeg ?? preset.direction?.(kept, flat) ?? 0;
  const cut = cutOf(picture, flat, kept, darkness, box);
  return { ...cut, found: { kind, angleDeg } };
}

function threshold(darkness: Float32Array, level: number): Uint8Array {
  const dark = new Uint8Array(darkness.length);
  for (let at = 0; at < dark.length; at++) if (darkness[at] >= level) dark[at] = 1;
  return dark;
}

/** Returns the level that the noise of the paper stays below: most of a picture is paper. */
function noiseOf(darkness: Float32Array): number {
  const sorted = sampled(darkness).sort();
  const [middle, high] = [sorted[Math.floor(0.5 * sorted.length)], sorted[Math.floor(0.75 * sorted.length)]];
  return middle + 5 * (high - middle);
}

/** Returns the darkness of the ink: that of its darker pixels. */
function inkDarkness(darkness: Float32Array, least: number): number {
  const strong = sampled(darkness)
    .filter((value) => value > least)
    .sort();
  return strong.length === 0 ? 0 : strong[Math.floor(0.9 * (strong.length - 1))];
}

/** Returns some 60,000 of the values. */
function sampled(values: Float32Array | Uint8Array): Float32Array {
  const step = Math.max(1, Math.floor(values.length / 60_000));
  const chosen = new Float32Array(Math.ceil(values.length / step));
  for (let to = 0, at = 0; to < chosen.length; to++, at += step) chosen[to] = values[at];
  return chosen;
}

/** Sets the darkness to 0 where a dark table is beside the paper. */
function clearTable({ darkness, paper, widthPx, heightPx }: FlatPicture): void {
  const bright = sampled(paper).sort();
  const limit = tableShare * bright[Math.floor(0.95 * (bright.length - 1))];
  const dark = new Uint8Array(paper.length);
  for (let at = 0; at < dark.length; at++) if (paper[at] < limit) dark[at] = 1;
  const table = connectedTo(dark, { widthPx, heightPx }, outermost({ widthPx, heightPx }));
  // The edge of the paper is a thin dark line that no estimate of the paper explains.
  const edgePx = Math.ceil(Math.max(widthPx, heightPx) * tableEdgeShare);
  for (let at = 0; at < table.length; at++) {
    if (!table[at]) continue;
    const x = at % widthPx;
    const isInside =
      x > 0 && x < widthPx - 1 && table[at - 1] && table[at + 1] && table[at - widthPx] && table[at + widthPx];
    if (isInside) darkness[at] = 0;
    else clearAround(darkness, { widthPx, heightPx }, at, edgePx);
  }
}

/** Returns the pixels at the edges of the picture. */
function* outermost({ widthPx, heightPx }: PlaneSize): Generator<number> {
  for (let x = 0; x < widthPx; x++) for (const y of [0, heightPx - 1]) yield y * widthPx + x;
  for (let y = 0; y < heightPx; y++) for (const x of [0, widthPx - 1]) yield y * widthPx + x;
}

/** The edge of the paper on a table, as a share of the longer side. */
const tableEdgeShare = 0.006;

function clearAround(darkness: Float32Array, { widthPx, heightPx }: PlaneSize, at: number, reachPx: number): void {
  const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
  const [left, right] = [Math.max(0, x - reachPx), Math.min(widthPx, x + reachPx + 1)];
  for (let row = Math.max(0, y - reachPx); row <= Math.min(heightPx - 1, y + reachPx); row++) {
    darkness.fill(0, row * widthPx + left, row * widthPx + right);
  }
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Returns the box of the ink with white around it, inside the picture; null without ink. */
function boxOf(kept: Uint8Array, { widthPx, heightPx }: PlaneSize): Box | null {
  let [left, right, top, bottom] = [widthPx, -1, heightPx, -1];
  for (let at = 0; at < kept.length; at++) {
    if (!kept[at]) continue;
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  if (right < 0) return null;
  const white = 4;
  return {
    left: Math.max(0, left - white),
    top: Math.max(0, top - white),
    right: Math.min(widthPx, right + 1 + white),
    bottom: Math.min(heightPx, bottom + 1 + white),
  };
}

/** @throws PhotoRejected `no-ink`, `too-faint`, `shadow`. */
function refuseBad(
  { paper, widthPx, heightPx }: FlatPicture,
  kept: Uint8Array,
  darkness: number,
  box: Box | null,
): void {
  const pixels = widthPx * heightPx;
  const share = kept.reduce((sum, one) => sum + one, 0) / pixels;
  const percent = (value: number) => Math.round(value * 100);
  const light = box ? lightIn(paper, widthPx, box) : null;
  if (light && (light.darkest < leastLight.level || light.darkest < leastLight.ratio * light.brightest)) {
    const facts = { darkest: light.darkest, brightest: light.brightest };
    throw new PhotoRejected(
      'shadow',
      `The paper is as dark as ${light.darkest} of 255 and as bright as ${light.brightest}.`,
      { facts },
    );
  }
  if (!box || share < inkShares.least)
    throw new PhotoRejected('no-ink', undefined, { facts: { inkPercent: percent(share) } });
  if (darkness < faintest) {
    const facts = { darknessPercent: percent(darkness), leastPercent: percent(faintest) };
    throw new PhotoRejected(
      'too-faint',
      `It is ${percent(darkness)} % darker than the paper; ${percent(faintest)} % are needed.`,
      { facts },
    );
  }
  if (share > inkShares.most)
    throw new PhotoRejected('no-ink', `${percent(share)} % of the picture are dark.`, {
      facts: { inkPercent: percent(share) },
    });
}

function lightIn(paper: Uint8Array, widthPx: number, { left, top, right, bottom }: Box) {
  const values: number[] = [];
  const step = Math.max(1, Math.floor(Math.sqrt(((right - left) * (bottom - top)) / 20_000)));
  for (let y = top; y < bottom; y += step) for (let x = left; x < right; x += step) values.push(paper[y * widthPx + x]);
  values.sort((a, b) => a - b);
  return { darkest: values[Math.floor(0.03 * values.length)], brightest: values[Math.floor(0.97 * values.length)] };
}

/** Returns the part of the picture inside the box: flat, and the ink alone with soft edges. */
function cutOf(
  picture: Raster,
  { darkness, paper, widthPx, heightPx }: FlatPicture,
  kept: Uint8Array,
  level: number,
  box: Box,
): Pick<CleanInk, 'paper' | 'ink'> {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const near = widened(kept, { widthPx, heightPx });
  const tint = tintOf(picture, near);
  const [flat, ink] = [new Uint8Array(width * height * 3), new Uint8Array(width * height * 4)];
  for (let to = 0; to < width * height; to++) {
    const at = (Math.floor(to / width) + box.top) * widthPx + (to % width) + box.left;
    const opacity = near[at] ? opacityOf(darkness[at] / level) : 0;
    ink[4 * to + 3] = Math.round(255 * opacity);
    for (let channel = 0; channel < 3; channel++) {
      const lit = (picture.data[3 * at + channel] * 255) / (Math.max(1, paper[at]) * tint[channel]);
      const colour = opacity > 0 ? Math.min(255, lit) : 255;
      flat[3 * to + channel] = Math.round(colour);
      // Takes the white of the paper out of a soft pixel.
      const own = opacity > 0 ? (colour - 255 * (1 - opacity)) / opacity : 0;
      ink[4 * to + channel] = Math.round(Math.max(0, own));
    }
  }
  return { paper: raster(width, height, flat), ink: cutout(width, height, ink) };
}

function opacityOf(share: number): number {
  const t = Math.max(0, Math.min(1, (share - edge.clear) / (edge.solid - edge.clear)));
  return t * t * (3 - 2 * t);
}

/** Returns the kept ink and two px around it, where its soft edges are. */
function widened(kept: Uint8Array, { widthPx, heightPx }: PlaneSize): Uint8Array {
  const reach = 2;
  const rows = new Uint8Array(kept.length);
  const result = new Uint8Array(kept.length);
  for (let at = 0; at < kept.length; at++) {
    if (!kept[at]) continue;
    const x = at % widthPx;
    rows.fill(1, at - Math.min(reach, x), at + Math.min(reach, widthPx - 1 - x) + 1);
  }
  for (let at = 0; at < kept.length; at++) {
    if (!rows[at]) continue;
    const y = Math.floor(at / widthPx);
    for (let dy = -Math.min(reach, y); dy <= Math.min(reach, heightPx - 1 - y); dy++) result[at + dy * widthPx] = 1;
  }
  return result;
}

/** Returns the colour of the paper: the part of each channel, where 1 is grey. */
function tintOf({ data }: Raster, near: Uint8Array): readonly [number, number, number] {
  const sums = [0, 0, 0];
  for (let at = 0; at < near.length; at += 7) {
    if (near[at]) continue;
    for (let channel = 0; channel < 3; channel++) sums[channel] += data[3 * at + channel];
  }
  const mean = (sums[0] + sums[1] + sums[2]) / 3;
  return mean === 0 ? [1, 1, 1] : [sums[0] / mean, sums[1] / mean, sums[2] / mean];
}
