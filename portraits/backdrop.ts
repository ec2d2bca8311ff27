/** Paints the backdrop of a portrait: walls in even or uneven light, or a room out of focus. Fills the whole picture, in px. */
import { mix } from './colour.ts';
import { between, seededRandom } from './random.ts';
import { createDefs, type Defs, element } from './svg.ts';

/** A named backdrop; any `#rrggbb` is a wall of that colour. */
const wallColours = {
  plain: '#c9ccce',
  bright: '#f6f5f2',
  dark: '#2b2d31',
  green: '#3aa35a',
} as const;

const shades = (defs: Defs, widthPx: number, heightPx: number, share: number): string =>
  element('rect', {
    width: widthPx,
    height: heightPx,
    fill: defs.radial(
      [
        [0, '#ffffff', share * 0.5],
        [0.5, '#ffffff', 0],
        [0.5, '#000000', 0],
        [1, '#000000', share],
      ],
      0.36,
      0.34,
      0.95,
    ),
  });

/** Shelves with books, a window and a plant, all far out of focus. */
function drawRoom(defs: Defs, widthPx: number, heightPx: number, seed: number): string {
  const random = seededRandom(seed ^ 0x5eed);
  const spines = ['#7c3b34', '#c98f4e', '#35566b', '#8a8f72', '#d9cdb6', '#4a3b52', '#5d7a5a'];
  const unit = widthPx / 1080;
  const books = [0.08, 0.27, 0.46, 0.65].flatMap((shelf) => {
    const floor = (shelf + 0.15) * heightPx;
    let x = widthPx * 0.42;
    const row = [
      element('rect', { x: widthPx * 0.4, y: floor, width: widthPx * 0.6, height: 16 * unit, fill: '#5a4130' }),
    ];
    while (x < widthPx) {
      const width = between(random, 22, 58) * unit;
      const height = between(random, 0.09, 0.14) * heightPx;
      const fill = spines[Math.floor(random() * spines.length)] ?? '#888888';
      if (random() > 0.12) row.push(element('rect', { x, y: floor - height, width, height, fill }));
      x += width + 2 * unit;
    }
    return row;
  });
  const leaves = Array.from({ length: 26 }, () => {
    const [cx, cy] = [between(random, 0.02, 0.3) * widthPx, between(random, 0.52, 0.8) * heightPx];
    return element('ellipse', {
      cx,
      cy,
      rx: 20 * unit,
      ry: 78 * unit,
      fill: mix('#2f5a38', '#8fae5a', random()),
      transform: `rotate(${Math.round(between(random, -60, 60))} ${cx} ${cy})`,
    });
  });
  const pane = { x: 0.05 * widthPx, y: 0.05 * heightPx, width: 0.28 * widthPx, height: 0.4 * heightPx };
  const inside = [
    element('rect', { x: -80, y: -80, width: widthPx + 160, height: heightPx + 160, fill: '#b7a58f' }),
    element('rect', { ...pane, fill: '#eef4f7', stroke: '#e7ded0', 'stroke-width': 26 * unit }),
    element('rect', { x: 0.18 * widthPx, y: pane.y, width: 14 * unit, height: pane.height, fill: '#e7ded0' }),
    element('rect', {
      x: 0.4 * widthPx,
      y: 0.05 * heightPx,
      width: 0.62 * widthPx,
      height: 0.8 * heightPx,
      fill: '#3d2d23',
    }),
    ...books,
    ...leaves,
  ].join('');
  const box = { x: -80, y: -80, width: widthPx + 160, height: heightPx + 160 };
  return element('g', { filter: defs.blur(9 * unit, box) }, inside);
}

/** @param backdrop a name of {@link wallColours}, `gradient`, `busy` or `#rrggbb`. */
export function drawBackdrop(backdrop: string, widthPx: number, heightPx: number, seed: number): string {
  const defs = createDefs('wall');
  const full = { width: widthPx, height: heightPx };
  const wall = (wallColours as Record<string, string>)[backdrop] ?? backdrop;
  const paint = (): string => {
    if (backdrop === 'busy') return drawRoom(defs, widthPx, heightPx, seed);
    if (backdrop === 'gradient') {
      const fill = defs.linear(
        [
          [0, '#8fb3d9'],
          [0.55, '#d7c9d6'],
          [1, '#e8a98c'],
        ],
        0.2,
        0,
        0.8,
        1,
      );
      return element('rect', { ...full, fill });
    }
    return (
      element('rect', { ...full, fill: wall }) + shades(defs, widthPx, heightPx, backdrop === 'bright' ? 0.05 : 0.16)
    );
  };
  const markup = paint();
  return defs.markup() + markup;
}
