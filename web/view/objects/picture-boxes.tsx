/** The picture with a box and a name for each thing. The list beside it says the same. */
import { partTexts, thingName } from '../../state/language.ts';
import type { FoundPicture } from '../../state/objects.ts';
import { list } from '../format.ts';
import { inkOn } from './ink-on.ts';

export function PictureBoxes({ picture: { url, size, objects, isDrawn } }: { readonly picture: FoundPicture }) {
  const own = partTexts.value.objects;
  const share = (px: number, of: number) => `${(px / of) * 100}%`;
  return (
    <div class="picture-boxes" style={{ '--ratio': String(size.widthPx / size.heightPx) }}>
      <img src={url} alt={objects.length > 0 ? own.alt(list(objects.map(thingName))) : own.none} />
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
