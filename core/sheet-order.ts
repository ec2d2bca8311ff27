/** The print sheet of an order: the paper, the photos on it, the cutting marks, the format. */
import { z } from 'zod';
import { findPaper } from './papers.ts';

/**
 * Kiosks that print without a border enlarge by about 2 %, which cuts off 1.5 mm at the short ends of 4R. With 3 mm, 8
 * photos of 35 x 45 mm still fit.
 */
const usualMarginMm = 3;
/** Space for two cuts between neighbours. */
const usualGapMm = 2;

const sheetPhotoSchema = z.strictObject({
  /** One of the order's standards; all of them when absent. */
  standard: z.string().min(1).max(64).optional(),
  /** One of the order's backdrops; all of them when absent. */
  backdrop: z.string().min(1).max(64).optional(),
  /** The number of each of these photos. `fill` divides the remaining space evenly. */
  count: z.union([z.int().min(1).max(500), z.literal('fill')]).default('fill'),
});

export const sheetOrderSchema = z.strictObject({
  /** A name or a size in mm (core/papers.ts). */
  paper: z
    .string()
    .max(40)
    .refine((text) => findPaper(text) !== null, 'is no known paper and no size in mm')
    .default('4r'),
  /** The least white margin on all sides. The photos stand in the middle of the paper. */
  marginMm: z.number().min(0).max(100).default(usualMarginMm),
  /** Distance between neighbours. */
  gapMm: z.number().min(0).max(100).default(usualGapMm),
  /** Cutting marks: short ticks beside the corners, lines along the edges, or none. They never lie on a photo. */
  marks: z.enum(['ticks', 'lines', 'none']).default('ticks'),
  /** Draws a ruler of 50 mm. Compare it with a real one, because printers often scale. */
  ruler: z.boolean().default(false),
  format: z.enum(['jpeg', 'png', 'pdf']).default('jpeg'),
  /** Empty: every photo of the order, as many as fit. */
  photos: z.array(sheetPhotoSchema).max(24).default([]),
});

export type SheetOrder = z.infer<typeof sheetOrderSchema>;
export type SheetFormat = SheetOrder['format'];
export type SheetMarks = SheetOrder['marks'];
