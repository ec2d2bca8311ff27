/** Moves and enlarges the picture on the stage of the brush. */
import type { StrokePoint } from '../../../core/brush/stroke.ts';
import { apply, invert } from '../../../core/measure.ts';
import type { Output } from '../../../core/photo-record.ts';
import type { View } from '../../state/brush/session.ts';

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A point of the stage, px of the screen from its corner. */
export interface StagePlace {
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Px of the screen for one px of the picture, at most. */
const mostScale = 16;
/** The picture may be made so much smaller than the stage. */
const leastOfWhole = 0.8;
/** Free space around what is shown at first, as a share of the stage. */
const marginShare = 0.03;

/** Returns the view of a box of the picture, in the middle of the stage. */
function viewOf({ left, top, right, bottom }: Box, stage: Size): View {
  const room = 1 - 2 * marginShare;
  const scale = Math.min((stage.widthPx * room) / (right - left), (stage.heightPx * room) / (bottom - top));
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  return { scale, x: stage.widthPx / 2 - scale * middleX, y: stage.heightPx / 2 - scale * middleY };
}

/** Returns the view of the part of the picture that the finished photo shows; of the whole picture when it is not known. */
export function firstView(
  picture: Size,
  { crop, widthPx, heightPx }: Pick<Output, 'crop' | 'widthPx' | 'heightPx'>,
  stage: Size,
): View {
  const whole = { left: 0, top: 0, right: picture.widthPx, bottom: picture.heightPx };
  if (!crop) return viewOf(whole, stage);
  const back = invert(crop.map);
  const corners = [0, widthPx].flatMap((x) => [0, heightPx].map((y) => apply(back, { x, y })));
  const inside = (value: number, most: number) => Math.min(most, Math.max(0, value));
  const xs = corners.map(({ x }) => inside(x, picture.widthPx));
  const ys = corners.map(({ y }) => inside(y, picture.heightPx));
  return viewOf(
    { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) },
    stage,
  );
}

/** Returns the view enlarged by a factor; the point of the picture at this place of the stage stays there. */
export function zoomed({ scale, x, y }: View, factor: number, at: StagePlace, picture: Size, stage: Size): View {
  const whole = Math.min(stage.widthPx / picture.widthPx, stage.heightPx / picture.heightPx);
  const next = Math.min(mostScale, Math.max(whole * leastOfWhole, scale * factor));
  const by = next / scale;
  return { scale: next, x: at.x - (at.x - x) * by, y: at.y - (at.y - y) * by };
}

/** Returns the view moved by px of the screen, with the middle of the stage still on the picture. */
export function moved({ scale, x, y }: View, right: number, down: number, picture: Size, stage: Size): View {
  const within = (value: number, length: number, room: number) =>
    Math.min(room / 2, Math.max(room / 2 - length * scale, value));
  return {
    scale,
    x: within(x + right, picture.widthPx, stage.widthPx),
    y: within(y + down, picture.heightPx, stage.heightPx),
  };
}

/** Returns the point of the picture at a place of the stage. */
export function pointAt({ x, y }: StagePlace, view: View, { widthPx, heightPx }: Size): StrokePoint {
  return [(x - view.x) / view.scale / widthPx, (y - view.y) / view.scale / heightPx];
}

/** Returns the place of a point of the picture on the stage. */
export function placeOf([x, y]: StrokePoint, view: View, { widthPx, heightPx }: Size): StagePlace {
  return { x: view.x + x * widthPx * view.scale, y: view.y + y * heightPx * view.scale };
}
