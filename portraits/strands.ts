/** Draws hair out of single strands: masses with a sheen, the strands that comb them, and the stray hairs that leave them. */

import { type At, type Curve, smooth } from './curves.ts';
import type { Figure } from './figure.ts';
import { between, type Random, scatter } from './random.ts';
import { drawPath, drawRim, drawSpot, element, pathOf } from './svg.ts';

/** The course of a strand, root to tip. */
export type Guide = readonly At[];

/** Strands that lie between neighbouring guides; all guides of a lock have the same number of points. Lengths in head units. */
export interface Lock {
  readonly guides: readonly Guide[];
  readonly count: number;
  /** Largest distance of a strand from its course at the tip; a third of it at the root. Default 1.5. */
  readonly stray?: number;
  /** Reach of the wave across the course at the tip, none at the root; 0 when left out. */
  readonly wave?: number;
  /** Share of the last leg by which tips may fall short, 0..1; 0.2 when left out. */
  readonly ragged?: number;
  /** Number of the first guide's points that may be a strand's root; from 2 on, strands fan out from that guide. Default 1. */
  readonly roots?: number;
  /** Strand width; 0.6 when left out. */
  readonly width?: number;
}

/** A closed body of hair with the locks that comb it. */
export interface Mass {
  readonly outline: readonly Curve[];
  readonly locks: readonly Lock[];
}

/** The hair of one style. */
export interface HairShape {
  /** Drawn before the body, so that neck, shoulders and head hide its middle. */
  readonly back: readonly Mass[];
  /** Drawn over the face. */
  readonly front: readonly Mass[];
  /** Single hairs on top of everything. */
  readonly strays: readonly Lock[];
}

const lerp = ([x, y]: At, [toX, toY]: At, share: number): At => [x + (toX - x) * share, y + (toY - y) * share];

/** The place on guide number `position` (fractions lie between two) at point i. */
function guideAt(guides: readonly Guide[], position: number, i: number): At {
  const [from = [], to = from] = guides.slice(Math.floor(position));
  const at = from[i] ?? [0, 0];
  return lerp(at, to[i] ?? at, position % 1);
}

function strandOf({ guides, stray = 1.5, wave = 0, ragged = 0.2, roots = 1 }: Lock, random: Random): Curve[] {
  const points = guides[0]?.length ?? 0;
  const position = random() * (guides.length - 1);
  const phase = (position % 1) * 2 + scatter(random, 0.7);
  const drift = scatter(random, stray);
  const root = Math.floor(random() * roots);
  const line = Array.from({ length: points - root }, (_, k): At => {
    const i = k + root;
    const along = i / (points - 1);
    const [x, y] = guideAt(guides, roots > 1 ? (position * k) / (points - 1 - root) : position, i);
    const reach = drift * (0.34 + 0.66 * along) + scatter(random, stray * 0.25);
    return [x + reach + wave * along * Math.sin(phase + i * 1.45), y + reach * 0.4];
  });
  const [before, tip] = line.slice(-2);
  const kept = 1 - ragged * random();
  return smooth(before && tip ? [...line.slice(0, -1), lerp(before, tip, kept)] : line);
}

/** Strands of one tone, in a few paths: one path of a thousand crossing strokes is slow to fill, a thousand paths too. */
function drawBatch(strands: readonly Curve[][], stroke: string, width: number, opacity: number): string {
  const size = 24;
  return Array.from({ length: Math.ceil(strands.length / size) }, (_, i) => {
    const some = strands.slice(i * size, (i + 1) * size);
    const d = some.map((strand) => pathOf(strand)).join('');
    return element('path', { d, fill: 'none', stroke, 'stroke-width': width, 'stroke-linecap': 'round', opacity });
  }).join('');
}

/** Every strand of a lock, dark ones first, so that light ones lie on top. */
function drawLock({ hair, random }: Figure, lock: Lock): string {
  const layer = (share: number, tone: string, opacity: number, thickness: number): string => {
    const strands = Array.from({ length: Math.round(lock.count * share) }, () => strandOf(lock, random));
    return drawBatch(strands, tone, (lock.width ?? 0.6) * thickness, opacity);
  };
  return [
    layer(0.36, hair.deep, 0.42, 1.3),
    layer(0.36, hair.base, 0.8, 1.1),
    layer(0.2, hair.light, 0.42, 0.85),
    layer(0.08, hair.sheen, 0.3, 0.7),
  ].join('');
}

/** Stray hairs: full colour and hair-thin, so that their alpha is soft only because they are thin. */
export function drawStrays({ hair, random }: Figure, lock: Lock): string {
  const tones = [hair.base, hair.base, hair.deep, hair.light];
  return Array.from({ length: lock.count }, () => {
    const stroke = tones[Math.floor(random() * tones.length)] ?? hair.base;
    return drawBatch([strandOf(lock, random)], stroke, (lock.width ?? 0.6) * between(random, 0.6, 1.15), 1);
  }).join('');
}

/** The mass as a shaded body, then its locks, then the light on top of the head and the shade at its rim. */
export function drawMass(figure: Figure, { outline, locks }: Mass): string {
  const { defs, hair } = figure;
  const fill = defs.radial(
    [
      [0, hair.light],
      [0.35, hair.base],
      [1, hair.deep],
    ],
    0.36,
    0.2,
  );
  const form = [
    drawSpot(defs, hair.sheen, [-34, -86], 46, 15, 0.4, -28),
    drawSpot(defs, hair.sheen, [42, -82], 34, 11, 0.22, 32),
    drawRim(defs, outline, hair.deep, 5, 0.5),
  ].join('');
  return [
    drawPath(outline, { fill }, true),
    ...locks.map((lock) => drawLock(figure, lock)),
    element('g', { 'clip-path': defs.clip(outline) }, form),
  ].join('');
}
