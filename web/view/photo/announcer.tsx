/** Announces the phase of the selected photo to screen readers: each phase once, not every percent. */
import { useComputed } from '@preact/signals';
import { texts } from '../../state/language.ts';
import { selected } from '../../state/workspace.ts';
import { phaseText } from './phase-text.ts';

export function Announcer() {
  const text = useComputed(() => {
    const photo = selected.value;
    if (!photo) return '';
    if (photo.updating.value) return texts.value.photos.updating;
    return texts.value.photos.tile(photo.name, phaseText(photo.phase.value));
  });
  return (
    <p class="visually-hidden" role="status">
      {text}
    </p>
  );
}
