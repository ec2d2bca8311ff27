/**
 * Each rule that a standard states and that the product prints is judged by a check or a note, or it is named as not
 * checked.
 */
import { expect, it } from 'vitest';
import { resolveBackdrop } from '../../../core/backdrop.ts';
import type { Check, CheckCode } from '../../../core/checks.ts';
import { frameOf, isOfficeFile, type Profile } from '../../../core/frame.ts';
import { cutout, raster } from '../../../core/raster.ts';
import { type PhotoStandard, standards } from '../../../core/standards.ts';
import { type UncheckedRule, uncheckedOf } from '../../../core/unchecked.ts';
import { checkCapture, checkOutput } from '../../../functions/compose/checks/checks.ts';
import { planCrop } from '../../../functions/compose/crop.ts';
import { levelHead } from '../../../functions/compose/head.ts';
import { measureOutput } from '../../../functions/compose/measure-output.ts';
import { zh } from '../../../web/locales/zh/texts.ts';
import { drawPlainPerson, measurementsOf, plainPerson } from '../../support/plain-person.ts';

/** How a rule is dealt with: by one of these checks, by the list of what is not checked, or by the notes of each file. */
type Answer = { readonly checks: readonly CheckCode[]; readonly unchecked?: UncheckedRule } | 'note' | 'no rule';

const lengths: Readonly<Record<keyof PhotoStandard['rules'], Answer>> = {
  headHeight: { checks: ['head-height'], unchecked: 'measures' },
  eyeLine: { checks: ['eye-line'], unchecked: 'measures' },
  topMargin: { checks: ['top-margin'], unchecked: 'measures' },
  chinToBottom: { checks: ['chin-margin'], unchecked: 'measures' },
  headWidth: { checks: ['head-width'], unchecked: 'measures' },
  eyeDistance: { checks: ['output-eye-distance'], unchecked: 'measures' },
  crown: 'no rule', // the ends of the head height
  width: 'no rule', // the ends of the head width
};

const file: Readonly<Record<keyof PhotoStandard['file'], Answer>> = {
  minBytes: { checks: ['file-size'] },
  maxBytes: { checks: ['file-size'] },
  maxCompression: { checks: ['file-compression'] },
  formats: { checks: ['file-format'] },
};

/** Every field of a standard. A new field does not compile until it has an answer. */
const fields: Readonly<Record<keyof PhotoStandard, Answer>> = {
  print: { checks: ['file-width', 'file-height'] },
  upload: { checks: ['file-width', 'file-height'] },
  rules: 'no rule', // see lengths
  file: 'no rule', // see file
  backdrops: { checks: ['background-colour'] },
  people: { checks: ['face-count'] },
  editing: 'note',
  takenBy: 'note',
  glasses: { checks: ['glasses'], unchecked: 'glasses' },
  headCover: { checks: ['head-cover'], unchecked: 'head-cover' },
  infants: { checks: [], unchecked: 'infants' },
  caption: 'note',
  maxAgeMonths: { checks: [], unchecked: 'photo-age' },
  remark: { checks: [], unchecked: 'remark' },
  unconfirmed: { checks: [], unchecked: 'figures' },
  confidence: { checks: [], unchecked: 'figures' },
  ...{ id: 'no rule', name: 'no rule', country: 'no rule', category: 'no rule', usual: 'no rule', aim: 'no rule' },
  ...{ sources: 'no rule', checked: 'no rule' },
};

const { widthPx, heightPx } = plainPerson;
const measurements = measurementsOf(plainPerson);
const person = drawPlainPerson(plainPerson);
const head = levelHead(measurements, person);
const wall = raster(widthPx, heightPx, new Uint8Array(widthPx * heightPx * 3).fill(245));
const capture = checkCapture(measurements, person);
/** Without pixels, the lengths are those of the map. */
const nothing = cutout(1, 1, new Uint8Array(4));

/** Returns all checks of a file, without rendering it. */
function checksOf(standard: PhotoStandard, profile: Profile, backdrop: string): readonly Check[] {
  const frame = frameOf(standard, undefined, profile);
  const crop = planCrop(head, frame, standard.rules);
  const { measured } = measureOutput(nothing, head, crop, frame, standard.rules);
  const made = { standard, frame, crop, measured, backdrop: resolveBackdrop(backdrop, standard) };
  const output = { ...made, ...frame, sizeBytes: 90_000, contentType: 'image/jpeg' as const };
  return [...capture, ...checkOutput(output, { measurements, cutout: person }, wall)];
}

/** Returns the fields of a standard that state a rule for a file of this profile. */
function statedFields(standard: PhotoStandard, profile: Profile): [string, Answer][] {
  const isStated = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0);
  const own = Object.entries(fields).filter(([name]) => {
    if (name === 'confidence') return standard.confidence === 'secondary';
    if (name === 'print' || name === 'upload') return name === profile;
    return isStated(standard[name as keyof PhotoStandard]);
  });
  const stated = Object.entries(lengths).filter(([name]) => isStated(standard.rules[name as keyof typeof lengths]));
  const ofFile = Object.entries(file).filter(([name]) => isStated(standard.file[name as keyof typeof file]));
  const binds = isOfficeFile(standard, frameOf(standard, undefined, profile));
  return [...own, ...stated, ...(binds ? ofFile : [])];
}

const cases = standards.flatMap((standard) =>
  (['print', 'upload'] as const).filter((profile) => standard[profile]).map((profile) => ({ standard, profile })),
);

/** Returns the stated rules of one file that no check judges and that the list of unchecked rules does not name. */
function silentRules(standard: PhotoStandard, profile: Profile, backdrop: string): string[] {
  const checks = checksOf(standard, profile, backdrop);
  const codes = new Set(checks.map(({ code }) => code));
  const unchecked = new Set(uncheckedOf(standard, checks, profile, true).map(({ code }) => code));
  const isSilent = ([name, answer]: [string, Answer]) => {
    if (answer === 'note' || answer === 'no rule') return false;
    // The colour of a painted backdrop is exact; the note backdrop-not-allowed judges it.
    if (name === 'backdrops' && backdrop !== 'original') return false;
    const isNamed = answer.unchecked !== undefined && unchecked.has(answer.unchecked);
    return !isNamed && !answer.checks.some((code) => codes.has(code));
  };
  const silent = statedFields(standard, profile).filter(isSilent);
  return silent.map(([name]) => `${standard.id} (${profile}): ${name}`);
}

it.each(['white', 'original'])('on the backdrop %s, each stated rule is judged or named as not checked', (backdrop) => {
  expect(cases.flatMap(({ standard, profile }) => silentRules(standard, profile, backdrop))).toEqual([]);
});

it('rules that every office has are judged or named, whatever the standard', () => {
  const everywhere: readonly [UncheckedRule, readonly CheckCode[]][] = [
    ['head-cover', []],
    ['expression', []],
    ['face-covered', []],
    ['only-person', []],
    ['gaze', ['gaze']],
    ['colours', ['colour']],
    ['earlier-edits', []],
    ['likeness', []],
  ];
  for (const { standard, profile } of cases) {
    const checks = checksOf(standard, profile, 'white').filter(({ value }) => value !== null);
    const unchecked = uncheckedOf(standard, checks, profile).map(({ code }) => code);
    for (const [rule, judges] of everywhere) {
      const isJudged = judges.some((code) => checks.some((check) => check.code === code));
      expect(isJudged || unchecked.includes(rule), `${standard.id}: ${rule}`).toBe(true);
    }
  }
});

it('a length in mm of the print is named as not checked where the file has another shape', () => {
  const greek = standards.find(({ id }) => id === 'gr-passport') as PhotoStandard;
  const named = (profile: Profile) =>
    uncheckedOf(greek, checksOf(greek, profile, 'original'), profile).find(({ code }) => code === 'measures');
  expect(named('print')).toBeUndefined();
  expect(named('upload')?.message).toMatch(/head height, eye line, head width/);
});

it('the page has a text for each rule', () => {
  const rules = cases.flatMap(({ standard, profile }) =>
    uncheckedOf(standard, [], profile, true).map(({ code }) => code),
  );
  for (const rule of new Set(rules)) expect(zh.verdict.uncheckedRules[rule]).toMatch(/\p{Script=Han}/u);
});
