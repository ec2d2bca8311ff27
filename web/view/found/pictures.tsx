/** The picture: with a box and a name for each thing, or as it is. The list beside it says the same. */

import type { FoundPicture } from '../../state/found.ts';
import { partTexts, thingName } from '../../state/language.ts';
import { list } from '../format.ts';
import { inkOn } from './ink-on.ts';

export function PictureBoxes({ picture }: { readonly picture: FoundPicture<'objects'> }) {
  const own = partTexts.value.found;
  const { url, size, isDrawn, answer } = picture;
  const { objects } = answer;
  const share = (px: number, of: number) => `${(px / of) * 100}%`;
  return (
    <div class="picture-boxes" style={{ '--ratio': String(size.widthPx / size.heightPx) }}>
      <img src={url ?? ''} alt={objects.length > 0 ? own.alt(list(objects.map(thingName))) : own.none} />
      {objects.map(({ box, colour, ...thing }, at) => (
        <div
          key={at}
          class="picture-box"
          aria-hidden="true"
          data-drawn={isDrawn}
          style={{
            left: share(box.leftPx, size.widthPx),
            top: share(box.topPx, size.heightPx),
            width: share(box.widthPx, size.widthPx),
            height: share(box.heightPx, size.heightPx),
            borderColor: colour,
          }}
        >
          <span style={{ backgroundColor: colour, color: inkOn(colour) }}>{thingName(thing)}</span>
        </div>
      ))}
    </div>
  );
}

/** The picture, or its name where the browser cannot show its format. */
export function PlainPicture({ picture: { name, url, size } }: { readonly picture: FoundPicture<'tags'> }) {
  const own = partTexts.value.found;
  if (url === null) return <p class="mat-note">{own.cannotShow(name)}</p>;
  return (
    <div class="picture-boxes" style={{ '--ratio': String(size.widthPx / size.heightPx) }}>
      <img src={url} alt={own.plainAlt} />
    </div>
  );
}
