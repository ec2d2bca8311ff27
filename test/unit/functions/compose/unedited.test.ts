/** Photos for offices that forbid a replaced background: what is done to them, and what is said about them. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { standards } from '../../../../core/standards.ts';
import type { ComposedFile } from '../../../../functions/compose/finish.ts';
import { composePlain } from '../../../support/compose-plain.ts';
import { drawPlainPerson, type PlainPerson, plainPerson } from '../../../support/plain-person.ts';

/** A large picture with room on all sides. */
const roomy: Partial<PlainPerson> = {
  ...{ widthPx: 1000, heightPx: 1000, eyeX: 500, eyeY: 460, bodyEndPx: 1000, shoulderPx: 320 },
  ...{ chinPx: 210, crownHairPx: 225, crownSkullPx: 204, faceWidthPx: 240 },
};

/** Returns the photo of a person before a wall of one colour. */
function before(wall: string, changes: Partial<PlainPerson>) {
  const person = { ...plainPerson, ...changes };
  const { widthPx: width, heightPx: height, data } = drawPlainPerson(person);
  return () =>
    sharp(data, { raw: { width, height, channels: 4 } })
      .flatten({ background: wall })
      .png()
      .toBuffer();
}

async function make(id: string, changes: Partial<PlainPerson> = {}, wall = '#f2f2f0', backdrops: string[] = []) {
  const person = { ...roomy, ...changes };
  const { files } = await composePlain({ standards: [id], backdrops }, person, before(wall, person));
  return files[0] as ComposedFile;
}

const kinds = ({ output }: ComposedFile) => output.edits?.map(({ kind }) => kind);
const reasons = ({ output }: ComposedFile) => output.reasons.map(({ code, verdict }) => `${code}: ${verdict}`);

describe('a photo for an office that forbids a replaced background', () => {
  it('keeps its own background by default, and is only cropped, scaled and compressed', async () => {
    const file = await make('us-passport');
    expect(file.fileName).toBe('us-passport-original.jpg');
    expect(kinds(file)).toEqual(['cropped', 'scaled', 'compressed']);
    const { data } = await sharp(file.bytes).raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 3)]).toEqual([0xf2, 0xf2, 0xf0]);
    expect(reasons(file)).not.toContainEqual(expect.stringMatching(/background|editing/));
  });

  it('is levelled within the lean that an office takes in a head', async () => {
    const file = await make('us-passport', { rollDeg: 6 });
    expect(file.output.edits).toContainEqual({ kind: 'turned', value: -6 });
    expect(reasons(file)).not.toContainEqual(expect.stringMatching(/^roll/));
  });

  it('is not levelled beyond that, and is judged by its lean', async () => {
    const file = await make('us-passport', { rollDeg: 11 });
    expect(kinds(file)).not.toContain('turned');
    expect(reasons(file)).toContain('roll: will-be-refused');
  });

  it('is not levelled where the turned frame would leave the picture', async () => {
    const tight = { widthPx: 640, eyeX: 320, shoulderPx: 300 };
    expect(kinds(await make('us-passport', { ...tight, rollDeg: 5 }))).toEqual(['cropped', 'scaled', 'compressed']);
  });

  it('moves the frame into the picture where the person stands beside the middle', async () => {
    const file = await make('us-passport', { eyeX: 300, shoulderPx: 280 });
    expect(kinds(file)).not.toContain('extended');
  });

  it('will be refused where the picture ends inside the photo', async () => {
    const file = await make('us-passport', { eyeX: 160, shoulderPx: 120 });
    expect(kinds(file)).toContain('extended');
    expect(reasons(file)).toContain('editing-not-allowed: will-be-refused');
  });

  it('names an enlargement', async () => {
    const small = { chinPx: 80, crownHairPx: 85, crownSkullPx: 76, faceWidthPx: 95 };
    const file = await make('us-passport', small);
    expect(kinds(file)).toContain('enlarged');
    expect(reasons(file)).toContain('resolution: look-again');
  });

  it('can still be ordered with another background, and will then be refused with the rule and its source', async () => {
    const file = await make('au-passport', {}, '#f2f2f0', ['white']);
    expect(kinds(file)).toEqual(['cropped', 'scaled', 'backdrop-replaced', 'foreground-recoloured', 'compressed']);
    expect(file.output).toMatchObject({ verdict: 'will-be-refused' });
    const reason = file.output.reasons.find(({ code }) => code === 'editing-not-allowed');
    expect(reason?.message).toMatch(/replaced background.*No retouching of any kind/);
    expect(reason?.source).toMatch(/^Australia passport: https:\/\/www\.passports\.gov\.au/);
  });
});

it('a picture is never turned where the office forbids turning, on any background', async () => {
  const file = await make('cn-graduation', { rollDeg: 6 });
  expect(kinds(file)).toContain('backdrop-replaced');
  expect(kinds(file)).not.toContain('turned');
});

describe('the wall behind a photo that keeps it', () => {
  it.each([
    ['us-passport', '#f2f2f0', 'pass'],
    ['us-passport', '#d8d8d4', 'warn'],
    ['us-passport', '#438edb', 'fail'],
    ['us-passport', '#5a4a40', 'fail'],
    ['au-passport', '#d2d2d0', 'pass'],
    ['nz-passport', '#c9d9e4', 'pass'],
    ['nz-passport', '#8a8a8a', 'warn'],
    ['nz-visa-nzeta', '#ffffff', 'warn'],
  ])('of %s, %s: %s', async (id, wall, result) => {
    const { output } = await make(id, {}, wall);
    const check = output.checks.find(({ code }) => code === 'background-colour');
    expect(check?.result).toBe(result);
    if (result !== 'pass') expect(check?.message).toMatch(new RegExp(`is ${wall}.*half a metre`, 'i'));
  });

  it('is not judged for a studio habit, which accepts every colour', async () => {
    const { output } = await make('linkedin-profile', {}, '#438edb', ['original']);
    expect(output.checks.map(({ code }) => code)).not.toContain('background-colour');
  });
});

it('the default order never replaces a background that its office forbids to replace', async () => {
  const forbidding = standards.filter(({ editing }) => editing.replaceBackdrop === 'forbidden');
  expect(forbidding.length).toBeGreaterThan(20);
  for (const { id } of forbidding.slice(0, 4)) {
    const { files } = await composePlain({ standards: [id] }, roomy, before('#f2f2f0', roomy));
    expect(files[0].output.backdrop, id).toBe('original');
    expect(kinds(files[0]), id).not.toContain('backdrop-replaced');
  }
});
