/** The selected photo, large: its progress, the finished photo, sheet or comic, or why there is none. */
import { adviceOf } from '../../locales/rejection-advice.ts';
import { isPrinted, usualSheet } from '../../state/draft.ts';
import { texts } from '../../state/language.ts';
import type { Photo, Result } from '../../state/photo.ts';
import { change, draft } from '../../state/workspace.ts';
import { AdviceBox } from '../controls/advice-box.tsx';
import { lazy } from '../controls/lazy.tsx';
import { Segments } from '../controls/segments.tsx';
import { SheetView } from '../sheet/sheet-view.tsx';
import { Compare } from './compare.tsx';
import { Preview } from './preview.tsx';
import { Progress } from './progress.tsx';

/** The views of a finished photo. */
export type View = 'photo' | 'sheet' | 'comic';

const ComicView = lazy(async () => (await import('../comic/comic-view.tsx')).ComicView);

interface PhotoViewerProps {
  readonly photo: Photo;
  readonly view: View;
  readonly onView: (view: View) => void;
}

export function PhotoViewer({ photo, view, onView }: PhotoViewerProps) {
  const { sheet, photos } = texts.value;
  const result = photo.result.value;
  const showView = (next: View) => {
    onView(next);
    if (next === 'sheet' && draft.value.sheet === null && isPrinted(draft.value)) change({ sheet: usualSheet });
  };
  return (
    <section class="viewer" aria-label={photo.name} aria-busy={!photo.isSettled.value || photo.updating.value}>
      <header class="viewer-head">
        <h1 class="viewer-name" title={photo.name}>
          {photo.name}
        </h1>
        {result && (
          <Segments
            label={sheet.views}
            name="view"
            value={view}
            choices={[
              ['photo', sheet.photoTab],
              ['sheet', sheet.tab],
              ['comic', sheet.comicTab],
            ]}
            onChange={showView}
          />
        )}
      </header>
      <div class="mat viewer-mat" data-phase={photo.phase.value.kind}>
        {result ? <Finished photo={photo} result={result} view={view} /> : <InProgress photo={photo} />}
        {photo.updating.value && <p class="updating">{photos.updating}</p>}
      </div>
    </section>
  );
}

function Finished({ photo, result, view }: { readonly photo: Photo; readonly result: Result; readonly view: View }) {
  const rejection = photo.orderRejection.value;
  if (view === 'comic') return <ComicView photo={photo} />;
  return (
    <>
      {rejection && <AdviceBox advice={adviceOf(texts.value, rejection)} />}
      {view === 'sheet' ? <SheetView photo={photo} result={result} /> : <Compare photo={photo} result={result} />}
    </>
  );
}

function InProgress({ photo }: { readonly photo: Photo }) {
  const { failures } = texts.value;
  const phase = photo.phase.value;
  return (
    <div class="in-progress">
      <div class="preview-frame">
        <Preview url={photo.preview.value} />
      </div>
      {phase.kind === 'rejected' && <AdviceBox advice={adviceOf(texts.value, phase)} />}
      {phase.kind === 'failed' && <AdviceBox advice={failures[phase.code]} />}
      {phase.kind !== 'rejected' && phase.kind !== 'failed' && <Progress photo={photo} />}
    </div>
  );
}
