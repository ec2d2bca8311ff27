/** Checks the cutout itself, by what matting measured while it cut the person out. */
import { type Check, judge } from '../../../core/checks.ts';
import type { CutoutDoubts, HeadMeasurements } from '../../../core/head.ts';
import type { Cutout } from '../../../core/raster.ts';

/**
 * Squared widths of the face, chosen on 40 real portraits and 23 drawn ones (2026-11-29), and on their variants in grey,
 * brighter, darker, mirrored and cropped (2026-11-30). Half-clear areas: sound cutouts with hair of every kind have at most
 * 0.006; three portraits with a visible haze have 0.011, 0.012 and 0.15. Contradictions: at most 0.3 where all variants
 * of a portrait give the same person; 0.5 to 2.3 where the person prior decides alone and variants differ; 7 where it failed.
 * Areas that stay although the network denies them with more certainty than the prior claims them: at most 0.005 in sound
 * cutouts; 0.02 to 1 with a patch of the background or a second person.
 */
const most = { hazeArea: 0.008, conflictArea: 0.5, deniedArea: 0.012, headMissing: 1 };
/**
 * The same for the matte of a file that is cut out already. Contradictions: 0 for the true mattes of 13 drawn portraits; 0.2
 * and more where a part of the head or a wall is wrong, 3 for a circle around head and wall.
 */
const mostOwn = { hazeArea: 0.008, conflictArea: 0.15, deniedArea: 1, headMissing: 0.1 };
/**
 * Without colour, hair and background can only be told apart by their brightness. Of 29 real portraits in grey the two whose
 * hair differed visibly from that of the colour photo had 0.34 and 0.43 of half-clear edge; 20 had at most 0.31.
 */
const mostGreyEdge = 0.32;

/** Between these opacities, 0..255, a pixel belongs to a soft edge. */
const softEdge = { from: 25, to: 230 };

type Doubt = keyof typeof most | 'greyEdge';

/**
 * Returns the check of the cutout: the greatest of its doubts as a multiple of what sound cutouts have at most.
 * @param greyEdge the result of {@link edgeArea} for a photo without colour, else 0.
 */
export function checkCutout(doubts: CutoutDoubts, matteBy: HeadMeasurements['matteBy'], greyEdge = 0): Check {
  const isOwn = matteBy === 'file';
  const limits = isOwn ? mostOwn : most;
  const names = Object.keys(limits) as (keyof typeof limits)[];
  const shares: { readonly name: Doubt; readonly times: number }[] = [
    ...names.map((name) => ({ name, times: doubts[name] / limits[name] })),
    { name: 'greyEdge', times: isOwn ? 0 : greyEdge / mostGreyEdge },
  ];
  const worst = shares.reduce((one, other) => (other.times > one.times ? other : one));
  return judge({
    code: 'cutout',
    value: worst.times,
    unit: 'ratio',
    limit: { min: null, max: 1 },
    beyond: 'warn',
    source: 'Zerobooth: chosen on real portraits',
    cause: isOwn ? 'own-matte' : undefined,
    found: findingOf(worst.name, worst.times, isOwn),
  });
}

/** Returns the area of the soft edges of a cutout, squared widths of the face. */
export function edgeArea({ data }: Cutout, faceWidthPx: number): number {
  let area = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > softEdge.from && data[at] < softEdge.to) area++;
  return area / faceWidthPx ** 2;
}

function findingOf(name: Doubt, times: number, isOwn: boolean): string {
  if (name === 'headMissing') return 'The transparency of the file cuts off a part of the head.';
  const areas = {
    hazeArea: 'Areas that are half clear though no edge is near',
    conflictArea: isOwn
      ? 'Areas in which the transparency of the file contradicts the person that the networks find'
      : 'Areas on which the two networks disagree',
    deniedArea: 'Areas that look like background and stay with the person',
    greyEdge: 'The photo has no colour, and soft edges of hair',
  };
  return `${areas[name]} are ${times.toFixed(1)} times as large as a sound cutout has at most.`;
}
