import { describe, expect, it } from 'vitest';
import { checkSchema } from '../../../../../core/checks.ts';
import { findStandard } from '../../../../../core/find-standard.ts';
import { frameOf } from '../../../../../core/frame.ts';
import type { Measured } from '../../../../../core/photo-record.ts';
import { raster } from '../../../../../core/raster.ts';
import { standards } from '../../../../../core/standards.ts';
import { checkCapture } from '../../../../../functions/compose/checks/checks.ts';
import { type CutPhoto, finish, numberOf, outputChecks, troubles } from '../../../../golden/check-setup.ts';
import { drawPlainPerson, measurementsOf, type PlainPerson, plainPerson } from '../../../../support/plain-person.ts';

/** Eyes as far apart as an adult's at this head height. */
const eyeDistancePx = 54;

function sit(changes: Partial<PlainPerson> = {}): CutPhoto {
  const person = { ...plainPerson, ...changes };
  const head = measurementsOf(person);
  if (!head.face) throw new Error('no face was measured');
  const { eyeX, eyeY } = person;
  const eyes = { x: eyeDistancePx / 2, y: 0 };
  const face = {
    ...head.face,
    leftEye: { x: eyeX - eyes.x, y: eyeY },
    rightEye: { x: eyeX + eyes.x, y: eyeY },
  };
  const { widthPx, heightPx } = person;
  const working = raster(widthPx, heightPx, new Uint8Array(widthPx * heightPx * 3).fill(200));
  return { head: { ...head, face }, cutout: drawPlainPerson(person), working };
}

const photo = sit();
const off = (value: Measured, offByPx: number): Measured => ({ ...value, px: value.px + 900, mm: 99, offByPx });

describe('checks of an output', () => {
  it('hold for every standard: head height as measured, centred, complete, in its own size', () => {
    for (const { id } of standards.filter(({ people }) => people === 1)) {
      const input = finish(photo, id);
      const checks = outputChecks(input);
      const found = new Map(checks.map((check) => [check.code, check]));
      expect(found.size, id).toBe(checks.length);
      for (const check of checks) expect(checkSchema.parse(check)).toEqual(check);
      const { headHeight } = input.output.measured;
      if (headHeight.bandPx) expect(found.get('head-height')?.result === 'pass', id).toBe(headHeight.offByPx === 0);
      expect(found.get('centring'), id).toMatchObject({ value: 0.5, result: 'pass' });
      expect(found.get('file-width')?.result, id).toBe('pass');
      expect(found.get('file-height')?.result, id).toBe('pass');
      expect(found.get('shoulders-visible')?.result, id).toBe('pass');
    }
  });

  it.each([
    ['cn-passport', 'headHeight', 'head-height:fail'],
    ['cn-passport', 'topMargin', 'top-margin:fail'],
    ['cn-passport', 'chinToBottom', 'chin-margin:fail'],
    ['cn-passport', 'headWidth', 'head-width'],
    ['cn-id-card', 'eyeLineFromBottom', 'eye-line:fail'],
    ['cn-1-inch', 'headHeight', 'head-height'],
  ] as const)('of %s report a missed %s alone', (id, name, trouble) => {
    const { measured } = finish(photo, id).output;
    const good = troubles(outputChecks(finish(photo, id)));
    const missed = { ...measured, [name]: off(measured[name], 7) };
    const found = troubles(outputChecks(finish(photo, id, 'white', { measured: missed })));
    expect(found.filter((code) => !good.includes(code))).toEqual([trouble]);
  });

  it('only warn when the figures are trade convention or the limit is ICAO’s', () => {
    const { measured } = finish(photo, 'linkedin-profile').output;
    const sunken = { ...measured, eyeLineFromBottom: { ...measured.eyeLineFromBottom, px: 120 } };
    const checks = outputChecks(finish(photo, 'linkedin-profile', 'white', { measured: sunken }));
    expect(troubles(checks)).toContain('eye-line');
    expect(checks.find(({ code }) => code === 'eye-line')?.source).toContain('ICAO');
  });

  it('use the place that the crop gives the face', () => {
    const { crop } = finish(photo).output;
    const shifted = { ...crop, map: { ...crop.map, e: crop.map.e + 0.07 * 600 } };
    const checks = outputChecks(finish(photo, 'us-visa-print', 'white', { crop: shifted }));
    expect(numberOf(checks, 'centring')).toBeCloseTo(0.57, 6);
    expect(troubles(checks)).toContain('centring:fail');
  });

  it('distinguish hair at the edge from a cut skull', () => {
    const { crop } = finish(photo).output;
    const raised = (px: number) => {
      const up = { ...crop, map: { ...crop.map, f: crop.map.f - px } };
      return troubles(outputChecks(finish(photo, 'us-visa-print', 'white', { crop: up })));
    };
    const hairPx = numberOf(outputChecks(finish(photo)), 'crown-inside');
    expect(raised(hairPx - 1)).not.toContain('crown-inside');
    expect(raised(hairPx + 5)).toContain('crown-inside');
    expect(raised(hairPx + 60)).toContain('crown-inside:fail');
  });

  it('find hair that the edge of the picture cuts', () => {
    const head = photo.head.head && { ...photo.head.head, hairCut: true };
    const cut = outputChecks(finish({ ...photo, head: { ...photo.head, head } }));
    expect(troubles(cut)).toContain('crown-inside');
  });

  it('find a body that ends inside the photo', () => {
    const short = outputChecks(finish(sit({ bodyEndPx: 420 })));
    expect(troubles(short)).toContain('shoulders-cut');
    expect(numberOf(short, 'shoulders-cut')).toBeGreaterThan(20);
    expect(troubles(outputChecks(finish(photo)))).not.toContain('shoulders-cut');
  });

  it('distinguish an enlarged photo from one with enough pixels', () => {
    expect(troubles(outputChecks(finish(photo, 'ee-passport-id')))).toContain('resolution');
    expect(troubles(outputChecks(finish(photo, 'sa-evisa')))).not.toContain('resolution');
    const { crop } = finish(photo, 'sa-evisa').output;
    expect(numberOf(outputChecks(finish(photo, 'sa-evisa')), 'resolution')).toBeCloseTo(crop.scale, 3);
  });
});

describe('checks of the file', () => {
  const found = (id: string, file: object) =>
    troubles(outputChecks(finish(photo, id, 'white', file))).filter((trouble) => trouble.startsWith('file'));

  it('compare the bytes with the least and the largest size', () => {
    const { minBytes, maxBytes } = findStandard('cn-passport').file;
    expect(found('cn-passport', { sizeBytes: maxBytes })).toEqual([]);
    expect(found('cn-passport', { sizeBytes: (maxBytes ?? 0) + 1 })).toEqual(['file-size:fail']);
    expect(found('cn-passport', { sizeBytes: (minBytes ?? 0) - 1 })).toEqual(['file-size:fail']);
  });

  it('compare the compression with its limit', () => {
    const { widthPx, heightPx } = frameOf(findStandard('us-visa-ds160'));
    const leastBytes = Math.ceil((widthPx * heightPx * 3) / 20);
    expect(found('us-visa-ds160', { sizeBytes: leastBytes })).toEqual([]);
    expect(found('us-visa-ds160', { sizeBytes: leastBytes - 100 })).toEqual(['file-compression:fail']);
  });

  it('compare the format with the accepted ones, except for a transparent picture', () => {
    const png = { contentType: 'image/png', sizeBytes: 100_000 };
    expect(found('us-visa-ds160', png)).toEqual(['file-format:fail']);
    const clear = outputChecks(finish(photo, 'us-visa-ds160', 'transparent', { ...png, contentType: 'image/png' }));
    expect(clear.map(({ code }) => code)).not.toContain('file-format');
  });

  it('compare the pixels with the frame or the accepted range', () => {
    expect(found('cn-1-inch', { widthPx: 296 })).toEqual(['file-width:fail']);
    const upload = { sizeBytes: 239_000 };
    expect(found('us-visa-ds160', { ...upload, widthPx: 1200, heightPx: 1200 })).toEqual([]);
    expect(found('us-visa-ds160', { ...upload, widthPx: 1201, heightPx: 1200 })).toEqual(['file-width:fail']);
    expect(found('us-visa-ds160', { ...upload, widthPx: 700, heightPx: 599 })).toEqual(['file-height:fail']);
  });

  it('do not apply the limits of a portal to a print', () => {
    const standard = standards.find(
      ({ print, upload, usual, file }) => print && upload && usual !== 'upload' && file.maxBytes !== null,
    );
    const id = standard?.id ?? '';
    expect(outputChecks(finish(photo, id)).map(({ code }) => code)).not.toContain('file-size');
  });
});

describe('the checks of an infant', () => {
  it('leave out eyes, gaze and mouth', () => {
    const codesOf = (infant: boolean) => checkCapture(photo.head, photo.cutout, { infant }).map(({ code }) => code);
    const missing = codesOf(false).filter((code) => !codesOf(true).includes(code));
    expect(missing).toEqual(['eyes-open', 'gaze', 'mouth-closed']);
  });
});

describe('a cutout without a face', () => {
  it('has checks of the face count and the file only', () => {
    const { head, cutout } = photo;
    const faceless = { ...head, face: null, head: null };
    expect(troubles(checkCapture(faceless, cutout))).toEqual(['face-count:fail']);
    const checks = outputChecks({ ...finish(photo), measurements: faceless });
    expect(checks.map(({ code }) => code)).toEqual(['resolution', 'file-width', 'file-height']);
  });
});
