/** The selected photo, large: on its way, finished, or why it came to nothing. */
import { isPrinted, usualSheet } from '../../state/draft.ts';
import { words } from '../../state/language.ts';
import type { Photo, Result } from '../../state/photo.ts';
import { change, draft } from '../../state/studio.ts';
import { Segments } from '../controls/segments.tsx';
import { SheetView } from '../sheet/sheet-view.tsx';
import { Compare } from './compare.tsx';
import { Preview } from './preview.tsx';
import { Progress } from './progress.tsx';
import { Trouble } from './trouble.tsx';

export type View = 'photo' | 'sheet';

interface PhotoViewerProps {
  readonly photo: Photo;
  readonly view: View;
  readonly onView: (view: View) => void;
}

export function PhotoViewer({ photo, view, onView }: PhotoViewerProps) {
  const { sheet, photos } = words.value;
  const result = photo.result.value;
  const showSheet = (next: View) => {
    onView(next);
    if (next === 'sheet' && draft.value.sheet === null && isPrinted(draft.value)) change({ sheet: usualSheet });
  };
  return (
    <section class="stage" aria-label={photo.name} aria-busy={!photo.isSettled.value || photo.updating.value}>
      <header class="stage-head">
        <h1 class="stage-name" title={photo.name}>
          {photo.name}
        </h1>
        {result && (
          <Segments
            label={sheet.views}
            name="look"
            value={view}
            choices={[
              ['photo', sheet.photoTab],
              ['sheet', sheet.tab],
            ]}
            onChange={showSheet}
          />
        )}
      </header>
      <div class="mat stage-mat" data-phase={photo.phase.value.kind}>
        {result ? <Finished photo={photo} result={result} view={view} /> : <OnItsWay photo={photo} />}
        {photo.updating.value && <p class="updating">{photos.updating}</p>}
      </div>
    </section>
  );
}

function Finished({ photo, result, view }: { readonly photo: Photo; readonly result: Result; readonly view: View }) {
  const refused = photo.refused.value;
  return (
    <>
      {refused && <Trouble words={words.value.rejections[refused]} />}
      {view === 'sheet' ? <SheetView photo={photo} result={result} /> : <Compare photo={photo} result={result} />}
    </>
  );
}

function OnItsWay({ photo }: { readonly photo: Photo }) {
  const { rejections, troubles } = words.value;
  const phase = photo.phase.value;
  return (
    <div class="on-its-way">
      <div class="preview-frame">
        <Preview photo={photo} />
      </div>
      {phase.kind === 'rejected' && <Trouble words={rejections[phase.code]} />}
      {phase.kind === 'failed' && <Trouble words={troubles[phase.code]} />}
      {phase.kind !== 'rejected' && phase.kind !== 'failed' && <Progress photo={photo} />}
    </div>
  );
}
