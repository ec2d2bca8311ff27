/** The comic stage: from a cutout and its head measurements to a drawn portrait on a clear ground. Each step has a file of its own. */
import type { ComicLook } from '../../core/comic-looks.ts';
import type { HeadMeasurements } from '../../core/head.ts';
import { type Cutout, cutout } from '../../core/raster.ts';
import { endAtEdges } from '../compose/edges.ts';
import { resample } from '../compose/resample.ts';
import { faceDetail } from './face-detail.ts';
import * as kernels from './kernels.ts';
import { looks } from './looks.ts';
import { portraitFrame } from './portrait-frame.ts';
import { skinColour } from './skin.ts';

/** A finished portrait. */
export interface ComicPortrait {
  readonly portrait: Cutout;
  /** Px of the portrait per px of the cutout. */
  readonly scale: number;
}

/**
 * Draws the portrait.
 * @param sidePx the longer side. The portrait is smaller when the head has too few px.
 * @param mark is called with the name of each step when the step ends.
 */
export function drawComic(
  source: Cutout,
  measured: HeadMeasurements,
  { look, sidePx }: { readonly look: ComicLook; readonly sidePx: number },
  mark: (step: string) => void = () => {},
): ComicPortrait {
  const settings = looks[look];
  const frame = portraitFrame(source, measured, sidePx);
  const { widthPx, heightPx } = frame;
  const person = resample(source, frame.map, frame);
  endAtEdges(person, source, frame.map);
  mark('crop');
  const size = { widthPx, heightPx };
  const unit = Math.max(widthPx, heightPx) / 1024;
  const plain = kernels.labPlane({ photo: person.data, ...size });
  mark('lab');
  const directions = kernels.flow({ picture: plain, ...size, sigma: Math.max(0.7, 1.8 * unit) });
  mark('flow');
  const radius = Math.max(2, Math.round(4 * unit));
  const { range } = settings;
  const filter = { directions, radius, range };
  const fine = kernels.smooth({ picture: plain, ...size, ...filter, directionShift: 1, stepPx: 1 });
  const half = { widthPx: (widthPx + 1) >> 1, heightPx: (heightPx + 1) >> 1 };
  let flat = kernels.halveLab({ picture: fine, ...size });
  for (let round = 1; round <= settings.rounds; round++)
    flat = kernels.smooth({ picture: flat, ...half, ...filter, directionShift: 0, stepPx: round });
  mark('smooth');
  const sigma = Math.max(0.8, settings.sigmaPx * unit);
  const { texture } = settings;
  const skin = skinColour(fine, measured, frame);
  const least = settings.least * Math.min(1, Math.max(0.45, skin.lightness / 65));
  const strokes = kernels.lines({ picture: fine, directions, ...size, sigma, reachPx: 3.2 * sigma, least, texture });
  mark('lines');
  const { step, sharpness, soft, saturation, lineShare, dotPx, rimPx } = settings;
  const toned = kernels.tone({
    ...{ fine, flat, strokes, detail: faceDetail(measured, frame), ...size },
    ...{ skinL: skin.lightness, skinA: skin.a, skinB: skin.b },
    ...{ range, step, sharpness, soft, saturation, lineShare, dotPx: dotPx * unit },
    black: Math.min(settings.black, 0.6 * skin.lightness),
  });
  mark('tone');
  const data = rimPx > 0 ? kernels.rim({ portrait: toned, ...size, rimPx: rimPx * unit, linePx: 3 * unit }) : toned;
  mark('rim');
  return { portrait: cutout(widthPx, heightPx, data), scale: frame.scale };
}
