/** Draws a planned sheet with photos of several people as a JPEG, with its true density in the file. */
import { mmToPx } from '../../core/measure.ts';
import { drawingOf } from '../../core/sheet/drawing.ts';
import type { Box } from '../../core/sheet/layout.ts';
import { nameMm } from '../../core/sheet/pages.ts';
import type { SheetPlan } from '../../core/sheet/plan.ts';

/** A photo of the sheet. */
export interface DrawnPhoto {
  readonly name: string;
  readonly blob: Blob;
  readonly heightMm: number;
  readonly densityDpi: number;
}

const usualDpi = 300;
/** Some phones have no larger canvas. */
const mostPx = 16_000_000;
const quality = 0.95;
/** As functions/compose/sheet/picture.ts draws them. */
const markColours = { ticks: '#000', lines: '#aaa', none: '#fff' } as const;

/**
 * Returns the JPEG.
 * @param photos one for each item of the plan.
 * @param withNames the name stands in a strip below each photo, for which the plan has left room.
 * @throws Error when the browser cannot draw it.
 */
export async function drawSheet(plan: SheetPlan, photos: readonly DrawnPhoto[], withNames: boolean): Promise<Blob> {
  const densityDpi = densityOf(plan, photos);
  const drawing = drawingOf(plan, { perMm: mmToPx(1, densityDpi), whole: true });
  const canvas = document.createElement('canvas');
  canvas.width = drawing.paper.width;
  canvas.height = drawing.paper.height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the browser has no canvas of this size');
  fill(context, [{ left: 0, top: 0, width: canvas.width, height: canvas.height }], '#fff');
  const pictures = await Promise.all(photos.map(({ blob }) => createImageBitmap(blob)));
  for (const [at, box] of drawing.photos.entries()) {
    const { item, rotated } = plan.placements[at];
    const photo = photos[item];
    const strip = withNames ? nameMm / (photo.heightMm + nameMm) : 0;
    inBox(context, box, rotated, (width, height) => drawPhoto(context, pictures[item], width, height * (1 - strip)));
    if (withNames) inBox(context, box, rotated, (width, height) => drawName(context, photo.name, width, height, strip));
  }
  for (const picture of pictures) picture.close();
  fill(context, drawing.marks, markColours[plan.marks]);
  fill(context, drawing.ruler, '#000');
  return withDensity(await jpegOf(canvas), densityDpi);
}

/** Returns the density of the photos, or the usual one where the sheet would be too large. */
function densityOf({ widthMm, heightMm }: SheetPlan, photos: readonly DrawnPhoto[]): number {
  const most = Math.max(...photos.map(({ densityDpi }) => densityDpi));
  return mmToPx(widthMm, most) * mmToPx(heightMm, most) <= mostPx ? most : usualDpi;
}

function fill(context: CanvasRenderingContext2D, boxes: readonly Box[], colour: string): void {
  context.fillStyle = colour;
  for (const { left, top, width, height } of boxes) context.fillRect(left, top, width, height);
}

/** Draws into a box; in a turned one, as if the paper lay on its side. @param draw gets the size as the photo stands upright. */
function inBox(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: Box,
  rotated: boolean,
  draw: (width: number, height: number) => void,
): void {
  context.save();
  context.translate(rotated ? left + width : left, top);
  if (rotated) context.rotate(Math.PI / 2);
  if (rotated) draw(height, width);
  else draw(width, height);
  context.restore();
}

function drawPhoto(context: CanvasRenderingContext2D, picture: ImageBitmap, width: number, height: number): void {
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, Math.round(height));
}

/** Draws a name in the middle of the strip. A long one is set smaller. */
function drawName(context: CanvasRenderingContext2D, name: string, width: number, height: number, strip: number): void {
  const stripPx = height * strip;
  const font = (px: number) => `${px}px Arial, "DejaVu Sans", "Noto Sans CJK SC", sans-serif`;
  context.fillStyle = '#000';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = font(stripPx * 0.72);
  const { width: textPx } = context.measureText(name);
  context.font = font(stripPx * 0.72 * Math.min(1, (width * 0.96) / Math.max(1, textPx)));
  context.fillText(name, width / 2, height - stripPx / 2);
}

function jpegOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const take = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error('the canvas cannot be encoded')));
    canvas.toBlob(take, 'image/jpeg', quality);
  });
}

/** Returns the JPEG with its density, dots per inch, in the JFIF segment (ITU-T T.871, 10.1), which browsers leave at 1. */
async function withDensity(jpeg: Blob, densityDpi: number): Promise<Blob> {
  const bytes = new Uint8Array(await jpeg.arrayBuffer());
  const view = new DataView(bytes.buffer);
  const isJfif = view.getUint32(0) === 0xff_d8_ff_e0 && view.getUint32(6) === 0x4a_46_49_46;
  if (!isJfif) return jpeg;
  view.setUint8(13, 1);
  view.setUint16(14, densityDpi);
  view.setUint16(16, densityDpi);
  return new Blob([bytes], { type: 'image/jpeg' });
}
