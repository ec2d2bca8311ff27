/**
 * Crops a photo of two people side by side. Both are taken for one head that reaches from the higher crown to the lower chin
 * and stands between them. The larger of the two heads gets the height that the standard aims at, as far as both fit into
 * the width.
 */
import type { Frame } from '../../core/frame.ts';
import type { PhotoStandard } from '../../core/standards.ts';
import { type Crop, planCrop } from './crop.ts';
import { type LevelHead, unturned } from './head.ts';

/** The most of the photo's height between the higher crown and the lower chin. Our choice; it leaves the chest. */
const mostShare = 0.68;
/** The most of the photo's width from the outer cheek of one to the outer cheek of the other. Our choice; it leaves shoulders. */
const mostWidthShare = 0.62;

/** Returns the crop of two people. They are not turned, because each head leans by itself. */
export function coupleCrop(first: LevelHead, second: LevelHead, frame: Frame, standard: PhotoStandard): Crop {
  const couple = coupleHead(unturned(first), unturned(second));
  const largestPx = Math.max(heightOf(first), heightOf(second));
  const widthPx = Math.abs(second.eyeMiddle.x - first.eyeMiddle.x) + (first.widthPx + second.widthPx) / 2;
  const scale = Math.min(
    frame.aim.headHeightPx / largestPx,
    (mostShare * frame.heightPx) / heightOf(couple),
    (mostWidthShare * frame.widthPx) / widthPx,
  );
  const headHeightPx = scale * heightOf(couple);
  const aim = { ...frame.aim, headHeightPx, mostHeadHeightPx: headHeightPx };
  return planCrop(couple, { ...frame, aim }, standard.rules);
}

function heightOf({ chinPx, crownHairPx }: LevelHead): number {
  return chinPx + crownHairPx;
}

function coupleHead(first: LevelHead, second: LevelHead): LevelHead {
  const both = [first, second];
  const eyeMiddle = {
    x: (first.eyeMiddle.x + second.eyeMiddle.x) / 2,
    y: (first.eyeMiddle.y + second.eyeMiddle.y) / 2,
  };
  const most = (lengthOf: (head: LevelHead) => number) => Math.max(...both.map(lengthOf));
  const moved = { x: first.eyeMiddle.x - eyeMiddle.x, y: first.eyeMiddle.y - eyeMiddle.y };
  const toMiddle = ({ right, below }: LevelHead['floor'][number]) => ({
    right: right + moved.x,
    below: below + moved.y,
  });
  return {
    eyeMiddle,
    rollDeg: 0,
    chinPx: most((head) => head.eyeMiddle.y + head.chinPx - eyeMiddle.y),
    crownHairPx: most((head) => eyeMiddle.y - head.eyeMiddle.y + head.crownHairPx),
    crownSkullPx: most((head) => eyeMiddle.y - head.eyeMiddle.y + head.crownSkullPx),
    widthPx: most((head) => head.widthPx),
    hairCut: both.some(({ hairCut }) => hairCut),
    floor: first.floor.map(toMiddle),
    sides: first.sides.map(toMiddle),
  };
}
