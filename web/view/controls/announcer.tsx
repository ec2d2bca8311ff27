/** Tells screen readers how far the selected photo is; each stage once, not every percent. */
import { useComputed } from '@preact/signals';
import type { Words } from '../../locales/words.ts';
import { words } from '../../state/language.ts';
import type { Phase } from '../../state/photo.ts';
import { selected } from '../../state/studio.ts';

export function Announcer() {
  const text = useComputed(() => {
    const photo = selected.value;
    if (!photo) return '';
    if (photo.updating.value) return words.value.photos.updating;
    return words.value.photos.tile(photo.name, phaseText(photo.phase.value, words.value));
  });
  return (
    <p class="visually-hidden" role="status">
      {text}
    </p>
  );
}

/** The stage in a word or two; for trouble, what happened. */
export function phaseText(phase: Phase, { stages, rejections, troubles }: Words): string {
  if (phase.kind === 'rejected') return rejections[phase.code].title;
  if (phase.kind === 'failed') return troubles[phase.code].title;
  return stages[phase.kind];
}
