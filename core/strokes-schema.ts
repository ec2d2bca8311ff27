/** The field `strokes` of an order. */
import * as z from 'zod';
import { coverOf, strokeLimits } from './brush/stroke.ts';

const { beyond, radius, strokes, points, cover } = strokeLimits;
const share = z
  .number()
  .min(-beyond)
  .max(1 + beyond);

const strokeSchema = z.strictObject({
  kind: z.enum(['keep', 'remove']),
  radius: z.number().min(radius.min).max(radius.max),
  points: z
    .array(z.tuple([share, share]))
    .min(1)
    .max(points),
  wholeArea: z.boolean().default(false),
});

export const strokesSchema = z
  .array(strokeSchema)
  .max(strokes)
  .refine((all) => all.reduce((sum, one) => sum + one.points.length, 0) <= points, {
    error: `all strokes together may have ${points} points`,
  })
  .refine((all) => coverOf(all) <= cover, {
    error: `all strokes together may cover the picture ${cover} times`,
  });
