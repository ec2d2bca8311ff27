/** The page that finds things in a picture. It is loaded when it is opened. */

import { adviceOf } from '../../locales/rejection-advice.ts';
import { partTexts, texts } from '../../state/language.ts';
import { type FoundPicture, findObjects, search } from '../../state/objects.ts';
import { screen } from '../../state/screen.ts';
import { AdviceBox } from '../controls/advice-box.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { InfoIcon } from '../controls/icons.tsx';
import { FoundList } from './found-list.tsx';
import { PictureBoxes } from './picture-boxes.tsx';

export function ObjectsPage() {
  const own = partTexts.value.objects;
  const { value: state } = search;
  return (
    <div class="objects">
      <div class="hero">
        <h1>{own.title}</h1>
        <p class="lead">{own.lead}</p>
      </div>
      <section class="mat objects-mat" aria-label={own.title} data-state={state?.kind ?? 'empty'}>
        {state?.kind === 'done' && <PictureBoxes picture={state.picture} />}
        {state?.kind === 'rejected' && <AdviceBox advice={adviceOf(texts.value, state)} />}
        {state?.kind === 'failed' && <AdviceBox advice={texts.value.failures[state.code]} />}
        {(state?.kind === 'sending' || state?.kind === 'searching') && (
          <p class="mat-note" role="status">
            {own[state.kind]}
          </p>
        )}
        <div class="buttons">
          <FileButton kind={state?.kind === 'done' ? '' : 'primary'} onFiles={([file]) => void findObjects(file)}>
            {state ? own.another : own.choose}
          </FileButton>
          <span class="small for-mouse">{own.hint}</span>
        </div>
      </section>
      <div class="objects-side">
        {state?.kind === 'done' && <Found picture={state.picture} />}
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

function Found({ picture }: { readonly picture: FoundPicture }) {
  const own = partTexts.value.objects;
  const { length } = picture.objects;
  return (
    <section class="card stack" aria-labelledby="found-heading">
      <h2 id="found-heading" class="eyebrow">
        <span role="status">{length > 0 ? own.found(length) : own.none}</span>
      </h2>
      {length > 0 && <FoundList picture={picture} />}
      <p class="small">{own.deleted}</p>
    </section>
  );
}
