/** Dimension lines around the finished photo: its size, the height of the head and the eye line, as compose measured them. */
import type { Measured } from '../../../core/photo-record.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import { texts } from '../../state/language.ts';
import type { ApiOutput } from '../../state/result-files.ts';
import { number, withUnit } from '../format.ts';

interface MeasuresProps {
  readonly output: ApiOutput;
  readonly standard: PhotoStandard;
}

export function Measures({ output, standard }: MeasuresProps) {
  const { measured, widthPx, heightPx, profile } = output;
  const { compare } = texts.value;
  if (!measured) return null;
  const onPaper = profile === 'print' ? standard.print : null;
  const side = (mm: number | undefined, px: number) =>
    mm === undefined ? withUnit(number(px), 'px') : withUnit(number(mm, 1), 'mm');
  const share = (px: number) => `${(100 * px) / heightPx}%`;
  const { headHeight, topMargin, eyeLineFromBottom } = measured;
  return (
    <div aria-hidden="true">
      <span class="measure across">
        <b>{side(onPaper?.widthMm, widthPx)}</b>
      </span>
      <span class="measure down">
        <b>{side(onPaper?.heightMm, heightPx)}</b>
      </span>
      <span
        class="measure head"
        data-off={headHeight.offByPx > 0}
        style={{ top: share(topMargin.px), height: share(headHeight.px) }}
      >
        <b>
          {compare.head}
          <br />
          {lengthText(headHeight)}
          {bandText(headHeight) && <small>{bandText(headHeight)}</small>}
        </b>
      </span>
      <span class="measure eyes" style={{ bottom: share(eyeLineFromBottom.px) }} />
    </div>
  );
}

function lengthText({ mm, px }: Measured): string {
  return mm === null ? withUnit(number(px), 'px') : withUnit(number(mm, 1), 'mm');
}

function bandText({ bandMm, bandPx, mm }: Measured): string | null {
  const band = mm === null ? bandPx : bandMm;
  if (!band) return null;
  const digits = mm === null ? 0 : 1;
  return `${number(band.min, digits)} – ${number(band.max, digits)}`;
}
