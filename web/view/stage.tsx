/** The selected photo, large: on its way, finished, or why it came to nothing. */
import { isPrinted, usualSheet } from '../state/draft.ts';
import { words } from '../state/language.ts';
import type { Photo, Result } from '../state/photo.ts';
import { change, draft } from '../state/studio.ts';
import { Compare } from './compare.tsx';
import { Preview } from './preview.tsx';
import { Progress } from './progress.tsx';
import { Segments } from './segments.tsx';
import { SheetView } from './sheet-view.tsx';
import { Trouble } from './trouble.tsx';
import type { Look } from './workspace.tsx';

interface StageProps {
  readonly photo: Photo;
  readonly look: Look;
  readonly onLook: (look: Look) => void;
}

export function Stage({ photo, look, onLook }: StageProps) {
  const { sheet, photos } = words.value;
  const result = photo.result.value;
  const showSheet = (next: Look) => {
    onLook(next);
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
            value={look}
            choices={[
              ['photo', sheet.photoTab],
              ['sheet', sheet.tab],
            ]}
            onChange={showSheet}
          />
        )}
      </header>
      <div class="mat stage-mat" data-stage={photo.stage.value.kind}>
        {result ? <Finished photo={photo} result={result} look={look} /> : <OnItsWay photo={photo} />}
        {photo.updating.value && <p class="updating">{photos.updating}</p>}
      </div>
    </section>
  );
}

function Finished({ photo, result, look }: { readonly photo: Photo; readonly result: Result; readonly look: Look }) {
  const refused = photo.refused.value;
  return (
    <>
      {refused && <Trouble words={words.value.rejections[refused]} />}
      {look === 'sheet' ? <SheetView photo={photo} result={result} /> : <Compare photo={photo} result={result} />}
    </>
  );
}

function OnItsWay({ photo }: { readonly photo: Photo }) {
  const { rejections, troubles } = words.value;
  const stage = photo.stage.value;
  return (
    <div class="on-its-way">
      <div class="preview-frame">
        <Preview photo={photo} />
      </div>
      {stage.kind === 'rejected' && <Trouble words={rejections[stage.code]} />}
      {stage.kind === 'failed' && <Trouble words={troubles[stage.code]} />}
      {stage.kind !== 'rejected' && stage.kind !== 'failed' && <Progress photo={photo} />}
    </div>
  );
}
