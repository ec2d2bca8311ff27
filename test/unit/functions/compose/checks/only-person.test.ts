/** Signs of what is at a head and not part of it, on a head of plain shapes. */
import { describe, expect, it } from 'vitest';
import type { HeadMeasurements } from '../../../../../core/head.ts';
import { cutout } from '../../../../../core/raster.ts';
import { checkOnlyPerson } from '../../../../../functions/compose/checks/only-person.ts';
import { drawPlainPerson, headColour, measurementsOf, plainPerson } from '../../../../support/plain-person.ts';

const { widthPx, heightPx, eyeX, eyeY, faceWidthPx } = plainPerson;
const measured = measurementsOf(plainPerson);
const plain = drawPlainPerson(plainPerson);

/** Returns the measurements with all landmarks on the face, from its left to its right side. */
function withMesh(doubts: HeadMeasurements['doubts'] = null): HeadMeasurements {
  if (!measured.face) throw new Error('no face was measured');
  const mesh = Array.from({ length: 936 }, (_, i) =>
    i % 2 === 0 ? eyeX + ((i / 935) * 0.96 - 0.48) * faceWidthPx : eyeY + 20,
  );
  return { ...measured, face: { ...measured.face, mesh }, doubts };
}

/** Returns the cutout with a disc beside the head. */
function withDisc(centreX: number, radius: number, colour: readonly number[]) {
  const data = new Uint8Array(plain.data);
  for (let at = 0; at < widthPx * heightPx; at++) {
    const away = Math.hypot((at % widthPx) - centreX, Math.floor(at / widthPx) - eyeY);
    if (away < radius) data.set([...colour, 255], at * 4);
  }
  return cutout(widthPx, heightPx, data);
}

const found = (head: HeadMeasurements, picture = plain, isInColour = true) =>
  checkOnlyPerson(head, picture, isInColour).map(({ result, message }) => `${result}: ${message}`);

describe('only-person', () => {
  it('reports nothing for a head alone', () => {
    expect(found(withMesh())).toEqual([]);
    expect(found(measured)).toEqual([]);
  });

  it('warns of skin beside the face, not of a small or a blue spot', () => {
    expect(found(withMesh(), withDisc(eyeX + 110, 30, headColour))).toEqual([expect.stringMatching(/^warn: A hand/)]);
    expect(found(withMesh(), withDisc(eyeX + 110, 10, headColour))).toEqual([]);
    expect(found(withMesh(), withDisc(eyeX + 110, 30, [60, 90, 190]))).toEqual([]);
  });

  it('does not compare skin in a grey photo', () => {
    expect(found(withMesh(), withDisc(eyeX + 110, 30, headColour), false)).toEqual([]);
  });

  it('warns of a cutout that reaches far beside the head', () => {
    expect(found(withMesh(), withDisc(eyeX - 175, 12, [20, 20, 20]))).toEqual([expect.stringMatching(/much wider/)]);
    expect(found(withMesh(), withDisc(eyeX - 150, 12, [20, 20, 20]))).toEqual([]);
  });

  it('warns of a thing that matting left out', () => {
    const doubts = { hazeArea: 0, conflictArea: 0.5, deniedArea: 0, headMissing: 0, thingArea: 0.4 };
    expect(found(withMesh(doubts))).toEqual([expect.stringMatching(/^warn: A thing behind/)]);
    expect(found(withMesh({ ...doubts, thingArea: 0.03 }))).toEqual([]);
  });

  describe('of what the detector found', () => {
    const own = { label: 'person', score: 0.9, box: { leftPx: 0, topPx: 0, widthPx, heightPx } };
    const atEyes = { leftPx: eyeX - 20, topPx: eyeY, widthPx: 60, heightPx: 60 };
    const withObjects = (...objects: NonNullable<HeadMeasurements['objects']>) => ({
      ...withMesh(),
      objects: [own, ...objects],
    });

    it('warns of a phone at the face, by its name, when the score is sure', () => {
      const phone = { label: 'cell-phone', score: 0.7, box: atEyes };
      expect(found(withObjects(phone))).toEqual([expect.stringMatching(/^warn: A thing touches .*: mobile phone\./)]);
      expect(found(withObjects({ ...phone, score: 0.45 }))).toEqual([]);
    });

    it('does not warn of a tie, of a plant, of a cup away from the person, or where nothing was looked for', () => {
      const away = { leftPx: 1, topPx: 1, widthPx: 12, heightPx: 12 };
      expect(found(withObjects({ label: 'tie', score: 0.9, box: atEyes }))).toEqual([]);
      expect(found(withObjects({ label: 'potted-plant', score: 0.9, box: atEyes }))).toEqual([]);
      expect(found(withObjects({ label: 'cup', score: 0.9, box: away }))).toEqual([]);
      expect(found({ ...withMesh(), objects: null })).toEqual([]);
    });

    it('warns of a second person, not of a second box of the same one', () => {
      const beside = { leftPx: eyeX + 30, topPx: eyeY, widthPx: widthPx - eyeX - 30, heightPx: heightPx - eyeY };
      const small = { ...own, box: { leftPx: 0, topPx: 0, widthPx: eyeX + 20, heightPx } };
      const second = { label: 'person', score: 0.6, box: beside };
      const head = { ...withMesh(), objects: [small, second] };
      expect(found(head)).toEqual([expect.stringMatching(/^warn: Another person is beside/)]);
      expect(found(withObjects({ ...second, box: atEyes }))).toEqual([]);
      expect(found(withObjects(second))).toEqual([]);
    });
  });
});
