/**
 * The result of one check of a photo: the value, its limit, pass or not, and the source of the limit. functions/compose
 * makes the checks, the record stores them, and the page shows its own text for each code.
 */
import * as z from 'zod';

/**
 * Every check, with advice in English for a photo that does not pass. The page has its own text for each code
 * (web/locales).
 */
export const checkAdvice = {
  'face-count': 'Take the photo alone, without another face or a portrait in the picture.',
  print: 'Send the file of the original photo, not a scan or a photo of a print.',
  'face-inside': 'Take the photo again with the whole head in the picture.',
  'eye-distance': 'Come nearer, or send the original file at full size.',
  roll: 'Hold the head upright.',
  yaw: 'Turn the face straight to the camera.',
  pitch: 'Hold the camera at eye level, and do not raise or lower the chin.',
  'eyes-open': 'Keep both eyes open and look into the camera.',
  gaze: 'Look straight into the lens, not at the screen.',
  'mouth-closed': 'Close the mouth and look neutral.',
  'face-covered': 'Take off the mask, and keep hands, hair and cloth away from the face.',
  'eyes-covered': 'Take off dark glasses, and keep hair away from the eyes.',
  glasses: 'Take off the glasses.',
  'head-cover': 'Take off hat or cap. A cover for religion may stay when the face is free from chin to forehead.',
  sharpness: 'Hold the camera still, wipe the lens and focus on the eyes.',
  exposure: 'Take the photo again in even daylight, not against the light and not in the dark.',
  'clipped-skin': 'Avoid flash and strong lamps; powder or wipe shiny skin.',
  colour: 'Send a photo in colour, without a filter.',
  'colour-cast': 'Take the photo in daylight, without coloured lamps, walls or filters.',
  cutout:
    'Compare the edge of the photo with the original. If parts are missing or left over, take it before a plain wall of another colour.',
  'only-person': 'Keep hands, phones, chairs and other people away from head and shoulders.',
  'light-balance': 'Face the window or the lamp, so that both cheeks are equally bright.',
  'head-height': 'Leave more room around the head, or choose another size.',
  'head-width': 'Tie back hair at the sides. The width is an estimate: compare it with the template of the office.',
  'eye-line': 'Leave more room above and below the head.',
  'top-margin': 'Leave more room above the head.',
  'chin-margin': 'Leave more room below the chin.',
  'output-roll': 'Turn the picture until the eyes are level.',
  'output-eye-distance': 'Come nearer, or choose another size.',
  centring: 'Leave room on both sides of the head.',
  'crown-inside': 'Take the photo again with room above the hair.',
  'shoulders-cut': 'Move back, so that both shoulders are in the picture.',
  'shoulders-visible':
    'Face the camera, keep bags and hands away from the shoulders, and stand in front of a wall of another colour than the clothes.',
  'body-ends': 'Show both shoulders and the chest, and stand in front of a wall of another colour than the clothes.',
  'background-smooth': 'Stand half a metre in front of a bare light wall, without pattern or objects.',
  'background-even':
    'Stand half a metre in front of a bare light wall and light it evenly, so that there is no shadow on it.',
  'background-colour': 'Stand half a metre in front of a bare wall of the colour that the office names, in good light.',
  resolution: 'Come nearer, or send the original file at full size.',
  'file-width': 'Order the size that the office names.',
  'file-height': 'Order the size that the office names.',
  'file-size': 'Order another density or format.',
  'file-compression': 'Order another density or format.',
  'file-format': 'Order a format that the office accepts.',
} as const satisfies Record<string, string>;

export type CheckCode = keyof typeof checkAdvice;

/** Causes for which the advice of the check would not help, with advice in English. The page has its own text for each. */
export const causeAdvice = {
  'by-hand': 'The crop was adjusted by hand. Move the head back, or leave `adjust` out for the automatic crop.',
  'own-matte': 'Send the photo without transparent parts. The person is then cut out here.',
  'no-room':
    'The hair or the head cover is taller than the photo has room for when the head has the size that the standard wants. Another photo does not change that: flatten the hair, or ask the office.',
} as const satisfies Record<string, string>;

export type CheckCause = keyof typeof causeAdvice;

/** Both ends are inclusive; null is an open end. `oneOf` is for values that are not numbers. */
const limitSchema = z.union([
  z.object({ min: z.number().nullable(), max: z.number().nullable() }),
  z.object({ oneOf: z.array(z.string()) }),
]);

export const checkSchema = z.object({
  code: z.enum(Object.keys(checkAdvice) as [CheckCode, ...CheckCode[]]),
  /** Null when the value could not be measured. */
  value: z.union([z.number(), z.string()]).nullable(),
  /**
   * `share` is 0..1. `T` is a share of the distance from the middle of the eyes to the chin. `half-face` is a share of
   * half the width of the face. `width` is a share of the width of the eye or of the mouth. `lab` is a
   * distance in CIELAB.
   */
  unit: z.enum([
    'count',
    'px',
    'mm',
    'deg',
    'share',
    'T',
    'half-face',
    'width',
    'lab',
    'gradient',
    'ratio',
    'bytes',
    'format',
  ]),
  /** The values that pass; null when the check has no limit. */
  limit: limitSchema.nullable(),
  /** Outside the limit: `fail` when an authority states it and our measurement is precise enough, else `warn`. */
  result: z.enum(['pass', 'warn', 'fail']),
  /** Who states the limit; for a limit of ours, whose measure it is. */
  source: z.string(),
  /** Of two people, the one that the check is of: 1 is the left one in the picture, 2 the right one. Absent for one person. */
  person: z.union([z.literal(1), z.literal(2)]).optional(),
  /** Absent where the advice of the check holds. */
  cause: z.enum(Object.keys(causeAdvice) as [CheckCause, ...CheckCause[]]).optional(),
  /** The finding and, unless it passed, the advice. */
  message: z.string(),
});

export type Check = z.infer<typeof checkSchema>;

/** A check before its limits are applied. */
export interface Finding {
  readonly code: CheckCode;
  /** Not finite when the value could not be measured. */
  readonly value: number;
  readonly unit: Check['unit'];
  /** The values that pass. */
  readonly limit: Limits;
  /** A value outside `limit` by at most this still passes, to allow for rounding. */
  readonly slack?: number;
  /** A value that is also outside this limit fails, whatever `beyond` is. */
  readonly failLimit?: Limits;
  /** The result for a value outside `limit`. */
  readonly beyond: 'warn' | 'fail';
  readonly source: string;
  /** The cause of a value that does not pass, where it has advice of its own. */
  readonly cause?: CheckCause | undefined;
  /** The finding, one sentence. */
  readonly found: string;
}

/** Both ends are inclusive; null is an open end. */
export interface Limits {
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * Returns the check of a finding: compares the value with the limits, and adds the advice unless it passes. A value
 * that could not be measured gives `warn`.
 */
export function judge(finding: Finding): Check {
  const { code, value, unit, limit, slack = 0, failLimit, beyond, source, found, cause } = finding;
  if (!Number.isFinite(value)) {
    const message = `This value could not be measured. ${checkAdvice[code]}`;
    return { code, value: null, unit, limit, result: 'warn', source, message };
  }
  const missed = isInside(value, failLimit ?? { min: null, max: null }, slack) ? beyond : 'fail';
  const result: Check['result'] = isInside(value, limit, slack) ? 'pass' : missed;
  const measured = { code, value: rounded(value), unit, limit, result, source } as const;
  if (result === 'pass') return { ...measured, message: found };
  if (cause) return { ...measured, cause, message: `${found} ${causeAdvice[cause]}` };
  return { ...measured, message: `${found} ${checkAdvice[code]}` };
}

const personNames = { 1: 'Left person', 2: 'Right person' } as const;

/** Returns the checks of one of two people. */
export function ofPerson(person: 1 | 2, checks: readonly Check[]): Check[] {
  return checks.map((check) => ({ ...check, person, message: `${personNames[person]}: ${check.message}` }));
}

function isInside(value: number, { min, max }: Limits, slack: number): boolean {
  return value >= (min ?? Number.NEGATIVE_INFINITY) - slack && value <= (max ?? Number.POSITIVE_INFINITY) + slack;
}

/** Rounds to four decimals, which is finer than any of our measurements. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
