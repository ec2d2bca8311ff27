/** The page with photos: the row of all photos, the selected one, its options and its checks. */
import { takesCaption } from '../../core/forms/caption-line.ts';
import { isNarrow } from '../browser/narrow-screen.ts';
import { standardOf } from '../state/draft.ts';
import { texts } from '../state/language.ts';
import type { Photo } from '../state/photo.ts';
import { hasCutout } from '../state/photo-run.ts';
import { screen } from '../state/screen.ts';
import { applyToAll, photos, selected } from '../state/workspace.ts';
import { lazy } from './controls/lazy.tsx';
import { DocumentCard } from './documents/document-card.tsx';
import { BackdropPicker } from './photo/backdrop-picker.tsx';
import { CheckList } from './photo/check-list.tsx';
import { Downloads } from './photo/downloads.tsx';
import { PhotoActions } from './photo/photo-actions.tsx';
import { PhotoRail } from './photo/photo-rail.tsx';
import { PhotoViewer, type View } from './photo/photo-viewer.tsx';
import { SheetOptions } from './sheet/sheet-options.tsx';

const ComicOptions = lazy(async () => (await import('./comic/comic-options.tsx')).ComicOptions);
const ShareLink = lazy(async () => (await import('./photo/share-link.tsx')).ShareLink);
const ToneCard = lazy(async () => (await import('./photo/tone-card.tsx')).ToneCard);
const CaptionCard = lazy(async () => (await import('./photo/caption-card.tsx')).CaptionCard);
const ComicDownload = lazy(async () => (await import('./comic/comic-download.tsx')).ComicDownload);

export function Workspace() {
  const photo = selected.value;
  if (!photo) return null;
  const view = viewOf(photo);
  const files = photo.result.value?.files;
  const shared = (view === 'sheet' && files?.sheet) || files?.photo;
  return (
    <div class="work">
      <PhotoRail />
      <div class="work-photo">
        <PhotoViewer photo={photo} view={view} onView={(next) => (screen.value = next)} />
        {isNarrow.value && view !== 'comic' && mayHaveColours(photo) && <Colours photo={photo} />}
        {view === 'comic' ? <ComicDownload photo={photo} /> : <Downloads photo={photo} sheetFirst={view === 'sheet'} />}
        {view !== 'comic' && shared && <ShareLink photo={photo} file={shared} />}
        <PhotoActions photo={photo} />
      </div>
      <div class="work-options">{view === 'comic' ? <ComicOptions /> : <PhotoOptions photo={photo} view={view} />}</div>
      <div class="work-checks">{view !== 'comic' && <CheckList photo={photo} />}</div>
    </div>
  );
}

/** Returns the view of a photo. There is no comic before the photo is finished. */
function viewOf(photo: Photo): View {
  const { value: shown } = screen;
  if (shown === 'sheet' || (shown === 'comic' && photo.result.value)) return shown;
  return 'photo';
}

/** Returns false for a photo that another background does not help, because it could not be cut out. */
function mayHaveColours(photo: Photo): boolean {
  return !photo.isSettled.value || hasCutout(photo);
}

/** What changes the colours of the photo. On narrow screens it stands right below the photo, so that both are in view. */
function Colours({ photo }: { readonly photo: Photo }) {
  return (
    <>
      <BackdropPicker />
      {photo.result.value && <ToneCard />}
    </>
  );
}

function PhotoOptions({ photo, view }: { readonly photo: Photo; readonly view: View }) {
  return (
    <>
      {view === 'sheet' && <SheetOptions />}
      <DocumentCard />
      {!isNarrow.value && <Colours photo={photo} />}
      {photo.result.value && takesCaption(standardOf(photo.draft.value)) && <CaptionCard key={photo.localId} />}
      {photos.value.length > 1 && (
        <button type="button" class="button wide" onClick={applyToAll}>
          {texts.value.actions.applyToAll}
        </button>
      )}
    </>
  );
}
