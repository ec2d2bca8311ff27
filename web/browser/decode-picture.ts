/** Decodes pictures to pixels, and draws pixels on a canvas. */
import { type Cutout, type Matte, matte, type Raster, raster } from '../../core/raster.ts';

/** Decodes a picture to a canvas of its own size. @throws DOMException when the browser cannot read it. */
export async function decodePicture(bytes: Uint8Array, type: string): Promise<HTMLCanvasElement> {
  const picture = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
  const canvas = canvasOf(picture.width, picture.height);
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  picture.close();
  return canvas;
}

/** Returns the colours of an opaque picture. */
export function coloursOf(canvas: HTMLCanvasElement): Raster {
  return raster(canvas.width, canvas.height, channelsOf(canvas, 3));
}

/** Returns the values of a grey picture. */
export function greyOf(canvas: HTMLCanvasElement): Matte {
  return matte(canvas.width, canvas.height, channelsOf(canvas, 1));
}

/** Draws a cutout. */
export function drawCutout({ widthPx, heightPx, data }: Cutout): HTMLCanvasElement {
  const canvas = canvasOf(widthPx, heightPx);
  const pixels = new ImageData(new Uint8ClampedArray(data), widthPx, heightPx);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return canvas;
}

/** Returns the picture of an address as a canvas, upright. @throws Error when the browser cannot read it. */
export async function loadPicture(url: string): Promise<HTMLCanvasElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = canvasOf(image.naturalWidth, image.naturalHeight);
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return canvas;
}

/** Returns true when the browser can read the picture. */
export async function canShow(blob: Blob): Promise<boolean> {
  try {
    (await createImageBitmap(blob)).close();
    return true;
  } catch {
    return false;
  }
}

/** Returns a picture as PNG with a colour behind it. @param colour `#rrggbb`. @throws Error when the browser cannot encode it. */
export async function onGround(blob: Blob, colour: string): Promise<Blob> {
  const picture = await createImageBitmap(blob);
  const canvas = canvasOf(picture.width, picture.height);
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = colour;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0);
  }
  picture.close();
  return encoded(canvas);
}

/** Returns the canvas as a file, PNG unless another type is named. @throws Error when the browser cannot encode it. */
export function encoded(canvas: HTMLCanvasElement, type = 'image/png'): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture could not be encoded'))), type);
  });
}

/** Returns an empty canvas. */
export function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** Returns the first channels of each pixel. */
function channelsOf(canvas: HTMLCanvasElement, channels: 1 | 3): Uint8Array {
  const { width, height } = canvas;
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
  const values = new Uint8Array(width * height * channels);
  for (let from = 0, to = 0; from < pixels.length; from += 4) {
    for (let channel = 0; channel < channels; channel++) values[to++] = pixels[from + channel];
  }
  return values;
}
