/** A small picture of the photo that points at the place of a check. The text beside it says the same. */
import type { Place } from '../../state/check-place.ts';
import type { ResultFile } from '../../state/result-files.ts';

interface PlacePictureProps {
  readonly file: ResultFile;
  readonly place: Place;
}

export function PlacePicture({ file: { url, output }, place: { boxes, lines } }: PlacePictureProps) {
  const { widthPx, heightPx } = output;
  const radius = widthPx * 0.02;
  return (
    <svg class="place-picture" viewBox={`0 0 ${widthPx} ${heightPx}`} aria-hidden="true" focusable="false">
      <image href={url} width={widthPx} height={heightPx} />
      {boxes.map(({ leftPx, topPx, widthPx: width, heightPx: height }) => (
        <rect key={leftPx} x={leftPx} y={topPx} width={width} height={height} rx={radius} />
      ))}
      {lines.map(([from, to]) => (
        <path key={`${from.x} ${from.y}`} d={`M${from.x} ${from.y}L${to.x} ${to.y}`} />
      ))}
    </svg>
  );
}
