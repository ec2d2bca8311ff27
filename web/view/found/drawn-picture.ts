/** Draws boxes and names into a picture, for the file that is saved. */
import { encoded, loadPicture } from '../../browser/decode-picture.ts';
import type { FoundPicture } from '../../state/found.ts';
import { thingName } from '../../state/language.ts';
import type { NamedFile } from '../../state/save-file.ts';
import { inkOn } from './ink-on.ts';

/** Parts of the picture's long edge: width of the lines, height of the letters. */
const lineShare = 1 / 300;
const letterShare = 1 / 45;

/** Returns the picture with the boxes as PNG. @throws Error when the browser cannot draw it. */
export async function drawnPicture({ name, url, size, answer }: FoundPicture<'objects'>): Promise<NamedFile> {
  const canvas = await loadPicture(url ?? '');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the browser has no canvas');
  const longPx = Math.max(canvas.width, canvas.height);
  const letterPx = Math.max(10, longPx * letterShare);
  // A picture that the studio has drawn is smaller than the upload.
  const scale = canvas.width / size.widthPx;
  context.lineWidth = Math.max(2, longPx * lineShare);
  context.font = `600 ${letterPx}px system-ui, sans-serif`;
  context.textBaseline = 'top';
  for (const { box, colour, ...thing } of answer.objects.toReversed()) {
    const [x, y] = [box.leftPx * scale, box.topPx * scale];
    context.strokeStyle = colour;
    context.strokeRect(x, y, box.widthPx * scale, box.heightPx * scale);
    context.fillStyle = colour;
    context.fillRect(x, y, context.measureText(thingName(thing)).width + letterPx * 0.6, letterPx * 1.4);
    context.fillStyle = inkOn(colour);
    context.fillText(thingName(thing), x + letterPx * 0.3, y + letterPx * 0.2);
  }
  const stem = name.replace(/\.[^.]+$/, '').replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'picture';
  return { name: `${stem}-boxes.png`, blob: await encoded(canvas) };
}
