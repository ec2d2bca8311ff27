/** The table with the photos: the row of all, the selected one large, what was chosen for it, what was found on it. */
import { useSignal } from '@preact/signals';
import { words } from '../state/language.ts';
import { applyToAll, photos, selected } from '../state/studio.ts';
import { BackdropPicker } from './backdrop-picker.tsx';
import { CheckList } from './check-list.tsx';
import { DocumentCard } from './document-card.tsx';
import { Downloads } from './downloads.tsx';
import { PhotoActions } from './photo-actions.tsx';
import { PhotoRail } from './photo-rail.tsx';
import { SheetOptions } from './sheet-options.tsx';
import { Stage } from './stage.tsx';

export type Look = 'photo' | 'sheet';

export function Workspace() {
  const look = useSignal<Look>('photo');
  const photo = selected.value;
  if (!photo) return null;
  return (
    <div class="work">
      <PhotoRail />
      <div class="work-stage">
        <Stage photo={photo} look={look.value} onLook={(next) => (look.value = next)} />
        <Downloads photo={photo} />
        <PhotoActions photo={photo} />
      </div>
      <div class="work-options">
        {look.value === 'sheet' && <SheetOptions />}
        <DocumentCard />
        <BackdropPicker />
        {photos.value.length > 1 && (
          <button type="button" class="button wide" onClick={applyToAll}>
            {words.value.actions.applyToAll}
          </button>
        )}
      </div>
      <div class="work-checks">
        <CheckList photo={photo} />
      </div>
    </div>
  );
}
