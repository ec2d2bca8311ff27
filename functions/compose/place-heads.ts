/** Describes the crop of a finished photo for the record: the map, and the points of each head. */
import type { FaceMeasurements } from '../../core/head.ts';
import { type Affine, apply, midpoint, type Point, turnOf } from '../../core/measure.ts';
import type { Output } from '../../core/photo-record.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import type { Crop } from './crop.ts';
import { crownPx, type LevelHead } from './head.ts';
import type { OpenedCutout } from './open-cutout.ts';

type StoredCrop = NonNullable<Output['crop']>;

/** Returns the crop as the record stores it. */
export function placeHeads(opened: OpenedCutout, { map }: Crop, { rules }: PhotoStandard): StoredCrop {
  const { measurements, head, second } = opened;
  const place = (face: FaceMeasurements | null, one: LevelHead) => (face ? [placeHead(face, one, map, rules)] : []);
  const others = second && measurements.second ? place(measurements.second.face, second) : [];
  return { map: exact(map), heads: [...place(measurements.face, head), ...others] };
}

function placeHead(
  { landmarks, leftEye, rightEye }: FaceMeasurements,
  head: LevelHead,
  map: Affine,
  rules: PhotoStandard['rules'],
): StoredCrop['heads'][number] {
  const inPhoto = (place: Point) => rounded(apply(map, place));
  const turn = (head.rollDeg * Math.PI) / 180;
  const above = (px: number) => {
    return { x: head.eyeMiddle.x + px * Math.sin(turn), y: head.eyeMiddle.y - px * Math.cos(turn) };
  };
  const { mouthLeft, mouthRight, faceLeft, faceRight } = landmarks;
  return {
    leanDeg: hundredths(head.rollDeg + turnOf(map)),
    eyeMiddle: inPhoto(head.eyeMiddle),
    leftEye: inPhoto(leftEye),
    rightEye: inPhoto(rightEye),
    mouth: inPhoto(midpoint(mouthLeft, mouthRight)),
    crown: inPhoto(above(crownPx(head, rules.crown))),
    chin: inPhoto(above(-head.chinPx)),
    faceLeft: inPhoto(faceLeft),
    faceRight: inPhoto(faceRight),
  };
}

function exact({ a, b, c, d, e, f }: Affine): Affine {
  const millionths = (value: number) => Math.round(value * 1e6) / 1e6;
  return { a: millionths(a), b: millionths(b), c: millionths(c), d: millionths(d), e: hundredths(e), f: hundredths(f) };
}

const rounded = ({ x, y }: Point): Point => ({ x: hundredths(x), y: hundredths(y) });
const hundredths = (value: number): number => Math.round(value * 100) / 100;
