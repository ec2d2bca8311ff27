/** The selected photo as a comic portrait. It is drawn when it is shown for the first time. */
import { useEffect } from 'preact/hooks';
import { comicsOf, drawComic, ground, look } from '../../state/comic.ts';
import { partTexts, texts } from '../../state/language.ts';
import type { Photo } from '../../state/photo.ts';
import { RetryIcon } from '../controls/icons.tsx';

export function ComicView({ photo }: { readonly photo: Photo }) {
  const own = partTexts.value.comic;
  const wanted = look.value;
  const comic = comicsOf(photo).value.get(wanted);
  useEffect(() => void drawComic(photo, wanted), [photo, wanted]);
  if (comic?.kind === 'failed')
    return (
      <div class="mat-note" role="alert">
        <p>{comic.isExpired ? own.expired : own.failed}</p>
        <button type="button" class="button" onClick={() => void drawComic(photo, wanted)}>
          <RetryIcon />
          {texts.value.actions.retry}
        </button>
      </div>
    );
  if (comic?.kind !== 'done')
    return (
      <p class="mat-note" role="status">
        {own.drawing}
      </p>
    );
  return (
    <img
      class="comic-picture"
      data-clear={ground.value === null}
      style={{ backgroundColor: ground.value ?? '' }}
      src={comic.url}
      alt={own.alt(photo.name, own.looks[wanted])}
    />
  );
}
