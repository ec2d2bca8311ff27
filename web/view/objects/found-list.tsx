/** The things of a picture by name, in the page's language and in English or Chinese, and the button that saves the picture with them. */
import { useSignal } from '@preact/signals';
import { language, partTexts, texts, thingName } from '../../state/language.ts';
import type { FoundPicture } from '../../state/objects.ts';
import { saveFile } from '../../state/save-file.ts';
import { DownloadIcon } from '../controls/icons.tsx';
import { percent } from '../format.ts';
import { drawnPicture } from './drawn-picture.ts';

export function FoundList({ picture }: { readonly picture: FoundPicture }) {
  const own = partTexts.value.objects;
  const failed = useSignal(false);
  const other = language.value === 'en' ? 'zh-Hans' : 'en';
  const save = () =>
    drawnPicture(picture).then(saveFile, () => {
      failed.value = true;
    });
  return (
    <>
      <ul class="found-list">
        {picture.objects.map((thing, at) => (
          <li key={at}>
            <span class="found-colour" style={{ backgroundColor: thing.colour }} />
            <span>
              {thingName(thing)} <small lang={other}>{other === 'en' ? thing.en : thing.zh}</small>
            </span>
            <span class="small">
              <span class="visually-hidden">{own.score} </span>
              {percent(thing.score)}
            </span>
          </li>
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
