/** Checks that the upload is a photo of a person and not of a print. */
import { type Check, judge } from '../../../core/checks.ts';
import type { HeadMeasurements } from '../../../core/head.ts';

/** A border or bars around a photo leave more of the picture. A print on a scanner or on a table leaves less. */
const leastShare = 0.6;

/**
 * Returns the check of the share of the picture that the photo itself takes. A tilted scene is a print; its surroundings
 * are still in the picture.
 */
export function checkPrint({ scene, source }: Pick<HeadMeasurements, 'scene' | 'source'>): Check {
  const share = scene ? (scene.widthPx * scene.heightPx) / (source.widthPx * source.heightPx) : 1;
  const isTilted = scene?.isTilted ?? false;
  return judge({
    code: 'print',
    value: share,
    unit: 'share',
    limit: { min: isTilted ? 1 : leastShare, max: null },
    beyond: 'warn',
    source:
      'offices ask for the original photo, in words; no figure stated, ours parts borders from prints on a scanner or table',
    found: findingOf(share, scene),
  });
}

function findingOf(share: number, scene: HeadMeasurements['scene']): string {
  if (!scene) return 'The picture is no photo of a print.';
  if (scene.isTilted) return 'The picture shows a print that lies at an angle.';
  if (share < leastShare) return 'The picture shows a print; what lies around it was cut off.';
  return 'A border around the photo was cut off.';
}
