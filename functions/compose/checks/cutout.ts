/** Checks the cutout itself, by what matting measured while it cut the person out. */
import { type Check, judge } from '../../../core/checks.ts';
import type { CutoutDoubts, HeadMeasurements } from '../../../core/head.ts';

/**
 * Squared widths of the face, chosen on 40 real portraits and 23 drawn ones (2026-11-29), and on their variants in grey,
 * brighter, darker, mirrored and cropped (2026-11-30). Half-clear areas: sound cutouts with hair of every kind have at most
 * 0.006; three portraits with a visible haze have 0.011, 0.012 and 0.15. Contradictions: at most 0.3 where all variants
 * of a portrait give the same person; 0.5 to 2.3 where the person prior decides alone and variants differ; 7 where it failed.
 */
const most = { hazeArea: 0.008, conflictArea: 0.5, headMissing: 1 };
/**
 * The same for the matte of a file that is cut out already. Contradictions: 0 for the true mattes of 13 drawn portraits; 0.2
 * and more where a part of the head or a wall is wrong, 3 for a circle around head and wall.
 */
const mostOwn = { hazeArea: 0.008, conflictArea: 0.15, headMissing: 0.1 };

/** Returns the check of the cutout: the greatest of its doubts as a multiple of what sound cutouts have at most. */
export function checkCutout(doubts: CutoutDoubts, matteBy: HeadMeasurements['matteBy']): Check {
  const isOwn = matteBy === 'file';
  const limits = isOwn ? mostOwn : most;
  const names = Object.keys(limits) as (keyof typeof limits)[];
  const shares = names.map((name) => ({ name, times: doubts[name] / limits[name] }));
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

function findingOf(name: keyof typeof most, times: number, isOwn: boolean): string {
  if (name === 'headMissing') return 'The transparency of the file cuts off a part of the head.';
  const areas = {
    hazeArea: 'Areas that are half clear though no edge is near',
    conflictArea: isOwn
      ? 'Areas in which the transparency of the file contradicts the person that the networks find'
      : 'Areas on which the two networks disagree',
  };
  return `${areas[name]} are ${times.toFixed(1)} times as large as a sound cutout has at most.`;
}
