/** Runs the compose stage on the plain person, without storage. */
import sharp from 'sharp';
import type { Check } from '../../core/checks.ts';
import { type PhotoOrderInput, parseOrder } from '../../core/order.ts';
import { composePhoto } from '../../functions/compose/compose.ts';
import type { ComposedFile } from '../../functions/compose/finish.ts';
import { drawPlainPerson, measurementsOf, type PlainPerson, plainPerson } from './plain-person.ts';

/**
 * Makes the files of an order.
 * @param photo loads the working photo, for the `original` backdrop; null: there is none. Default: the person before white.
 */
export async function composePlain(
  order: PhotoOrderInput,
  person: Partial<PlainPerson> = {},
  photo?: (() => Promise<Uint8Array>) | null,
): Promise<{ files: ComposedFile[]; steps: string[]; checks: Check[]; cutoutPng: Uint8Array }> {
  const whole = { ...plainPerson, ...person };
  const { widthPx: width, heightPx: height, data } = drawPlainPerson(whole);
  const cutoutPng = await sharp(data, { raw: { width, height, channels: 4 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const beforeWhite = () => sharp(cutoutPng).flatten({ background: '#ffffff' }).png({ compressionLevel: 1 }).toBuffer();
  const workingPhoto = photo === undefined ? beforeWhite : photo;
  const files: ComposedFile[] = [];
  const steps: string[] = [];
  const checks: Check[] = [];
  const input = { cutoutPng, workingPhoto, head: measurementsOf(whole), order: parseOrder(order) };
  const mark = (step: string) => steps.push(step);
  for await (const file of composePhoto(input, mark, (made) => checks.push(...made))) files.push(file);
  return { files, steps, checks, cutoutPng };
}
