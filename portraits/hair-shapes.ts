/** The shapes of hair that is cut or tied, in the head's frame; falling-hair.ts has the loose ones, strands.ts draws them all. */

import { type At, type Curve, curvesOf, flip, points, smooth } from './curves.ts';
import { bobHair, longHair, wavyHair } from './falling-hair.ts';
import type { HairStyle } from './figure.ts';
import type { Guide, HairShape, Lock } from './strands.ts';

/** A lock and its mirror image. */
function onBothSides(lock: Lock): Lock[] {
  return [lock, { ...lock, guides: lock.guides.map((guide) => guide.map(flip)) }];
}

/** A band of hair over the skull: `outer` from the left ear over the top to the right ear, `inner` back along the hairline. */
const cap = (outer: string, inner: Guide): Curve[] => smooth([...points(outer), ...inner], true);

/** A hairline from the right ear to the left, the same on both sides. */
function hairline(right: string): At[] {
  const half = points(right);
  return [...half, ...half.map(flip).reverse()];
}

/** Parted on the left and swept across. */
function shortHair(): HairShape {
  const outline = cap(
    '-63 16, -68 -6, -73 -42, -67 -80, -42 -108, 0 -115, 42 -108, 67 -80, 73 -42, 68 -6, 63 16',
    points('61 4, 60 -14, 57 -34, 48 -53, 22 -63, -8 -69, -34 -66, -50 -52, -57 -34, -60 -14, -61 4'),
  );
  const sides: Lock = {
    guides: [points('64 -84, 73 -50, 70 -20, 63.5 13'), points('44 -70, 58 -46, 60.5 -18, 61.5 6')],
    count: 260,
    stray: 1.2,
  };
  const top: Lock = {
    guides: [
      points('-50 -53, -24 -69, 16 -72, 46 -60, 59 -8'),
      points('-56 -60, -30 -90, 20 -92, 54 -70, 62 -4'),
      points('-62 -66, -36 -104, 24 -106, 60 -82, 67 -6'),
      points('-68 -66, -42 -107, 30 -111, 66 -82, 71 -10'),
    ],
    count: 900,
    stray: 2,
    ragged: 0.8,
  };
  const quiff: Lock = {
    guides: [
      points('-44 -60, -44 -74, -34 -88, -12 -98'),
      points('-20 -67, -18 -80, -2 -92, 20 -98'),
      points('6 -67, 10 -78, 24 -86, 40 -88'),
      points('34 -58, 40 -66, 50 -70, 60 -66'),
    ],
    count: 340,
    stray: 3,
  };
  return { back: [], front: [{ outline, locks: [...onBothSides(sides), top, quiff] }], strays: [] };
}

/** Clipped to a few millimetres all over. */
function buzzHair(): HairShape {
  const outline = cap(
    '-62.5 12, -67 -10, -69 -40, -63 -74, -39 -97, 0 -104, 39 -97, 63 -74, 69 -40, 67 -10, 62.5 12',
    hairline('61 2, 60 -16, 56 -36, 46 -55, 24 -64, 4 -67'),
  );
  return { back: [], front: [{ outline, locks: [] }], strays: [] };
}

/** Pulled back into a knot on the crown; short hairs have come loose at the temples and round the knot. */
function bunHair(): HairShape {
  const outline = cap(
    '-63 8, -68 -12, -71 -42, -64 -77, -40 -103, 0 -109, 40 -103, 64 -77, 71 -42, 68 -12, 63 8',
    hairline('61.5 -4, 60 -20, 54 -40, 42 -58, 22 -67, 5 -70'),
  );
  const pulled: Lock = {
    guides: [
      points('64 6, 71.5 -30, 66 -76, 32 -106'),
      points('62 2, 69 -24, 62 -66, 24 -107'),
      points('60 -18, 65 -44, 54 -80, 18 -108'),
      points('48 -52, 52 -70, 36 -94, 12 -109'),
      points('24 -67, 26 -82, 18 -98, 6 -109'),
      points('0 -70, 0 -84, 0 -98, 0 -109'),
    ],
    count: 520,
    stray: 1.6,
  };
  const knot = curvesOf(
    '0 -158, 22 -158, 36 -146, 36 -128, 36 -112, 24 -98, 0 -98, -24 -98, -36 -112, -36 -128, -36 -146, -22 -158, 0 -158',
  );
  const coil: Lock = {
    guides: [
      points('-35 -116, -33 -144, 0 -157, 33 -144, 35 -116'),
      points('-27 -106, -25 -138, 2 -148, 25 -134, 26 -108'),
      points('-18 -103, -16 -130, 4 -136, 16 -124, 17 -104'),
      points('-10 -101, -8 -118, 4 -124, 10 -114, 10 -101'),
    ],
    count: 420,
    stray: 2,
  };
  const wisp: Lock = {
    guides: [points('56 -36, 61 -6, 64 26, 60 58, 58 90'), points('60 -22, 66 2, 71 30, 66 62, 72 98')],
    count: 26,
    stray: 4,
    wave: 2.6,
    width: 0.36,
    ragged: 1,
  };
  const offKnot: Lock = {
    guides: [points('10 -152, 30 -152, 40 -138, 41 -122'), points('20 -138, 36 -146, 46 -134, 49 -116')],
    count: 9,
    stray: 4,
    width: 0.34,
    ragged: 1,
  };
  const offCrown: Lock = {
    guides: [points('18 -104, 44 -99, 64 -80, 73 -52'), points('28 -98, 54 -97, 72 -78, 81 -48')],
    count: 14,
    stray: 4,
    width: 0.34,
    ragged: 1,
  };
  return {
    back: [{ outline: knot, locks: [coil] }],
    front: [{ outline, locks: onBothSides(pulled) }],
    strays: [wisp, offKnot, offCrown].flatMap(onBothSides),
  };
}

/** A round cloud; hair.ts fills it with curls. */
function afroHair(): HairShape {
  const cloud = curvesOf(
    '0 -136, 58 -136, 102 -98, 102 -42, 102 6, 88 40, 66 44, 40 48, -40 48, -66 44, -88 40, -102 6, -102 -42, -102 -98, -58 -136, 0 -136',
  );
  const front = cap(
    '-64 12, -82 -20, -88 -50, -78 -90, -46 -116, 0 -124, 46 -116, 78 -90, 88 -50, 82 -20, 64 12',
    hairline('61 -2, 60 -20, 54 -42, 42 -58, 22 -66, 4 -68'),
  );
  return { back: [{ outline: cloud, locks: [] }], front: [{ outline: front, locks: [] }], strays: [] };
}

const shapes: Record<HairStyle, () => HairShape> = {
  bald: () => ({ back: [], front: [], strays: [] }),
  buzz: buzzHair,
  short: shortHair,
  bob: bobHair,
  long: longHair,
  strands: wavyHair,
  bun: bunHair,
  afro: afroHair,
};

export function hairShape(style: HairStyle): HairShape {
  return shapes[style]();
}
