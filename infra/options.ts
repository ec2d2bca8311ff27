/**
 * What can be chosen at `cdk deploy --context NAME=VALUE`: names, what is allowed, defaults. app.ts reads them before it
 * makes the stack, so that a wrong value ends the synthesis with a sentence.
 */
import { z } from 'zod';
import { Fault } from '../core/errors.ts';
import { mattingSettings } from '../functions/runtime/config.ts';
import manifest from '../layers/model/manifest.json' with { type: 'json' };

/** The defaults of the matting function, which the options of the stack repeat. */
const mattingDefaults = mattingSettings.parse({});

const mattingModels = manifest.models.filter(({ task }) => task === 'matting').map(({ id }) => id);

/** Values come as text from the command line and as numbers from cdk.json. */
const numeric = z.union([z.string().trim().min(1), z.number()]).transform(Number);
const wholeNumber = (least: number, most: number, step = 1) =>
  numeric.pipe(z.number().int().min(least).max(most).multipleOf(step));

/** @param value must be what a browser sends as `Origin`. */
function isOrigin(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url !== null && url.origin === value && (url.protocol === 'https:' || url.hostname === 'localhost');
}

/** One option: `allowed` completes the sentence "NAME must be ...". */
interface Option<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly allowed: string;
  /** What happens without it, where the schema's default does not say so. */
  readonly unset?: string;
  readonly purpose: string;
}

const option = <Schema extends z.ZodType>(given: Option<Schema>): Option<Schema> => given;

/** Accounts that are new allow functions of at most 3,008 MB (docs/cost.md): defaults stay below. */
const optionTable = {
  architecture: option({
    schema: z.enum(['x86_64', 'arm64']).default('x86_64'),
    allowed: 'x86_64 or arm64',
    purpose: 'Processor of all functions. arm64 costs a fifth less a second and has not been tried on real Lambda.',
  }),
  mattingMemoryMb: option({
    schema: wholeNumber(1024, 10_240).default(3008),
    allowed: 'a whole number of MB from 1024 to 10240',
    purpose: 'Memory of matting, and with it its CPU: 1,769 MB is one vCPU.',
  }),
  composeMemoryMb: option({
    schema: wholeNumber(256, 10_240).default(512),
    allowed: 'a whole number of MB from 256 to 10240',
    purpose: 'Memory of compose.',
  }),
  deskMemoryMb: option({
    schema: wholeNumber(256, 10_240).default(512),
    allowed: 'a whole number of MB from 256 to 10240',
    purpose: 'Memory of the desk, which needs little; its CPU shortens cold starts.',
  }),
  mattingConcurrency: option({
    schema: wholeNumber(1, 100_000).optional(),
    allowed: 'a whole number from 1 to 100000',
    unset: 'not reserved',
    purpose: 'Instances of matting at once, reserved from the account; new accounts have none to reserve.',
  }),
  composeConcurrency: option({
    schema: wholeNumber(1, 100_000).optional(),
    allowed: 'a whole number from 1 to 100000',
    unset: 'not reserved',
    purpose: 'The same for compose.',
  }),
  deskConcurrency: option({
    schema: wholeNumber(1, 100_000).optional(),
    allowed: 'a whole number from 1 to 100000',
    unset: 'not reserved',
    purpose: 'The same for the desk, and so an upper end to what strangers can make it cost.',
  }),
  uploadsDays: option({
    schema: wholeNumber(1, 365).default(1),
    allowed: 'a whole number of days from 1 to 365',
    purpose: 'When uploads expire. S3 looks once a day, so it may take a day longer.',
  }),
  resultsDays: option({
    schema: wholeNumber(1, 365).default(7),
    allowed: 'a whole number of days from 1 to 365',
    purpose: 'When cutouts, results and records expire.',
  }),
  bucketPrefix: option({
    schema: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,18}[a-z0-9]$/)
      .default('zerobooth'),
    allowed: '3 to 20 lower-case letters, digits and dashes, beginning with a letter',
    purpose: 'What the names of both buckets begin with; account and region follow.',
  }),
  modelId: option({
    schema: z.enum(['', ...mattingModels]).default(''),
    allowed: `one of ${mattingModels.join(', ')} (layers/model/README.md)`,
    unset: "the manifest's default",
    purpose: 'Matting model that is built into the image.',
  }),
  inferenceSidePx: option({
    schema: wholeNumber(128, 2048, 64).default(mattingDefaults.inferenceSidePx),
    allowed: 'a multiple of 64 from 128 to 2048',
    purpose: "Long side of the matting network's input: quality, time and memory follow it.",
  }),
  workingSidePx: option({
    schema: wholeNumber(512, 4096).default(mattingDefaults.workingSidePx),
    allowed: 'a whole number of pixels from 512 to 4096',
    purpose: 'Long side at which a photo is worked on, and so the largest that can come out.',
  }),
  alarmEmail: option({
    schema: z.email().optional(),
    allowed: 'an e-mail address',
    unset: 'nobody is written to',
    purpose: 'Who gets the alarms; the address must be confirmed once.',
  }),
  dailySpendUsd: option({
    schema: numeric.pipe(z.number().min(0.01).max(100_000)).default(1),
    allowed: 'a number of US dollars from 0.01 to 100000',
    purpose: 'Run time in one day that raises the spend alarm.',
  }),
  access: option({
    schema: z.enum(['code', 'iam']).default('code'),
    allowed: 'code or iam',
    purpose: "Who may use the desk: whoever has the access code, or who signs as a user that may call the desk's URL.",
  }),
  canary: option({
    schema: z
      .preprocess(
        (value) => (typeof value === 'number' ? String(value) : value),
        z.enum(['5', '10', '15', '30', 'off']),
      )
      .default('5'),
    allowed: '5, 10, 15, 30 or off',
    purpose:
      'Minutes for which a new version that passed the golden check gets a tenth of the work; off: all at once and unchecked.',
  }),
  siteOrigin: option({
    schema: z.string().refine(isOrigin).optional(),
    allowed: 'an origin such as https://photos.example.org, without path or closing slash',
    unset: "the desk's own address",
    purpose: 'Origin of the page, if another site shows it: the only one from which a browser reaches the buckets.',
  }),
} as const;

export type StackOptions = {
  readonly [Name in keyof typeof optionTable]: z.infer<(typeof optionTable)[Name]['schema']>;
};

const names = Object.keys(optionTable) as (keyof StackOptions)[];

/** CDK's own settings have dashes, colons or slashes in their names; a plain word was meant for us. */
const plainWord = /^[A-Za-z]+$/;

/**
 * @param lookUp an option's value as given, or undefined.
 * @param given the names of everything that was given, so that a misspelt one is not passed over.
 * @throws Fault `bad-config` with one sentence for each value that is not allowed, and for each name that is no option.
 */
export function readOptions(lookUp: (name: string) => unknown, given: readonly string[] = []): StackOptions {
  const parsed = names.map((name) => {
    const { schema, allowed } = optionTable[name];
    const value = lookUp(name);
    const result = (schema as z.ZodType).safeParse(value);
    const complaint = result.success ? null : `${name} must be ${allowed}; it is ${JSON.stringify(value)}.`;
    return { name, value: result.data, complaint };
  });
  const unknown = given.filter((name) => plainWord.test(name) && !names.includes(name as keyof StackOptions));
  const complaints = [
    ...parsed.flatMap(({ complaint }) => complaint ?? []),
    ...unknown.map((name) => `${name} is no option; there are ${names.join(', ')}.`),
  ];
  if (complaints.length > 0) throw new Fault('bad-config', complaints.join('\n'));
  return Object.fromEntries(parsed.map(({ name, value }) => [name, value])) as unknown as StackOptions;
}

/** Every option as one row of docs/runbook.md, which a test compares. */
export function describeOptions(): readonly { name: string; fallback: string; allowed: string; purpose: string }[] {
  const defaults = readOptions(() => undefined);
  return names.map((name) => {
    const { allowed, purpose, unset } = optionTable[name] as Option;
    return { name, fallback: unset ?? String(defaults[name]), allowed, purpose };
  });
}
