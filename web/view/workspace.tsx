/** The table with the photos: the row of all, the selected one large, what was chosen for it, what was found on it. */
import { useSignal } from '@preact/signals';
import { words } from '../state/language.ts';
import { applyToAll, photos, selected } from '../state/studio.ts';
import { DocumentCard } from './documents/document-card.tsx';
import { BackdropPicker } from './photo/backdrop-picker.tsx';
import { CheckList } from './photo/check-list.tsx';
import { Downloads } from './photo/downloads.tsx';
import { PhotoActions } from './photo/photo-actions.tsx';
import { PhotoRail } from './photo/photo-rail.tsx';
import { PhotoViewer, type View } from './photo/photo-viewer.tsx';
import { SheetOptions } from './sheet/sheet-options.tsx';

export function Workspace() {
  const view = useSignal<View>('photo');
  const photo = selected.value;
  if (!photo) return null;
  return (
    <div class="work">
      <PhotoRail />
      <div class="work-stage">
        <PhotoViewer photo={photo} view={view.value} onView={(next) => (view.value = next)} />
        <Downloads photo={photo} />
        <PhotoActions photo={photo} />
      </div>
      <div class="work-options">
        {view.value === 'sheet' && <SheetOptions />}
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
