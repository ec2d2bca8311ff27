/** A drawing of a standard to scale: the shape of the photo, and the size and place of the head. */
import { useId } from 'preact/hooks';
import type { Frame } from '../../../core/frame.ts';

/** Width of a head with hair as a share of its height. */
const headAspect = 0.74;
/** Margin above the head as a share of the height, when there is no rule. Photo studios leave about as much. */
const usualTopShare = 0.1;

/** Distances from the upper edge, as shares of the height. */
interface HeadPlace {
  readonly crown: number;
  readonly chin: number;
  readonly eyes: number;
}

/** Places the head in the middle of the ranges that the rules allow. */
function placeHead({ heightPx, rules, aim }: Frame): HeadPlace {
  const head = (rules.headHeight ? middle(rules.headHeight) : aim.headHeightPx || heightPx * 0.66) / heightPx;
  const byChin = rules.chinToBottom && 1 - middle(rules.chinToBottom) / heightPx - head;
  const top = rules.topMargin
    ? middle(rules.topMargin) / heightPx
    : aim.topMarginPx
      ? aim.topMarginPx / heightPx
      : null;
  // The eyes are in the middle of a head.
  const byEyes = rules.eyeLine && 1 - middle(rules.eyeLine) / heightPx - head / 2;
  const preferred = top ?? byEyes ?? byChin ?? Math.min(usualTopShare, (1 - head) / 2);
  const crown = Math.max(0.02, Math.min(preferred, 0.98 - head));
  return { crown, chin: crown + head, eyes: crown + head / 2 };
}

const middle = ({ min, max }: { readonly min: number; readonly max: number }) => (min + max) / 2;

/** px of the drawing. */
interface Body {
  readonly centre: number;
  readonly chinY: number;
  readonly headHeight: number;
  readonly headWidth: number;
  readonly bottom: number;
}

/** Returns the SVG path of the neck and shoulders of an adult. The frame cuts off what is outside. */
function bodyPath({ centre, chinY, headHeight, headWidth, bottom }: Body): string {
  const [neck, shoulder] = [headWidth * 0.27, headWidth * 1.15];
  const [jaw, collar, slope] = [chinY - headHeight * 0.2, chinY + headHeight * 0.1, chinY + headHeight * 0.3];
  const end = Math.max(bottom, slope + headHeight * 0.2);
  const half = (side: 1 | -1) =>
    `L${centre + side * neck} ${collar}C${centre + side * neck} ${slope - headHeight * 0.06} ${centre + side * shoulder} ${slope - headHeight * 0.1} ${centre + side * shoulder} ${end}`;
  const left = half(-1).replace(/^L/, `M${centre - neck} ${jaw}L`);
  return `${left}H${centre + shoulder}C${centre + shoulder} ${slope - headHeight * 0.1} ${centre + neck} ${slope - headHeight * 0.06} ${centre + neck} ${collar}V${jaw}z`;
}

/** @param lines true draws the crown, eye and chin lines. */
export function FrameDrawing({ frame, lines = false }: { readonly frame: Frame; readonly lines?: boolean }) {
  const id = useId();
  const side = 100;
  const scale = side / Math.max(frame.widthPx, frame.heightPx);
  const [width, height] = [frame.widthPx * scale, frame.heightPx * scale];
  const { crown, chin, eyes } = placeHead(frame);
  const headHeight = (chin - crown) * height;
  const headWidth = headHeight * headAspect;
  const centre = width / 2;
  const body = bodyPath({ centre, chinY: chin * height, headHeight, headWidth, bottom: height });
  return (
    <svg class="frame-drawing" viewBox={`-1 -1 ${width + 2} ${height + 2}`} aria-hidden="true" focusable="false">
      <clipPath id={id}>
        <rect width={width} height={height} rx="1" />
      </clipPath>
      <rect class="frame-paper" width={width} height={height} rx="1" />
      <path class="frame-body" d={body} clip-path={`url(#${id})`} />
      <ellipse
        class="frame-head"
        cx={centre}
        cy={crown * height + headHeight / 2}
        rx={headWidth / 2}
        ry={headHeight / 2}
      />
      {lines &&
        [crown, eyes, chin].map((share) => <path key={share} class="frame-line" d={`M0 ${share * height}h${width}`} />)}
    </svg>
  );
}
