/**
 * What one check of a photo says: a value, what passes, the verdict and who draws the line. functions/compose makes
 * them, the record carries them, the form shows their text by code.
 */
import * as z from 'zod';

/** Every check and what mends it. English; the form has its own words for each code. */
export const checkAdvice = {
  'face-count': 'Take the photo alone, with no other face or portrait in view.',
  'eye-distance': 'Come nearer, or send the original file at full size.',
  roll: 'Hold the head upright.',
  yaw: 'Turn the face straight to the camera.',
  pitch: 'Hold the camera at eye level and the chin neither raised nor lowered.',
  'eyes-open': 'Keep both eyes open and look into the camera.',
  'mouth-closed': 'Close the mouth and look neutral.',
  sharpness: 'Hold the camera still, wipe the lens and focus on the eyes.',
  exposure: 'Take the photo again in even daylight, neither against the light nor in the dark.',
  'clipped-skin': 'Avoid flash and strong lamps; powder or wipe shiny skin.',
  'light-balance': 'Face the window or the lamp, so that both cheeks are equally bright.',
  'head-height': 'Leave more room around the head, or choose another size.',
  'head-width': 'Tie back what widens the head; the width is an estimate, compare it with the template.',
  'eye-line': 'Leave more room above and below the head.',
  'top-margin': 'Leave more room above the head.',
  'chin-margin': 'Leave more room below the chin.',
  'output-eye-distance': 'Come nearer, or choose another size.',
  centring: 'Leave room on both sides of the head.',
  'crown-inside': 'Take the photo again with room above the hair.',
  'shoulders-cut': 'Step back, so that both shoulders are in the picture.',
  'shoulders-visible':
    'Face the camera with both shoulders bare of bags and hands, before a wall that differs from the clothes.',
  'background-smooth': 'Stand before a bare wall without pattern or objects.',
  'background-even': 'Step away from the wall and light it evenly, so that no shadow falls on it.',
  resolution: 'Come nearer, or send the original file at full size.',
  'file-width': 'Order the size that the office names.',
  'file-height': 'Order the size that the office names.',
  'file-size': 'Order another density or format.',
  'file-compression': 'Order another density or format.',
  'file-format': 'Order a format that the office takes.',
} as const satisfies Record<string, string>;

export type CheckCode = keyof typeof checkAdvice;

/** Ends are inclusive; null leaves one open. `oneOf` is for what is no number. */
const limitSchema = z.union([
  z.object({ min: z.number().nullable(), max: z.number().nullable() }),
  z.object({ oneOf: z.array(z.string()) }),
]);

export const checkSchema = z.object({
  code: z.enum(Object.keys(checkAdvice) as [CheckCode, ...CheckCode[]]),
  /** Null: it could not be measured. */
  value: z.union([z.number(), z.string()]).nullable(),
  /** `share`: 0..1. `T`: of the distance from the eyes' middle to the chin. `half-face`: of half the face's width. */
  unit: z.enum(['count', 'px', 'mm', 'deg', 'share', 'T', 'half-face', 'gradient', 'ratio', 'bytes', 'format']),
  /** What passes; null: nothing to hold the value against. */
  limit: limitSchema.nullable(),
  /** `fail` only where an authority draws a line and our measure is good enough to hold it; else `warn`. */
  result: z.enum(['pass', 'warn', 'fail']),
  /** Who draws the line, or whose measure it is and who drew the line then. */
  source: z.string(),
  /** What was found and, unless it passed, what to do better. */
  message: z.string(),
});

export type Check = z.infer<typeof checkSchema>;

/** A check before its limits have been applied. */
export interface Finding {
  readonly code: CheckCode;
  /** Not finite: it could not be measured. */
  readonly value: number;
  readonly unit: Check['unit'];
  /** What passes. */
  readonly limit: Limits;
  /** What is outside `limit` by no more than this still passes: rounding. */
  readonly slack?: number;
  /** What lies outside this too is no longer `beyond` but `fail`. */
  readonly failLimit?: Limits;
  /** The verdict outside the limit. */
  readonly beyond: 'warn' | 'fail';
  readonly source: string;
  /** What was found, one sentence. */
  readonly found: string;
}

/** Both ends inclusive; null is open. */
export interface Limits {
  readonly min: number | null;
  readonly max: number | null;
}

/** Holds a finding against its limits; advice is added where it does not pass. What was not measured warns. */
export function judge(finding: Finding): Check {
  const { code, value, unit, limit, slack = 0, failLimit, beyond, source, found } = finding;
  if (!Number.isFinite(value)) {
    const message = `This could not be measured. ${checkAdvice[code]}`;
    return { code, value: null, unit, limit, result: 'warn', source, message };
  }
  const missed = isInside(value, failLimit ?? { min: null, max: null }, slack) ? beyond : 'fail';
  const result = isInside(value, limit, slack) ? 'pass' : missed;
  const message = result === 'pass' ? found : `${found} ${checkAdvice[code]}`;
  return { code, value: rounded(value), unit, limit, result, source, message };
}

function isInside(value: number, { min, max }: Limits, slack: number): boolean {
  return value >= (min ?? Number.NEGATIVE_INFINITY) - slack && value <= (max ?? Number.POSITIVE_INFINITY) + slack;
}

/** To four decimals: finer than any of the measures. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
