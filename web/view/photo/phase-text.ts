/** The phase of a photo as text. */
import { texts } from '../../state/language.ts';
import type { Phase } from '../../state/photo.ts';

/** Returns one or two words; for a rejected or failed photo, the reason. */
export function phaseText(phase: Phase): string {
  const { phases, rejections, failures } = texts.value;
  if (phase.kind === 'rejected') return rejections[phase.code].title;
  if (phase.kind === 'failed') return failures[phase.code].title;
  return phases[phase.kind];
}
