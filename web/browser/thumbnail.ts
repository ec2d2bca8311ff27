/** Makes small pictures of files. */
import { canvasOf, encoded } from './decode-picture.ts';

/** Height of a thumbnail, px: a tile on a screen with three px for each px of the page. */
const heightPx = 216;

/** Returns a file as a small picture, upright. The browser decodes it beside the page. @throws DOMException when it cannot. */
export async function thumbnailOf(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { resizeHeight: heightPx, resizeQuality: 'medium' });
  const canvas = canvasOf(picture.width, picture.height);
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  picture.close();
  return encoded(canvas, 'image/jpeg');
}
