/** The lines of the rules on the picture: crown, eyes and chin, and the band in which each must lie. */
import type { AdjustedHead } from '../../../core/adjust/adjusted-head.ts';
import { centredBand } from '../../../core/adjust/measure-head.ts';
import { isUnusual, usualEyeLine, usualHeadHeight } from '../../../core/adjust/usual-limits.ts';
import type { Frame } from '../../../core/frame.ts';
import type { Band } from '../../../core/measure.ts';
import type { AdjustTexts } from '../../locales/part-texts.ts';
import type { AdjustSession } from '../../state/adjust-session.ts';

interface RuleLinesProps {
  readonly session: AdjustSession;
  readonly names: AdjustTexts['lines'];
}

export function RuleLines({ session, names }: RuleLinesProps) {
  const { widthPx, heightPx } = session.frame;
  return (
    <svg class="rule-lines" viewBox={`0 0 ${widthPx} ${heightPx}`} aria-hidden="true" focusable="false">
      <path
        class="rule-middle"
        d={`M${widthPx * centredBand.min} 0V${heightPx}M${widthPx * centredBand.max} 0V${heightPx}`}
      />
      {session.heads.value.flatMap((head, at) =>
        linesOf(head, session).map((line) => (
          <Line key={`${at} ${line.name}`} line={line} name={names[line.name]} frame={session.frame} />
        )),
      )}
    </svg>
  );
}

interface RuleLine {
  readonly name: keyof AdjustTexts['lines'];
  /** Px from the upper edge. */
  readonly y: number;
  /** Px from the upper edge; null: no rule. */
  readonly band: Band | null;
  readonly isOff: boolean;
}

function linesOf({ measured, crownY, chinY, eyes }: AdjustedHead, { standard, frame }: AdjustSession): RuleLine[] {
  const { rules, heightPx } = frame;
  const { headHeight, topMargin, eyeLineFromBottom, chinToBottom } = measured;
  const [usualHeight, usualEyes] = [usualHeadHeight(standard, frame), usualEyeLine(standard, frame)];
  const inPx = (shares: Band | null) => shares && { min: shares.min * heightPx, max: shares.max * heightPx };
  const fromBelow = (band: Band | null) => band && { min: heightPx - band.max, max: heightPx - band.min };
  const heights = rules.headHeight ?? inPx(usualHeight);
  const ofHeight = heights && { min: chinY - heights.max, max: chinY - heights.min };
  const isHeightOff = headHeight.offByPx > 0 || isUnusual(headHeight.px, usualHeight, heightPx);
  const areEyesOff = eyeLineFromBottom.offByPx > 0 || isUnusual(eyeLineFromBottom.px, usualEyes, heightPx);
  return [
    {
      ...{ name: 'crown', y: crownY, band: both(rules.topMargin, ofHeight) },
      isOff: isHeightOff || topMargin.offByPx > 0 || crownY < 0,
    },
    { name: 'eyes', y: eyes.y, band: fromBelow(rules.eyeLine ?? inPx(usualEyes)), isOff: areEyesOff },
    { name: 'chin', y: chinY, band: fromBelow(rules.chinToBottom), isOff: chinToBottom.offByPx > 0 },
  ];
}

/** Returns where the crown may be: by the space above it, and by the height of the head above the chin. */
function both(first: Band | null, second: Band | null): Band | null {
  if (!first || !second) return first ?? second;
  const shared = { min: Math.max(first.min, second.min), max: Math.min(first.max, second.max) };
  return shared.min <= shared.max ? shared : first;
}

interface LineProps {
  readonly line: RuleLine;
  readonly name: string;
  readonly frame: Frame;
}

function Line({ line: { y, band, isOff }, name, frame: { widthPx, heightPx } }: LineProps) {
  const sizePx = heightPx * 0.032;
  return (
    <g class="rule-line" data-off={isOff}>
      {band && <rect x="0" y={band.min} width={widthPx} height={Math.max(0, band.max - band.min)} />}
      <path class="halo" d={`M0 ${y}H${widthPx}`} />
      <path d={`M0 ${y}H${widthPx}`} />
      <text x={sizePx * 0.4} y={y - sizePx * 0.35} font-size={sizePx}>
        {isOff ? `${name} ✕` : name}
      </text>
    </g>
  );
}
