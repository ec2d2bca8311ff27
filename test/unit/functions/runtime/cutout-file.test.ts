import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packCutout, unpackCutout } from '../../../../functions/runtime/cutout-file.ts';

const part = fc.uint8Array({ maxLength: 300 });
const parts = fc.record({ photoJpeg: part, edgesPng: part, headJson: part });
const plain = (bytes: Uint8Array) => Uint8Array.from(bytes);

test('what is packed comes out again', () => {
  fc.assert(
    fc.property(parts, (given) => {
      const { photoJpeg, edgesPng, headJson } = unpackCutout(packCutout(given));
      expect({ photoJpeg: plain(photoJpeg), edgesPng: plain(edgesPng), headJson: plain(headJson) }).toEqual(given);
    }),
  );
});

test('the file begins with the photo, so that any program shows it', () => {
  const photoJpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);
  const file = packCutout({ photoJpeg, edgesPng: Uint8Array.of(1), headJson: Uint8Array.of(2) });
  expect(plain(file.subarray(0, 4))).toEqual(photoJpeg);
});

test('a file that is cut, longer or of another kind is refused', () => {
  const file = packCutout({ photoJpeg: new Uint8Array(50), edgesPng: new Uint8Array(20), headJson: new Uint8Array(9) });
  const others = [
    new Uint8Array(0),
    new Uint8Array(95),
    file.subarray(1),
    file.subarray(0, -1),
    Buffer.concat([file, file]),
  ];
  for (const other of others) expect(() => unpackCutout(other)).toThrow('not a file of this format');
});
