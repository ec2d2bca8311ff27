/** Checks the cutout itself, by what matting measured while it cut the person out. */
import { type Check, judge } from '../../../core/checks.ts';
import type { CutoutDoubts } from '../../../core/head.ts';

/**
 * Squared widths of the face, chosen on 40 real portraits and 23 drawn ones (2026-11-29). Half-clear areas: sound cutouts with
 * hair of every kind have at most 0.006; three portraits with a visible haze have 0.011, 0.012 and 0.15. Contradictions: at
 * most 1.8 in a sound cutout of one person; 7 where the person prior failed.
 */
const most = { hazeArea: 0.008, conflictArea: 2.5 };

/** Returns the check of the cutout: the greater of its two doubts as a multiple of what sound cutouts have at most. */
export function checkCutout({ hazeArea, conflictArea }: CutoutDoubts): Check {
  const [haze, conflict] = [hazeArea / most.hazeArea, conflictArea / most.conflictArea];
  const found =
    haze >= conflict
      ? `Areas that are half clear though no edge is near are ${haze.toFixed(1)} times as large as a sound cutout has at most.`
      : `Areas on which the two networks disagree are ${conflict.toFixed(1)} times as large as a sound cutout has at most.`;
  return judge({
    code: 'cutout',
    value: Math.max(haze, conflict),
    unit: 'ratio',
    limit: { min: null, max: 1 },
    beyond: 'warn',
    source: 'Zerobooth: chosen on real portraits',
    found,
  });
}
