/** The things of a picture by name, in both languages, and the button that saves the picture with them. */
import { useSignal } from '@preact/signals';
import { objectsTexts } from '../../locales/objects-texts.ts';
import { language, nameOf, texts } from '../../state/language.ts';
import type { FoundPicture } from '../../state/objects.ts';
import { saveFile } from '../../state/save-file.ts';
import { DownloadIcon } from '../controls/icons.tsx';
import { percent } from '../format.ts';
import { drawnPicture } from './drawn-picture.ts';

export function FoundList({ picture }: { readonly picture: FoundPicture }) {
  const own = objectsTexts[language.value];
  const failed = useSignal(false);
  const save = () =>
    drawnPicture(picture).then(saveFile, () => {
      failed.value = true;
    });
  return (
    <>
      <ul class="found-list">
        {picture.objects.map(({ en, zh, score, colour }, at) => (
          <li key={at}>
            <span class="found-colour" style={{ backgroundColor: colour }} />
            <span>
              {nameOf({ en, zh })}{' '}
              <small lang={language.value === 'en' ? 'zh-Hans' : 'en'}>{language.value === 'en' ? zh : en}</small>
            </span>
            <span class="small">
              <span class="visually-hidden">{own.score} </span>
              {percent(score)}
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
