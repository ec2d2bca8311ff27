/** The operations that changed the pixels of a finished file. Offices allow some of them and forbid others. */
import * as z from 'zod';

const editKinds = [
  'border-removed', // a border, bars or a scanner's lid around the photo is gone
  'cropped', // parts of the picture are outside the frame
  'scaled', // made smaller, both sides by the same factor
  'enlarged', // made larger than the picture, both sides by the same factor
  'turned', // levelled by the lean of the head
  'extended', // the frame is larger than the picture, and the outermost pixels are repeated
  'light-changed', // a person made the photo lighter or darker
  'contrast-changed', // a person gave the photo more or less contrast
  'cutout-corrected', // a person kept or removed parts of the cutout by hand
  'backdrop-replaced', // the photo's own background is gone
  'foreground-recoloured', // the edges of the person lost the colour of the old background
  'drawn', // lines and flat colours replace the photo
  'captioned', // a strip with text covers the foot of the photo
  'compressed', // written as JPEG
] as const;

export type EditKind = (typeof editKinds)[number];

export const editSchema = z.object({
  kind: z.enum(editKinds),
  /**
   * `scaled` and `enlarged`: px of the file per px of the picture. `turned`: degrees, positive is clockwise. `extended`:
   * the depth of the repeated part, px. `light-changed`, `contrast-changed`: the part of the
   * order's `tone`, -1..1. `cutout-corrected`: the number of strokes. Null for the other kinds.
   */
  value: z.number().nullable(),
});

export type Edit = z.infer<typeof editSchema>;
