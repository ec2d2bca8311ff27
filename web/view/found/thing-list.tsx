/** The things of a picture, the best first, and the button that saves the picture with them. */
import { useSignal } from '@preact/signals';
import type { FoundPicture } from '../../state/found.ts';
import { partTexts, texts } from '../../state/language.ts';
import { saveFile } from '../../state/save-file.ts';
import { DownloadIcon } from '../controls/icons.tsx';
import { percent } from '../format.ts';
import { drawnPicture } from './drawn-picture.ts';
import { FoundRow } from './found-row.tsx';

export function FoundThings({ picture }: { readonly picture: FoundPicture<'objects'> }) {
  const own = partTexts.value.found;
  const { length } = picture.answer.objects;
  return (
    <section class="card stack" aria-labelledby="found-heading">
      <h2 id="found-heading" class="eyebrow">
        <span role="status">{length > 0 ? own.things(length) : own.none}</span>
      </h2>
      {length > 0 && <ThingList picture={picture} />}
      <p class="small">{own.deleted}</p>
    </section>
  );
}

function ThingList({ picture }: { readonly picture: FoundPicture<'objects'> }) {
  const own = partTexts.value.found;
  const failed = useSignal(false);
  const save = () =>
    drawnPicture(picture).then(saveFile, () => {
      failed.value = true;
    });
  return (
    <>
      <ul class="found-list">
        {picture.answer.objects.map((thing, at) => (
          <FoundRow key={at} named={thing} colour={thing.colour}>
            <span class="visually-hidden">{own.score} </span>
            {percent(thing.score)}
          </FoundRow>
        ))}
      </ul>
      <p class="small">{own.guesses}</p>
      <button type="button" class="button wide" onClick={save}>
        <DownloadIcon />
        {own.download}
      </button>
      {failed.value && (
        <p class="error-text" role="alert">
          {texts.value.downloads.failed}
        </p>
      )}
    </>
  );
}
