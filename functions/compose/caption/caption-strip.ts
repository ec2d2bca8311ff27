/** Reserves the strip of a caption in the frame of a photo, before the head is placed. */
import { PhotoRejected } from '../../../core/errors.ts';
import { stripShares } from '../../../core/forms/caption-line.ts';
import type { Frame } from '../../../core/frame.ts';
import { leastTextPx, textSizePx } from './text.ts';

/**
 * Returns the frame with the strip at its foot. The aimed head is smaller by the share that the strip takes. The rules of
 * the office stay those of the whole photo.
 * @param lines undefined: no caption.
 * @throws PhotoRejected `bad-order` when a line is too long for the width of the photo.
 */
export function withCaption(frame: Frame, lines: readonly string[] | undefined): Frame {
  if (!lines) return frame;
  const { widthPx, heightPx, aim } = frame;
  const caption = { lines, heightPx: Math.round(heightPx * stripShares[lines.length - 1]) };
  const sizePx = textSizePx(caption, widthPx);
  if (sizePx < leastTextPx) {
    throw new PhotoRejected(
      'bad-order',
      `The letters of the caption would be ${sizePx.toFixed(1)} px high in a photo of ${widthPx}x${heightPx} px; the least is ${leastTextPx} px. Shorten its lines.`,
    );
  }
  const free = 1 - caption.heightPx / heightPx;
  const { headHeightPx, mostHeadHeightPx, topMarginPx } = aim;
  const most = mostHeadHeightPx === null ? null : mostHeadHeightPx * free;
  return { ...frame, caption, aim: { headHeightPx: headHeightPx * free, mostHeadHeightPx: most, topMarginPx } };
}
