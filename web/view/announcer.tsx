/** Tells screen readers how far the selected photo is; each stage once, not every percent. */
import { useComputed } from '@preact/signals';
import { words } from '../state/language.ts';
import type { Stage } from '../state/photo.ts';
import { selected } from '../state/studio.ts';
import type { Words } from '../words/words.ts';

export function Announcer() {
  const text = useComputed(() => {
    const photo = selected.value;
    if (!photo) return '';
    if (photo.updating.value) return words.value.photos.updating;
    return words.value.photos.tile(photo.name, stageText(photo.stage.value, words.value));
  });
  return (
    <p class="visually-hidden" role="status">
      {text}
    </p>
  );
}

/** The stage in a word or two; for trouble, what happened. */
export function stageText(stage: Stage, { stages, rejections, troubles }: Words): string {
  if (stage.kind === 'rejected') return rejections[stage.code].title;
  if (stage.kind === 'failed') return troubles[stage.code].title;
  return stages[stage.kind];
}
