/** Bodies that end in nothing, drawn of plain shapes. */
import { expect, it } from 'vitest';
import { cutout, raster } from '../../../../../core/raster.ts';
import { finish, outputChecks, troubles } from '../../../../golden/check-setup.ts';
import { drawPlainPerson, measurementsOf, plainPerson } from '../../../../support/plain-person.ts';

const { widthPx, heightPx, eyeX, eyeY, chinPx } = plainPerson;
const head = measurementsOf(plainPerson);
const plain = drawPlainPerson(plainPerson);
const working = raster(widthPx, heightPx, new Uint8Array(widthPx * heightPx * 3).fill(200));

/** Returns `body-ends` of the person without the pixels that `isGone` names, if it does not pass. */
function judged(isGone: (x: number, y: number) => boolean, backdrop = 'white'): string[] {
  const data = new Uint8Array(plain.data);
  for (let at = 0; at < widthPx * heightPx; at++) {
    if (isGone(at % widthPx, Math.floor(at / widthPx))) data[at * 4 + 3] = 0;
  }
  const photo = finish({ head, cutout: cutout(widthPx, heightPx, data), working }, 'us-visa-print', backdrop);
  return troubles(outputChecks(photo)).filter((code) => code.startsWith('body-ends'));
}

it('passes a body that reaches the lower edge', () => {
  expect(judged(() => false)).toEqual([]);
});

it('warns of an arm that ends above the edge', () => {
  expect(judged((x, y) => x < eyeX - 70 && y > eyeY + 1.7 * chinPx)).toEqual(['body-ends']);
});

it('fails for a bust that floats and for a head alone', () => {
  expect(judged((_, y) => y > eyeY + 1.5 * chinPx)).toEqual(['body-ends:fail']);
  expect(judged((_, y) => y > eyeY + 1.1 * chinPx)).toEqual(['body-ends:fail']);
});

it('does not judge a photo that keeps its own background', () => {
  expect(judged((_, y) => y > eyeY + 1.7 * chinPx, 'original')).toEqual([]);
});
