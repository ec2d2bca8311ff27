/** Sorts the colours of sampled pixels into a few groups, and finds the groups that tell two sides of an edge apart. */

/** A colour, levels of 255. */
export type Levels = readonly [red: number, green: number, blue: number];

/** Pixels of similar colour. */
export interface ColourGroup {
  readonly middle: Levels;
  /** Of all samples. */
  readonly share: number;
}

/** More groups than a stroke crosses kinds of surface. */
const mostGroups = 6;
const rounds = 5;
/** Colours that are nearer than this are of one surface with its grain. Tuned on drawn and real hair; levels of 255. */
const alike = 24;
/** A smaller group is noise. */
const leastShare = 0.02;

/** Returns the groups of the samples; none without samples. The same samples give the same groups. */
export function colourGroups(samples: readonly Levels[]): ColourGroup[] {
  if (samples.length === 0) return [];
  let middles = farApart(samples);
  let counts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const sums = middles.map(() => [0, 0, 0, 0]);
    for (const sample of samples) {
      const sum = sums[nearestColour(middles, ...sample)];
      for (let channel = 0; channel < 3; channel++) sum[channel] += sample[channel];
      sum[3]++;
    }
    counts = sums.map(([, , , count]) => count);
    middles = sums.map(([red, green, blue, count], at) =>
      count === 0 ? middles[at] : [red / count, green / count, blue / count],
    );
  }
  const groups = middles.map((middle, at) => ({ middle, share: counts[at] / samples.length }));
  return groups.filter(({ share }) => share >= leastShare);
}

/** Returns samples that are far from each other: the one nearest to the mean, then always the farthest of all others. */
function farApart(samples: readonly Levels[]): Levels[] {
  const mean = (channel: number) => samples.reduce((sum, sample) => sum + sample[channel], 0) / samples.length;
  const first = samples[nearestColour(samples, mean(0), mean(1), mean(2))];
  const middles = [first];
  const away = samples.map((sample) => apart(sample, first));
  while (middles.length < mostGroups) {
    let farthest = 0;
    for (let at = 1; at < away.length; at++) if (away[at] > away[farthest]) farthest = at;
    if (away[farthest] < alike) return middles;
    const next = samples[farthest];
    middles.push(next);
    for (let at = 0; at < away.length; at++) away[at] = Math.min(away[at], apart(samples[at], next));
  }
  return middles;
}

/** Returns the place of the colour that is nearest to these levels; 0 without colours. */
export function nearestColour(colours: readonly Levels[], red: number, green: number, blue: number): number {
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < colours.length; at++) {
    const colour = colours[at];
    const away = (colour[0] - red) ** 2 + (colour[1] - green) ** 2 + (colour[2] - blue) ** 2;
    if (away >= least) continue;
    nearest = at;
    least = away;
  }
  return nearest;
}

/** Returns the distance of two colours, levels of 255. */
function apart(one: Levels, other: Levels): number {
  const red = one[0] - other[0];
  const green = one[1] - other[1];
  const blue = one[2] - other[2];
  return Math.sqrt(red * red + green * green + blue * blue);
}

/** The colours that a stroke is for, and those that it leaves alone. */
export interface Sides {
  readonly painted: readonly Levels[];
  /** Empty: the stroke is for everything under it. */
  readonly spared: readonly Levels[];
}

/** A mixture of two colours differs from the line between them by less than this. */
const mixed = 16;

/**
 * Returns the colours of both sides. A colour on both sides belongs to the one that has more of it. Mixtures, as at the
 * edge between the two, belong to none.
 * @param painted the colours under the middle of the brush.
 * @param spared the colours beside the stroke that it would change if it went there.
 */
export function sidesOf(painted: readonly ColourGroup[], spared: readonly ColourGroup[]): Sides {
  const isSpared = ({ middle, share }: ColourGroup) =>
    spared.some((other) => apart(other.middle, middle) < alike && other.share > share);
  const isPainted = ({ middle, share }: ColourGroup) =>
    painted.some((other) => apart(other.middle, middle) < alike && other.share >= share);
  const own = painted.filter((group) => !isSpared(group)).map(({ middle }) => middle);
  const others = spared.filter((group) => !isPainted(group)).map(({ middle }) => middle);
  if (own.length === 0 || others.length === 0) return { painted: own, spared: [] };
  const pure = (colours: readonly Levels[], beyond: readonly Levels[]) => {
    const left = colours.filter((colour) => !isMixture(colour, colours, beyond));
    return left.length > 0 ? left : colours;
  };
  const ownPure = pure(own, others);
  return { painted: ownPure, spared: pure(others, ownPure) };
}

/** Returns whether a colour lies between one of its own side and one of the other side. */
function isMixture(colour: Levels, own: readonly Levels[], others: readonly Levels[]): boolean {
  return own.some((one) =>
    others.some((other) => {
      if (one === colour) return false;
      const share = shareOf(colour, one, other);
      const between = one.map((level, at) => level * share + other[at] * (1 - share)) as unknown as Levels;
      return share > 0.15 && share < 0.85 && apart(between, colour) < mixed;
    }),
  );
}

/** Returns how much of the first colour is in a mixture with the second: 1 all, 0 nothing; beyond for other colours. */
function shareOf(colour: Levels, first: Levels, second: Levels): number {
  let [along, square] = [0, 0];
  for (let channel = 0; channel < 3; channel++) {
    const way = first[channel] - second[channel];
    along += (colour[channel] - second[channel]) * way;
    square += way * way;
  }
  return square === 0 ? 1 : along / square;
}
