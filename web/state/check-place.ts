/** Finds the place in a finished photo that a check or a note is about. */
import type { CheckCode } from '../../core/checks.ts';
import type { Point, Rect } from '../../core/measure.ts';
import type { NoteCode } from '../../core/notes.ts';
import type { ApiOutput } from './result-files.ts';

/** What points at the place, px of the photo. */
export interface Place {
  readonly boxes: readonly Rect[];
  readonly lines: readonly (readonly [Point, Point])[];
}

type Head = NonNullable<ApiOutput['crop']>['heads'][number];
type Photo = Pick<ApiOutput, 'crop' | 'measured' | 'measuredSecond' | 'widthPx' | 'heightPx'>;

/** Returns the place; null for a matter of the whole file, and for records without a crop. @param person which of two people. */
export function placeOf(code: CheckCode | NoteCode, photo: Photo, person: 1 | 2 = 1): Place | null {
  const head = photo.crop?.heads[person - 1];
  const measured = person === 1 ? photo.measured : photo.measuredSecond;
  if (!head || !measured) return null;
  const crownY = measured.topMargin.px;
  return places(head, crownY, photo)[code]?.() ?? null;
}

type Places = Partial<Record<CheckCode | NoteCode, () => Place>>;

/** Returns the places of all codes that have one. @param crownY px below the upper edge. */
function places(head: Head, crownY: number, { widthPx, heightPx }: Photo): Places {
  const { leftEye, rightEye, eyeMiddle, mouth, chin, faceLeft, faceRight } = head;
  const apartPx = Math.hypot(rightEye.x - leftEye.x, rightEye.y - leftEye.y);
  const faceTop = eyeMiddle.y - apartPx;
  const box = (left: number, top: number, right: number, bottom: number): Place => ({
    boxes: [{ leftPx: left, topPx: top, widthPx: right - left, heightPx: bottom - top }],
    lines: [],
  });
  const across = (...heights: number[]): Place => ({
    boxes: [],
    lines: heights.map((y) => [
      { x: 0, y },
      { x: widthPx, y },
    ]),
  });
  const down = (...xs: number[]): Place => ({
    boxes: [],
    lines: xs.map((x) => [
      { x, y: 0 },
      { x, y: heightPx },
    ]),
  });
  const around = ({ x, y }: Point, sidePx: number, upPx: number) => box(x - sidePx, y - upPx, x + sidePx, y + upPx);
  const eyes = () => around(eyeMiddle, apartPx, apartPx * 0.38);
  const face = () => box(faceLeft.x, faceTop, faceRight.x, chin.y);
  const crown = () => box(faceLeft.x - apartPx * 0.2, Math.max(0, crownY), faceRight.x + apartPx * 0.2, faceTop);
  const body = () => box(0, chin.y, widthPx, heightPx);
  const beside = (): Place => {
    const room = { topPx: 0, heightPx: chin.y };
    const right = faceRight.x + apartPx * 0.3;
    return {
      boxes: [
        { leftPx: 0, widthPx: Math.max(0, faceLeft.x - apartPx * 0.3), ...room },
        { leftPx: right, widthPx: Math.max(0, widthPx - right), ...room },
      ],
      lines: [],
    };
  };
  const axis = (): Place => ({ boxes: [], lines: [longer(leftEye, rightEye)] });
  return {
    ...{ 'eyes-open': eyes, gaze: eyes, 'eyes-covered': eyes, glasses: eyes },
    ...{ 'eye-distance': eyes, 'output-eye-distance': eyes },
    'mouth-closed': () => around(mouth, apartPx * 0.6, apartPx * 0.3),
    'face-covered': () => box(faceLeft.x, eyeMiddle.y + apartPx * 0.3, faceRight.x, chin.y),
    ...{ 'face-inside': face, yaw: face, pitch: face, sharpness: face, exposure: face, 'clipped-skin': face },
    ...{ colour: face, 'colour-cast': face, 'light-balance': face },
    ...{ roll: axis, 'output-roll': axis },
    ...{ 'head-cover': crown, 'hair-cut': crown },
    'crown-inside': () => across(Math.max(heightPx * 0.01, crownY)),
    'head-height': () => across(crownY, chin.y),
    'head-width': () => down(faceLeft.x, faceRight.x),
    'eye-line': () => across(eyeMiddle.y),
    'top-margin': () => box(0, 0, widthPx, Math.max(0, crownY)),
    'chin-margin': body,
    centring: () => down(eyeMiddle.x),
    ...{ 'shoulders-cut': body, 'shoulders-visible': body, 'body-ends': body, padded: body },
    ...{ 'only-person': beside, 'background-smooth': beside, 'background-even': beside, 'background-colour': beside },
    ...{ 'backdrop-not-allowed': beside },
    cutout: () => box(0, Math.max(0, crownY), widthPx, heightPx),
  };
}

/** Returns a line through two points that is three times as long. */
function longer(from: Point, to: Point): readonly [Point, Point] {
  const [x, y] = [to.x - from.x, to.y - from.y];
  return [
    { x: from.x - x, y: from.y - y },
    { x: to.x + x, y: to.y + y },
  ];
}
