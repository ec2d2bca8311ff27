/** Makes a film of one picture, which Chromium's fake camera can show. */
import sharp from 'sharp';

const [width, height] = [960, 1280];
const frames = 10;

/**
 * Returns the film: YUV4MPEG2, 4:2:0, BT.601, ten frames a second.
 * @param photo an encoded picture. @param share the part of the film's sides that the picture takes; the rest is grey.
 */
export async function filmOf(photo: Uint8Array, share = 1): Promise<Buffer> {
  const [across, down] = [width, height].map((px) => 2 * Math.round((px * share) / 2));
  const [beside, above] = [(width - across) / 2, height - down];
  const rgb = await sharp(await sharp(photo).resize(across, down).removeAlpha().png().toBuffer())
    .extend({ top: above, left: beside, right: beside, background: '#c9ccc9' })
    .removeAlpha()
    .raw()
    .toBuffer();
  const luma = Buffer.alloc(width * height);
  const [blue, red] = [Buffer.alloc((width * height) / 4), Buffer.alloc((width * height) / 4)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x);
      const [r, g, b] = [rgb[at], rgb[at + 1], rgb[at + 2]];
      luma[y * width + x] = 16 + 0.257 * r + 0.504 * g + 0.098 * b;
      const chroma = (y >> 1) * (width >> 1) + (x >> 1);
      blue[chroma] = 128 - 0.148 * r - 0.291 * g + 0.439 * b;
      red[chroma] = 128 + 0.439 * r - 0.368 * g - 0.071 * b;
    }
  }
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`);
  const frame = [Buffer.from('FRAME\n'), luma, blue, red];
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame).flat()]);
}
