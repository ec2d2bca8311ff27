/** The measurements of the adjusted photo with their bands. */
import type { AdjustedHead } from '../../../core/adjust/adjusted-head.ts';
import { centredBand, leanLimits } from '../../../core/adjust/measure-head.ts';
import { isUnusual, type UsualLimit, usualEyeLine, usualHeadHeight } from '../../../core/adjust/usual-limits.ts';
import type { Measured, Measurements } from '../../../core/photo-record.ts';
import type { AdjustTexts } from '../../locales/part-texts.ts';
import type { AdjustSession } from '../../state/adjust-session.ts';
import { texts } from '../../state/language.ts';
import { CheckIcon, CrossIcon } from '../controls/icons.tsx';
import { number, percent } from '../format.ts';

interface Row {
  readonly name: string;
  readonly value: string;
  /** Null: no rule. */
  readonly band: string | null;
  readonly isOff: boolean;
}

interface LiveNumbersProps {
  readonly session: AdjustSession;
  readonly head: AdjustedHead;
  readonly own: AdjustTexts;
}

export function LiveNumbers({ session, head, own }: LiveNumbersProps) {
  return (
    <table class="live-numbers">
      <caption class="visually-hidden">{own.numbers}</caption>
      <tbody>
        {rowsOf(head, session, own).map(({ name, value, band, isOff }) => (
          <tr key={name} data-off={isOff}>
            <th scope="row">{name}</th>
            <td>{value}</td>
            <td class="small">{band && own.allowed(band)}</td>
            <td>
              {band && (isOff ? <CrossIcon /> : <CheckIcon />)}
              {band && <span class="visually-hidden">{isOff ? own.isOut : own.isIn}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function rowsOf(
  { measured, leanDeg, eyes }: AdjustedHead,
  { standard, frame, adjust }: AdjustSession,
  own: AdjustTexts,
): Row[] {
  const usual = { headHeight: usualHeadHeight(standard, frame), eyeLineFromBottom: usualEyeLine(standard, frame) };
  const rows = (Object.keys(measured) as (keyof Measurements)[]).flatMap((name) => {
    const limit = name === 'headHeight' || name === 'eyeLineFromBottom' ? usual[name] : null;
    if (limit) return [shareRow(own.measures[name], measured[name].px, limit, frame.heightPx)];
    return measured[name].bandPx ? [lengthRow(own.measures[name], measured[name])] : [];
  });
  const share = eyes.x / frame.widthPx;
  const isTurned = adjust.value.turnDeg !== 0;
  return [
    ...rows,
    {
      name: own.measures.middle,
      value: percent(share),
      band: `${number(centredBand.min * 100)} – ${percent(centredBand.max)}`,
      isOff: share < centredBand.min || share > centredBand.max,
    },
    {
      name: own.measures.lean,
      value: `${number(Math.abs(leanDeg), 1)}°`,
      band: isTurned ? texts.value.rules.atMost(`${leanLimits.advisedDeg}°`) : null,
      isOff: isTurned && Math.abs(leanDeg) > leanLimits.advisedDeg,
    },
  ];
}

/** Returns a length whose limit is a share of the photo's height. */
function shareRow(name: string, px: number, limit: UsualLimit, heightPx: number): Row {
  return {
    name,
    value: percent(px / heightPx),
    band: `${number(limit.min * 100)} – ${number(limit.max * 100)} %`,
    isOff: isUnusual(px, limit, heightPx),
  };
}

function lengthRow(name: string, { px, mm, bandPx, bandMm, offByPx }: Measured): Row {
  const [value, band, digits, unit] = mm === null ? [px, bandPx, 0, 'px'] : [mm, bandMm, 1, 'mm'];
  return {
    name,
    value: `${number(value, digits)} ${unit}`,
    band: band && `${number(band.min, digits)} – ${number(band.max, digits)} ${unit}`,
    isOff: offByPx > 0,
  };
}
