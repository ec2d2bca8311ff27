/** The page for the things or the tags of a picture. It is loaded when it is opened. */
import { useEffect } from 'preact/hooks';
import type { FinderName } from '../../../core/functions.ts';
import { adviceOf } from '../../locales/rejection-advice.ts';
import { type Search, searches, searchPicture, takePicture } from '../../state/found.ts';
import { partTexts, texts } from '../../state/language.ts';
import { screen } from '../../state/screen.ts';
import { settings } from '../../state/settings.ts';
import { AdviceBox } from '../controls/advice-box.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { InfoIcon } from '../controls/icons.tsx';
import { Segments } from '../controls/segments.tsx';
import { PictureBoxes, PlainPicture } from './pictures.tsx';
import { FoundTags } from './tag-list.tsx';
import { FoundThings } from './thing-list.tsx';

export function FoundPage({ finder }: { readonly finder: FinderName }) {
  const own = partTexts.value.found;
  const { finders } = settings.value;
  const { objects, tags } = searches;
  const { value: state } = searches[finder];
  // The other function searches the picture when it is shown for the first time.
  useEffect(() => void searchPicture(finder), [finder]);
  return (
    <div class="found">
      <div class="hero">
        <h1>{own.title}</h1>
        <p class="lead">{own.lead[finder]}</p>
        {finders.length > 1 && (
          <Segments
            label={own.show}
            name="finder"
            value={finder}
            choices={finders.map((name) => [name, own.kinds[name]] as const)}
            onChange={(name) => {
              screen.value = name;
            }}
          />
        )}
      </div>
      <section class="mat found-mat" aria-label={own.title} data-state={state?.kind ?? 'empty'}>
        {finder === 'objects' && objects.value?.kind === 'done' && <PictureBoxes picture={objects.value.picture} />}
        {finder === 'tags' && tags.value?.kind === 'done' && <PlainPicture picture={tags.value.picture} />}
        {state && <Progress state={state} />}
        <div class="buttons">
          <FileButton
            kind={state?.kind === 'done' ? '' : 'primary'}
            onFiles={([file]) => void takePicture(finder, file)}
          >
            {state ? own.another : own.choose}
          </FileButton>
          <span class="small for-mouse">{own.hint}</span>
        </div>
      </section>
      <div class="found-side">
        {finder === 'objects' && objects.value?.kind === 'done' && <FoundThings picture={objects.value.picture} />}
        {finder === 'tags' && tags.value?.kind === 'done' && <FoundTags picture={tags.value.picture} />}
        <p class="verdict" data-verdict="look-again">
          <InfoIcon />
          <span>{own.notForOffices}</span>
        </p>
        <button type="button" class="button" onClick={() => (screen.value = 'start')}>
          {own.back}
        </button>
      </div>
    </div>
  );
}

/** What goes on until something is found, or why nothing will be. */
function Progress({ state }: { readonly state: Search<FinderName> }) {
  if (state.kind === 'rejected') return <AdviceBox advice={adviceOf(texts.value, state)} />;
  if (state.kind === 'failed') return <AdviceBox advice={texts.value.failures[state.code]} />;
  if (state.kind === 'done') return null;
  return (
    <p class="mat-note" role="status">
      {partTexts.value.found[state.kind]}
    </p>
  );
}
