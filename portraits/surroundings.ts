/** Puts a finished portrait into another picture: with a border, between bars, as a print on a scanner or on a table. */
import sharp from 'sharp';
import { type Raster, raster } from '../core/raster.ts';
import { seededRandom } from './random.ts';

/**
 * `border`: a white border all around. `bars`: black bars above and below. `scan`: a print with a white border under the
 * lid of a scanner, which is grey and unevenly lit. `table`: a print with a white border on a wooden table.
 */
export type Surroundings = 'border' | 'bars' | 'scan' | 'table';

interface SurroundedPortrait {
  readonly picture: Raster;
  /** The place of the portrait before it was turned, px of the picture. */
  readonly rect: {
    readonly leftPx: number;
    readonly topPx: number;
    readonly widthPx: number;
    readonly heightPx: number;
  };
}

/** Share of the portrait's width that a border takes on each side. */
const borderShare = 0.05;
/** Share of the portrait's height that a bar takes. */
const barShare = 0.16;

/** Puts a portrait into surroundings. @param turnDeg turns a print on the table, clockwise. */
export async function surround(photo: Raster, kind: Surroundings, turnDeg = 0): Promise<SurroundedPortrait> {
  const { widthPx, heightPx } = photo;
  const border = Math.round(borderShare * widthPx);
  if (kind === 'bars') {
    const bar = Math.round(barShare * heightPx);
    const picture = await extend(photo, { top: bar, bottom: bar, left: 0, right: 0 }, '#000000');
    return { picture, rect: { leftPx: 0, topPx: bar, widthPx, heightPx } };
  }
  const print = await extend(photo, { top: border, bottom: border, left: border, right: border }, '#ffffff');
  if (kind === 'border') return { picture: print, rect: { leftPx: border, topPx: border, widthPx, heightPx } };
  const [sheetWidthPx, sheetHeightPx] = [Math.round(print.widthPx * 1.9), Math.round(print.heightPx * 1.7)];
  const sheet = kind === 'scan' ? drawLid(sheetWidthPx, sheetHeightPx) : drawTable(sheetWidthPx, sheetHeightPx);
  const [leftPx, topPx] = [Math.round(print.widthPx * 0.3), Math.round(print.heightPx * 0.25)];
  const turned = sharp(print.data, { raw: rawOf(print) })
    .ensureAlpha()
    .rotate(turnDeg, { background: '#00000000' });
  const input = await turned.png().toBuffer();
  const { data } = await sharp(sheet.data, { raw: rawOf(sheet) })
    .composite([{ input, left: leftPx, top: topPx }])
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    picture: raster(sheetWidthPx, sheetHeightPx, new Uint8Array(data)),
    rect: { leftPx: leftPx + border, topPx: topPx + border, widthPx, heightPx },
  };
}

const rawOf = ({ widthPx, heightPx }: Raster) => ({ width: widthPx, height: heightPx, channels: 3 }) as const;

async function extend(
  photo: Raster,
  sides: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number },
  background: string,
): Promise<Raster> {
  const { data, info } = await sharp(photo.data, { raw: rawOf(photo) })
    .extend({ ...sides, background })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return raster(info.width, info.height, new Uint8Array(data));
}

/** Draws the white lid of a scanner: a little darker towards one corner, with noise. */
function drawLid(widthPx: number, heightPx: number): Raster {
  return drawPixels(widthPx, heightPx, (x, y, random) => {
    const level = 236 - 14 * (x / widthPx) * (y / heightPx) + 3 * (random - 0.5);
    return [level, level, level - 3];
  });
}

/** Draws a table of wood: brown with a wavy grain along it. */
function drawTable(widthPx: number, heightPx: number): Raster {
  return drawPixels(widthPx, heightPx, (x, y, random) => {
    const grain = 7 * Math.sin((y + 18 * Math.sin(x / 160)) / 9) + 4 * Math.sin(y / 31 + x / 400) + 5 * (random - 0.5);
    return [142 + grain, 101 + grain * 0.8, 66 + grain * 0.6];
  });
}

type Colour = (x: number, y: number, random: number) => readonly [number, number, number];

function drawPixels(widthPx: number, heightPx: number, colour: Colour): Raster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  const random = seededRandom(5);
  for (let at = 0; at < widthPx * heightPx; at++) {
    data.set(
      colour(at % widthPx, Math.floor(at / widthPx), random()).map((level) =>
        Math.round(Math.max(0, Math.min(255, level))),
      ),
      at * 3,
    );
  }
  return raster(widthPx, heightPx, data);
}
