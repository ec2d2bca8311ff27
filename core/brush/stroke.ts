/**
 * A stroke of the brush that corrects a cutout: it keeps or removes what lies under it. Compose applies the strokes of an
 * order to the stored cutout, and the page does while a person paints.
 */

/** A place as shares of the width and the height of the working photo. */
export type StrokePoint = readonly [x: number, y: number];

export interface Stroke {
  /** `keep` adds to the person what was cut away, `remove` cuts away what was left. */
  readonly kind: 'keep' | 'remove';
  /** Half the width of the brush, as a share of the height of the working photo. */
  readonly radius: number;
  /** The middle of the brush on its way. One point is a dab. */
  readonly points: readonly StrokePoint[];
  /** True: the whole area under the brush. False: only what has the colours under the middle of the brush. */
  readonly wholeArea: boolean;
}

/** The limits of the strokes of one order. They keep the order within the time of one function. */
export const strokeLimits = {
  strokes: 40,
  /** Points of all strokes together. */
  points: 800,
  /** A brush of the greatest radius is as wide as a face. */
  radius: { min: 0.001, max: 0.12 },
  /** A brush may pass the edge of the picture by this share. */
  beyond: 0.2,
  /** The area under all strokes together, in areas of the working photo. */
  cover: 6,
} as const;

/** Returns whether an order may have all these strokes. */
export function fitTogether(strokes: readonly Stroke[]): boolean {
  const points = strokes.reduce((sum, stroke) => sum + stroke.points.length, 0);
  return (
    strokes.length <= strokeLimits.strokes && points <= strokeLimits.points && coverOf(strokes) <= strokeLimits.cover
  );
}

/** Returns about how many times the strokes cover a square picture. */
export function coverOf(strokes: readonly Pick<Stroke, 'radius' | 'points'>[]): number {
  const ofStroke = ({ radius, points }: Pick<Stroke, 'radius' | 'points'>) => {
    const way = points.slice(1).reduce((sum, [x, y], at) => sum + Math.hypot(x - points[at][0], y - points[at][1]), 0);
    return 2 * radius * way + Math.PI * radius * radius;
  };
  return strokes.reduce((sum, stroke) => sum + ofStroke(stroke), 0);
}
