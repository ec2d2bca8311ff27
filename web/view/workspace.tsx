/** The page with photos: the row of all photos, the selected one, its options and its checks. */
import { texts } from '../state/language.ts';
import { screen } from '../state/screen.ts';
import { applyToAll, photos, selected } from '../state/workspace.ts';
import { DocumentCard } from './documents/document-card.tsx';
import { BackdropPicker } from './photo/backdrop-picker.tsx';
import { CheckList } from './photo/check-list.tsx';
import { Downloads } from './photo/downloads.tsx';
import { PhotoActions } from './photo/photo-actions.tsx';
import { PhotoRail } from './photo/photo-rail.tsx';
import { PhotoViewer, type View } from './photo/photo-viewer.tsx';
import { SheetOptions } from './sheet/sheet-options.tsx';

export function Workspace() {
  const view: View = screen.value === 'sheet' ? 'sheet' : 'photo';
  const photo = selected.value;
  if (!photo) return null;
  return (
    <div class="work">
      <PhotoRail />
      <div>
        <PhotoViewer photo={photo} view={view} onView={(next) => (screen.value = next)} />
        <Downloads photo={photo} />
        <PhotoActions photo={photo} />
      </div>
      <div class="work-options">
        {view === 'sheet' && <SheetOptions />}
        <DocumentCard />
        <BackdropPicker />
        {photos.value.length > 1 && (
          <button type="button" class="button wide" onClick={applyToAll}>
            {texts.value.actions.applyToAll}
          </button>
        )}
      </div>
      <div class="work-checks">
        <CheckList photo={photo} />
      </div>
    </div>
  );
}
