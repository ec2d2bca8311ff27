/**
 * The rules that no check judges. A photo is never «ready» without the list of them. A rule leaves the list of a file
 * when one of its checks has measured the file.
 */
import * as z from 'zod';
import type { Check, CheckCode } from './checks.ts';
import { doubtOf } from './standards/sources.ts';
import type { PhotoStandard } from './standards.ts';

/** Each rule, with the checks that judge it. A rule without a check is never judged here. */
const judgedBy = {
  measures: [], // lengths in mm of the print, which do not hold for the shape of the file
  figures: [], // figures of the standard that no good source confirms
  editing: [], // the office's rule on editing is not known
  'earlier-edits': [], // filters and retouching before the photo was sent
  remark: [], // the further rules that the remark of the standard states
  'photo-age': [],
  likeness: [], // the person looks like this today
  infants: [], // the rules for babies and small children
  glasses: ['glasses'],
  'head-cover': ['head-cover'],
  'face-covered': ['face-covered'], // hair, hands or cloth over eyes, nose or mouth
  'only-person': ['only-person'], // hands, things or other people at head and shoulders
  expression: [], // the mouth is checked; a smile with closed lips is not
  gaze: ['gaze'], // the eyes look into the camera
  colours: ['colour'], // a colour photo with natural colours
  'print-quality': [], // the paper and the printer
  'own-hand': [], // a signature, thumb print or declaration is the person's own
} as const satisfies Record<string, readonly CheckCode[]>;

export type UncheckedRule = keyof typeof judgedBy;

export const uncheckedSchema = z.object({
  code: z.enum(Object.keys(judgedBy) as [UncheckedRule, ...UncheckedRule[]]),
  /** The rule as the standard states it, and what the reader has to check. */
  message: z.string(),
});

export type Unchecked = z.infer<typeof uncheckedSchema>;

/**
 * Returns the rules that were not judged.
 * @param standard null when it is not known, as for an old record.
 * @param checks all checks that judged the file.
 * @param profile the profile of the file.
 * @param infant whether the person is a baby or small child.
 */
export function uncheckedOf(
  standard: PhotoStandard | null,
  checks: readonly Check[],
  profile: 'print' | 'upload' | null,
  infant = false,
): Unchecked[] {
  const measured = new Set(checks.filter(({ value }) => value !== null).map(({ code }) => code));
  const isJudged = (rule: UncheckedRule) => judgedBy[rule].some((code) => measured.has(code));
  const infants = infant ? infantRules(standard) : [];
  const rules = [...measureRules(standard, checks), ...infants, ...rulesOf(standard, profile)];
  return rules.filter(({ code }) => !isJudged(code));
}

/** Returns the rules for a signature, thumb print or declaration. @param standard null when it is not known. */
export function uncheckedInk(standard: PhotoStandard | null): Unchecked[] {
  const doubt = standard && doubtOf(standard);
  return [
    ...(doubt ? [{ code: 'figures' as const, message: doubt }] : []),
    ...(standard?.remark ? [{ code: 'remark' as const, message: standard.remark }] : []),
    { code: 'own-hand', message: 'It must be your own, as on your other papers, and complete.' },
  ];
}

/** The rules on lengths, with the check of each. */
const lengthChecks = {
  headHeight: ['head-height', 'head height'],
  eyeLine: ['eye-line', 'eye line'],
  topMargin: ['top-margin', 'top margin'],
  chinToBottom: ['chin-margin', 'space below the chin'],
  headWidth: ['head-width', 'head width'],
  eyeDistance: ['output-eye-distance', 'distance of the eyes'],
} as const satisfies Partial<Record<keyof PhotoStandard['rules'], readonly [CheckCode, string]>>;

/** Returns the stated lengths that no check judged. A check in shares of the height judges by ICAO, not by the office. */
function measureRules(standard: PhotoStandard | null, checks: readonly Check[]): Unchecked[] {
  if (!standard) return [];
  const isJudged = (code: CheckCode) =>
    checks.some((check) => check.code === code && (check.unit !== 'share' || code === 'output-eye-distance'));
  const names = Object.entries(lengthChecks)
    .filter(([rule, [code]]) => standard.rules[rule as keyof typeof lengthChecks] !== null && !isJudged(code))
    .map(([, [, name]]) => name);
  if (names.length === 0) return [];
  return [{ code: 'measures', message: `The office states these for another shape: ${names.join(', ')}.` }];
}

/** Returns every rule that binds a file and that the geometry of the head and of the file does not cover. */
function rulesOf(standard: PhotoStandard | null, profile: 'print' | 'upload' | null): Unchecked[] {
  return [
    ...(standard ? statedRules(standard) : []),
    { code: 'photo-age', message: `${ageRule(standard)} The day of the photo is not checked.` },
    { code: 'likeness', message: 'The photo must look like the person today.' },
    { code: 'glasses', message: `${glassesRule(standard)} Glasses are not checked.` },
    { code: 'head-cover', message: `Hats and head covers are not checked. ${headCoverRule(standard)}` },
    { code: 'face-covered', message: 'Hair, hands or cloth over the face are not checked.' },
    {
      code: 'only-person',
      message: 'Hands, things and other people at the head are found only where they stand out. Look for them.',
    },
    { code: 'expression', message: 'The expression must be neutral. Only the gap of the lips is checked.' },
    { code: 'gaze', message: 'The eyes must look into the camera. The gaze is not checked.' },
    { code: 'colours', message: 'The photo must be in natural colours. The colours are not checked.' },
    { code: 'earlier-edits', message: 'Filters and retouching before the photo was sent are not checked.' },
    ...(profile === 'print'
      ? [{ code: 'print-quality' as const, message: 'The paper and the quality of the print are not checked.' }]
      : []),
  ];
}

/** Returns the rules of the office for babies and small children; empty when none is known. */
function infantRules(standard: PhotoStandard | null): Unchecked[] {
  const says = standard?.infants?.says;
  return says ? [{ code: 'infants', message: `The office states for babies and small children: ${says}` }] : [];
}

function statedRules(standard: PhotoStandard): Unchecked[] {
  const { editing, remark, sources } = standard;
  const doubt = doubtOf(standard);
  const rules: Unchecked[] = doubt === null ? [] : [{ code: 'figures', message: doubt }];
  if (sources.length > 0 && editing.replaceBackdrop === 'not-known') {
    rules.push({ code: 'editing', message: 'The rule of the office on replaced backgrounds is not known.' });
  }
  if (remark) rules.push({ code: 'remark', message: remark });
  return rules;
}

function ageRule(standard: PhotoStandard | null): string {
  const months = standard?.maxAgeMonths;
  return months ? `The photo may be at most ${months} months old.` : 'The photo must be recent.';
}

const glassesWords = {
  allowed: 'Glasses are allowed when nothing covers the eyes and the lenses are clear.',
  discouraged: 'The office advises against glasses.',
  forbidden: 'Glasses are forbidden.',
} as const;

function glassesRule(standard: PhotoStandard | null): string {
  const rule = standard?.glasses;
  return rule ? glassesWords[rule] : 'The rule of the office on glasses is not known.';
}

/** The rule on head covers in a sentence. */
export const headCoverWords = {
  allowed: 'The office allows head covers that leave the face free.',
  religious: 'The office allows them for religion or health only.',
  forbidden: 'The office forbids them.',
} as const;

function headCoverRule(standard: PhotoStandard | null): string {
  const rule = standard?.headCover?.rule;
  return rule ? headCoverWords[rule] : 'Most offices allow them for religion only.';
}
