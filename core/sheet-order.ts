/** What a print sheet may be asked to be: the paper, what stands on it, how it is marked. Part of an order; compose makes it. */
import { z } from 'zod';
import { findPaper } from './papers.ts';

/** Kiosks that print without a border enlarge by about 2 %, which takes 1.5 mm at the short ends of 4R; 8 photos of 35 x 45 mm still fit. */
const usualMarginMm = 3;
/** Room for two cuts between neighbours. */
const usualGapMm = 2;

const sheetPhotoSchema = z.strictObject({
  /** One of the order's standards; left out, all of them. */
  standard: z.string().min(1).max(64).optional(),
  /** One of the order's backdrops; left out, all of them. */
  backdrop: z.string().min(1).max(64).optional(),
  /** How many of each photo that is meant; `fill` shares the room that is left evenly. */
  count: z.union([z.int().min(1).max(500), z.literal('fill')]).default('fill'),
});

export const sheetOrderSchema = z.strictObject({
  /** Name or size in mm (core/papers.ts). */
  paper: z
    .string()
    .max(40)
    .refine((text) => findPaper(text) !== null, 'there is no such paper')
    .default('4r'),
  /** White all round; the sheet's photos stand in the middle of the paper. */
  marginMm: z.number().min(0).max(100).default(usualMarginMm),
  /** Between neighbours. */
  gapMm: z.number().min(0).max(100).default(usualGapMm),
  /** Where to cut: short ticks beside the corners, lines along the edges, or nothing. None ever lies on a photo. */
  marks: z.enum(['ticks', 'lines', 'none']).default('ticks'),
  /** 50 mm to hold a real ruler to: printers like to scale. */
  ruler: z.boolean().default(false),
  format: z.enum(['jpeg', 'png', 'pdf']).default('jpeg'),
  /** Empty: every photo of the order, as often as it fits. */
  photos: z.array(sheetPhotoSchema).max(24).default([]),
});

export type SheetOrder = z.infer<typeof sheetOrderSchema>;
export type SheetFormat = SheetOrder['format'];
export type SheetMarks = SheetOrder['marks'];
