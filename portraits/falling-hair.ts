/** The shapes of hair that falls loose on both sides of a part: chin-long with a fringe, long, or wavy with many stray hairs. */

import { type At, type Curve, flip, points, smooth } from './curves.ts';
import type { Guide, HairShape, Lock, Mass } from './strands.ts';

/** One way of falling; lengths in head units. */
interface Fall {
  /** Position of the part; positive is to the right of the axis. */
  readonly partX: number;
  /** The y of its tips. */
  readonly endY: number;
  /** Distance by which its ends swing outwards. */
  readonly swing: number;
  /** Reach of its waves. */
  readonly wave: number;
  /** Stray hairs on each side. */
  readonly strays: number;
}

/** Half-way between the jaw's height and the tips. */
const middleOf = (endY: number): number => 60 + (endY - 60) * 0.5;

/** One curtain from the part to where its ends begin to thin, on the right. */
function curtain({ partX, endY, swing, wave }: Fall): Guide {
  const steps = 5;
  const outer = Array.from({ length: steps }, (_, i): At => {
    const along = i / (steps - 1);
    return [82 + along * (3 + swing) + wave * 0.7 * along * Math.sin(1.2 + i * 1.7), 24 + along * (endY - 46)];
  });
  const tip: Guide = [
    [76 + swing, endY - 8],
    [64 + swing * 0.7, endY - 12],
  ];
  const inner: Guide = [[60 + swing * 0.2, middleOf(endY)], ...points('63 36, 62 0, 54 -32, 32 -56')];
  return [[partX, -112], ...points('40 -107, 69 -82, 79 -34'), ...outer, ...tip, ...inner, [partX, -72]];
}

function curtainLock({ partX, endY, swing, wave }: Fall, count: number): Lock {
  const half = middleOf(endY);
  const course = (top: number, over: string, low: At, end: At): Guide => [[partX, top], ...points(over), low, end];
  return {
    guides: [
      course(-72, '34 -56, 55 -31, 63 2, 63 44', [60 + swing * 0.3, half], [60 + swing * 0.6, endY + 4]),
      course(-88, '42 -76, 65 -42, 71 0, 71 54', [73 + swing * 0.5, half], [72 + swing * 0.9, endY + 12]),
      course(-111, '42 -105, 70 -78, 79 -26, 82 36', [84 + swing * 0.7, half], [85 + swing * 1.1, endY + 2]),
    ],
    count,
    stray: 2.6,
    wave,
    ragged: 0.42,
  };
}

/** Single hairs that leave the curtain's outer side below the temple and over the shoulder. */
function strayLock({ endY, swing, wave, strays }: Fall): Lock {
  const course = (temple: string, cheekX: number, neckX: number, end: At): Guide => [
    ...points(temple),
    [cheekX + swing * 0.5, 62],
    [neckX + swing, endY * 0.63],
    end,
  ];
  return {
    guides: [
      course('67 -80, 75 -46, 79 0', 80, 82, [78 + swing, endY + 6]),
      course('69 -82, 79 -46, 84 0', 88, 93, [97 + swing * 1.4, endY + 2]),
      course('72 -84, 83 -46, 90 0', 97, 105, [116 + swing * 1.6, endY - 16]),
    ],
    count: strays,
    stray: 6,
    wave: 1 + wave * 1.4,
    width: 0.36,
    ragged: 1,
    roots: 4,
  };
}

const onLeft = (lock: Lock): Lock => ({ ...lock, guides: lock.guides.map((guide) => guide.map(flip)) });

const closed = (outline: Guide): Curve[] => smooth(outline, true);

function fallingHair(fall: Fall): HairShape {
  const { partX, endY, swing } = fall;
  const right: Guide = [...points('60 -92, 80 -30, 84 60'), [80 + swing, endY - 34], [40, endY - 16]];
  const back: Mass = {
    outline: closed([[0, -111], ...right, ...right.map(flip).reverse()]),
    locks: [curtainLock(fall, 160), onLeft(curtainLock(fall, 160))],
  };
  const otherSide: Fall = { ...fall, partX: -partX };
  return {
    back: [back],
    front: [
      { outline: closed(curtain(otherSide).map(flip).reverse()), locks: [onLeft(curtainLock(otherSide, 640))] },
      { outline: closed(curtain(fall)), locks: [curtainLock(fall, 640)] },
    ],
    strays: [strayLock(fall), onLeft(strayLock(fall))],
  };
}

const fringe: Mass = {
  outline: closed(points('-58 -52, -40 -88, 0 -104, 40 -88, 58 -52, 55 -24, 36 -27, 0 -29, -36 -27, -55 -24')),
  locks: [
    {
      guides: [
        points('-16 -104, -52 -84, -61 -50, -57 -20'),
        points('-8 -105, -30 -86, -34 -54, -33 -25'),
        points('0 -105, 0 -84, 0 -54, 0 -27'),
        points('8 -105, 30 -86, 34 -54, 33 -25'),
        points('16 -104, 52 -84, 61 -50, 57 -20'),
      ],
      count: 520,
      stray: 2.4,
    },
  ],
};

/** Chin-long, with a fringe. */
export function bobHair(): HairShape {
  const shape = fallingHair({ partX: 0, endY: 112, swing: 2, wave: 0.4, strays: 10 });
  return { ...shape, front: [fringe, ...shape.front] };
}

/** Straight, over the shoulders. */
export const longHair = (): HairShape => fallingHair({ partX: 0, endY: 236, swing: 6, wave: 1, strays: 16 });

/** Side-parted and wavy, down to the shoulders; many single hairs stand off. */
export const wavyHair = (): HairShape => fallingHair({ partX: 14, endY: 196, swing: 12, wave: 3.4, strays: 44 });
