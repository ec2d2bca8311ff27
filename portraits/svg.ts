/** The pen of the drawn portraits: elements, soft spots and edges, and the shared definitions (gradients, clips, blurs) of one SVG. */
import { type At, type Box, boxOf, type Curve } from './curves.ts';

/** Two decimals: a hundredth of a unit is a thirtieth of a pixel at most sizes. */
const short = (value: number): string => String(Math.round(value * 100) / 100);

const pair = ([x, y]: At): string => `${short(x)} ${short(y)}`;

/** Path data of joined pieces; closed when asked. */
export function pathOf(curves: readonly Curve[], closed = false): string {
  const [first] = curves;
  if (!first) return '';
  const pieces = curves.map(([, b, c, d]) => `C${pair(b)} ${pair(c)} ${pair(d)}`).join('');
  return `M${pair(first[0])}${pieces}${closed ? 'Z' : ''}`;
}

/** Attributes as text; numbers are shortened. */
export type Attributes = Readonly<Record<string, string | number>>;

/**
 * One element; `inside` is markup. The opacity of a shape is written as that of its paint: as the shape's own, the
 * renderer would lay out a surface of the whole picture for each.
 */
export function element(name: string, attributes: Attributes, inside = ''): string {
  const list = Object.entries(attributes).map(([key, value]) => {
    const text = typeof value === 'number' ? short(value) : value;
    return key === 'opacity' && name !== 'g' ? ` fill-opacity="${text}" stroke-opacity="${text}"` : ` ${key}="${text}"`;
  });
  return inside ? `<${name}${list.join('')}>${inside}</${name}>` : `<${name}${list.join('')}/>`;
}

/** A filled or stroked path. */
export function drawPath(curves: readonly Curve[], attributes: Attributes, closed = false): string {
  return element('path', { d: pathOf(curves, closed), ...attributes });
}

/** A line of even width with round ends. */
export function drawLine(curves: readonly Curve[], stroke: string, width: number, more: Attributes = {}): string {
  return drawPath(curves, { fill: 'none', stroke, 'stroke-width': width, 'stroke-linecap': 'round', ...more });
}

/** Gradient stop: share of the way, colour, opacity (1 when left out). */
export type Stop = readonly [share: number, colour: string, opacity?: number];

/** Collects the definitions of one drawing; each method returns the `url(#...)` to refer to it by. */
export interface Defs {
  /** Runs over the shape's own box, from (x1, y1) to (x2, y2) in shares of it. */
  linear(stops: readonly Stop[], x1: number, y1: number, x2: number, y2: number): string;
  /** Runs from (fx, fy) to the rim of radius r round the middle, all in shares of the shape's own box. */
  radial(stops: readonly Stop[], fx?: number, fy?: number, r?: number): string;
  clip(curves: readonly Curve[]): string;
  /** Gaussian of that deviation, computed inside the box only. */
  blur(deviation: number, box: Box): string;
  /** A soft spot: full colour in the middle, nothing at the rim, Gaussian between. */
  spot(colour: string): string;
  markup(): string;
}

/** @param prefix keeps the ids of several people in one picture apart. */
export function createDefs(prefix: string): Defs {
  const known = new Map<string, string>();
  const add = (name: string, attributes: Attributes, inside: string): string => {
    const key = element(name, attributes, inside);
    const id = known.get(key) ?? `${prefix}${known.size}`;
    known.set(key, id);
    return `url(#${id})`;
  };
  const stopMarkup = (stops: readonly Stop[]) =>
    stops
      .map(([offset, colour, opacity = 1]) =>
        element('stop', { offset, 'stop-color': colour, 'stop-opacity': opacity }),
      )
      .join('');
  const radial: Defs['radial'] = (stops, fx = 0.5, fy = 0.5, r = 0.5) =>
    add('radialGradient', { fx, fy, r }, stopMarkup(stops));
  return {
    linear: (stops, x1, y1, x2, y2) => add('linearGradient', { x1, y1, x2, y2 }, stopMarkup(stops)),
    radial,
    clip: (curves) => add('clipPath', {}, drawPath(curves, {}, true)),
    blur: (deviation, box) =>
      add(
        'filter',
        { filterUnits: 'userSpaceOnUse', 'color-interpolation-filters': 'sRGB', ...box },
        element('feGaussianBlur', { stdDeviation: deviation }),
      ),
    spot: (colour) => radial([0, 0.2, 0.4, 0.6, 0.8, 1].map((r) => [r, colour, r === 1 ? 0 : Math.exp(-4 * r * r)])),
    markup: () => element('defs', {}, [...known].map(([key, id]) => key.replace(/^<(\w+)/, `<$1 id="${id}"`)).join('')),
  };
}

/** A soft spot of light or shade. */
export function drawSpot(
  defs: Defs,
  colour: string,
  [cx, cy]: At,
  rx: number,
  ry: number,
  opacity: number,
  turnDeg = 0,
): string {
  const turn: Attributes = turnDeg === 0 ? {} : { transform: `rotate(${short(turnDeg)} ${short(cx)} ${short(cy)})` };
  return element('ellipse', { cx, cy, rx, ry, fill: defs.spot(colour), opacity, ...turn });
}

/** Closed outlines, or lines where `stroke` is given, with their edges blurred in one pass; each pass costs the renderer a surface of the whole picture. */
export function drawSoft(
  defs: Defs,
  outlines: readonly (readonly Curve[])[],
  deviation: number,
  { transform, ...paint }: Attributes,
): string {
  const filter = defs.blur(deviation, boxOf(outlines.flat(), 3 * deviation + Number(paint['stroke-width'] ?? 0)));
  const line = 'stroke' in paint;
  const shapes = outlines.map((outline) => drawPath(outline, line ? { fill: 'none', ...paint } : paint, !line));
  return element('g', transform === undefined ? { filter } : { filter, transform }, shapes.join(''));
}

/** Shade along the inner rim of a form that turns away; the caller clips it to the outline. */
export function drawRim(
  defs: Defs,
  outline: readonly Curve[],
  stroke: string,
  deviation: number,
  opacity: number,
): string {
  return drawSoft(defs, [outline], deviation, { stroke, 'stroke-width': 2 * deviation, opacity });
}

/**
 * A fine line with blurred edges, without the cost of a blur: strokes of Gaussian falling width over one another. Its
 * middle is as dark as the blurred line's would be. Few layers: each rounds to 8 bits, and many faint ones tint.
 */
export function drawFeathered(
  curves: readonly Curve[],
  stroke: string,
  width: number,
  deviation: number,
  more: Attributes = {},
): string {
  const { opacity = 1, ...rest } = more;
  const reach = Math.sqrt(deviation ** 2 + width ** 2 / 12);
  const peak = Number(opacity) * Math.min(0.97, width / (Math.sqrt(2 * Math.PI) * reach));
  const layers = Math.max(2, Math.min(9, Math.round(peak / 0.08)));
  const each = 1 - (1 - peak) ** (1 / layers);
  return Array.from({ length: layers }, (_, k) => {
    const radius = reach * Math.sqrt(-2 * Math.log((k + 0.5) / layers));
    return drawLine(curves, stroke, 2 * radius, { 'stroke-opacity': each.toFixed(4), ...rest });
  }).join('');
}
