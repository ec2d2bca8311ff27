/** Makes the files of an order for a comic: draws the portrait, puts grounds behind it, encodes it. */
import { comicLooks, networkLook, usualComicPx } from '../../core/comic-looks.ts';
import type { Edit } from '../../core/edits.ts';
import { PhotoRejected } from '../../core/errors.ts';
import type { OutputNote } from '../../core/notes.ts';
import type { PhotoOrder } from '../../core/order.ts';
import { type Cutout, longestSide, type Raster } from '../../core/raster.ts';
import { verdictOf } from '../../core/verdict.ts';
import { putBehind } from '../compose/backdrop.ts';
import { openBackdropImage } from '../compose/backdrop-image.ts';
import { encodePng } from '../compose/encode.ts';
import type { ComposedFile } from '../compose/finish.ts';
import { decodeCutout, type StoredCutout } from '../compose/open-cutout.ts';
import type { FunctionMemory } from '../memory/function-memory.ts';
import { comicJob } from './comic-jobs.ts';
import { drawComic } from './draw.ts';
import { type ComicNetwork, drawByNetwork, type NetworkComic } from './draw-by-network.ts';
import { fitComic } from './fit-comic.ts';

/** A comic has no size on paper. Most programs print at this density. */
const usualDensityDpi = 300;

const notForOffices: OutputNote = {
  code: 'not-for-offices',
  message: 'A comic is a drawing and not for offices: none takes it as a photo.',
};

const otherLooks = `Order one of the looks ${comicLooks.join(', ')}.`;

/** What the function has for comics beside the cutout. */
export interface ComicSettings {
  /** Null or absent: no limit. */
  readonly memory?: FunctionMemory | null;
  /** Draws the look `network`; null or absent: the studio has none. */
  readonly comicNetwork?: ComicNetwork | null;
}

/**
 * Yields the files of the order.
 * @throws PhotoRejected `bad-order` for a sheet, JPEG, the photo's own background, an unknown backdrop, or ink on paper;
 *   `too-large-for-memory`.
 */
export async function* composeComic(
  input: StoredCutout & ComicSettings,
  order: PhotoOrder,
  mark: (step: string) => void,
): AsyncGenerator<ComposedFile> {
  const { look, sidePx, files } = comicJob(order);
  const { head, backdropImage, memory = null, comicNetwork = null } = input;
  if (head.ink)
    throw new PhotoRejected('bad-order', `The picture was sent as a ${head.ink.kind}. Send it again as a comic.`);
  const person = await decodeCutout(input, order.strokes);
  mark('decode');
  const drawn = (): NetworkComic | Promise<NetworkComic> => {
    if (look === networkLook) {
      if (!comicNetwork) throw new PhotoRejected('bad-order', `This studio has no network for comics. ${otherLooks}`);
      return drawByNetwork(person, head, { sidePx, network: comicNetwork, memory }, mark);
    }
    const fitted = fitComic(person, head, sidePx, memory);
    return { ...drawComic(person, head, { look, sidePx: fitted.sidePx }, mark), degraded: fitted.degraded };
  };
  const { portrait, scale, degraded } = await drawn();
  const imageInFrame = async (id: string) => {
    const bytes = await backdropImage?.(id);
    if (!bytes) throw new PhotoRejected('bad-order', `There is no backdrop picture ${id}.`);
    return openBackdropImage(bytes, portrait);
  };
  const densityDpi = order.densityDpi ?? usualDensityDpi;
  const strokeCount = order.strokes?.length ?? 0;
  for (const { ground, fileName } of files) {
    const picture = await putBehind(ground, portrait, async () => portrait, imageInFrame);
    const bytes = await encodePng(picture, { densityDpi, minBytes: null, maxBytes: null });
    mark('encode');
    const output = outputOf(picture, bytes.length, { backdrop: ground.name, densityDpi, scale, strokeCount });
    yield { fileName, bytes, output, degraded };
  }
}

interface ComicFacts {
  readonly backdrop: string;
  readonly densityDpi: number;
  readonly scale: number;
  readonly strokeCount: number;
}

function outputOf(
  { widthPx, heightPx }: Raster | Cutout,
  sizeBytes: number,
  { backdrop, densityDpi, scale, strokeCount }: ComicFacts,
): ComposedFile['output'] {
  const edits: Edit[] = [
    { kind: 'cropped', value: null },
    { kind: scale > 1 ? 'enlarged' : 'scaled', value: scale },
    ...(strokeCount > 0 ? [{ kind: 'cutout-corrected', value: strokeCount } as const] : []),
    { kind: 'backdrop-replaced', value: null },
    { kind: 'drawn', value: null },
  ];
  const notes = [notForOffices, ...sizeNotes(longestSide({ widthPx, heightPx }))];
  const judged = { kind: 'comic', profile: null, checks: [], notes, edits } as const;
  return {
    ...{ kind: 'comic', standard: null, profile: null, backdrop, contentType: 'image/png' },
    ...{ widthPx, heightPx, densityDpi, sizeBytes, sheet: null, measured: null, measuredSecond: null, crop: null },
    ...{ notes, checks: [], edits, ...verdictOf(judged, [], null) },
  };
}

/** Warns of a portrait that is larger than usual. */
function sizeNotes(sidePx: number): OutputNote[] {
  if (sidePx <= usualComicPx) return [];
  const times = ((sidePx / usualComicPx) ** 2).toFixed(1);
  const message = `${sidePx} px take ${times} times the time and memory of ${usualComicPx} px; lines and colours are made for ${usualComicPx} px.`;
  return [{ code: 'beyond-usual-size', message }];
}
