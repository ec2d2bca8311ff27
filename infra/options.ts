/**
 * Defines the options of `cdk deploy --context NAME=VALUE`: names, allowed values, defaults. app.ts reads them before it
 * creates the stack, so that a wrong value ends the synthesis with one clear sentence.
 */
import { z } from 'zod';
import { Fault } from '../core/errors.ts';
import { optionalFunctions, type PictureFunction, pictureFunctions, pictureFunctionTable } from '../core/functions.ts';
import { licenceChoiceSchema } from '../core/model-card.ts';
import { type ModelVersion, parseVersion, repeatedVersion, versionForm } from '../core/model-versions.ts';
import { mattingSettings } from '../functions/runtime/config.ts';
import manifest from '../layers/model/manifest.json' with { type: 'json' };

/** The defaults of the matting function, which the options of the stack repeat. */
const mattingDefaults = mattingSettings.parse({});

const modelIdsOf = (wanted: string) => manifest.models.filter(({ task }) => task === wanted).map(({ id }) => id);
const [mattingModels, comicModels] = [modelIdsOf('matting'), modelIdsOf('comic')];

/** The beginning of bucket names in a stack of one studio. */
export const defaultPrefix = 'zerobooth';

/**
 * Most characters of a bucket's name before its kind, with the stage. The name then has 63, the limit of S3, in the regions
 * with the longest codes (14 characters).
 */
export const longestPrefix = 24;

/** Values from the command line are text; values from cdk.json may be numbers. */
const numeric = z.union([z.string().trim().min(1), z.number()]).transform(Number);
const wholeNumber = (least: number, most: number, step = 1) =>
  numeric.pipe(z.number().int().min(least).max(most).multipleOf(step));

/** Returns whether a browser could send the value as `Origin`. */
function isOrigin(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url !== null && url.origin === value && (url.protocol === 'https:' || url.hostname === 'localhost');
}

/** Returns a version of a function that `also` may name, with the task of its model; undefined for any other text. */
export function stackVersionOf(text: string): ModelVersion | undefined {
  const version = parseVersion(text);
  if (version === null || typeof version === 'string') return undefined;
  const functions: readonly PictureFunction[] = pictureFunctions;
  const of = functions.find(({ name, onAws }) => name === version.functionName && onAws !== undefined);
  const model = manifest.models.find(({ id }) => id === version.modelId);
  const task = of?.modelChoices?.find((one) => one === model?.task);
  return task && { ...version, task };
}

/** Returns whether every text is a version of another name. */
function areVersions(texts: readonly string[]): boolean {
  const versions = texts.flatMap((text) => stackVersionOf(text) ?? []);
  return versions.length === texts.length && repeatedVersion(versions) === undefined;
}

/** One option. `allowed` completes the sentence "NAME must be ...". */
interface Option<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly allowed: string;
  /** The effect of leaving it out, if the schema has no default that says it. */
  readonly unset?: string;
  readonly purpose: string;
}

const option = <Schema extends z.ZodType>(given: Option<Schema>): Option<Schema> => given;

/** New accounts allow functions of at most 3,008 MB, so no default is larger. Matting's is the best buy (docs/cost.md). `desk` is the API's deployed name. */
const optionTable = {
  architecture: option({
    schema: z.enum(['x86_64', 'arm64']).default('x86_64'),
    allowed: 'x86_64 or arm64',
    purpose: 'Processor of all functions. arm64 costs a fifth less a second and has not been tried on real Lambda.',
  }),
  mattingMemoryMb: option({
    schema: wholeNumber(1024, 10_240).default(pictureFunctionTable.matting.memoryMb),
    allowed: 'a whole number of MB from 1024 to 10240',
    purpose: 'Memory of matting, and with it its CPU: 1,769 MB is one vCPU.',
  }),
  composeMemoryMb: option({
    schema: wholeNumber(256, 10_240).default(pictureFunctionTable.compose.memoryMb),
    allowed: 'a whole number of MB from 256 to 10240',
    purpose: 'Memory of compose.',
  }),
  deskMemoryMb: option({
    schema: wholeNumber(256, 10_240).default(512),
    allowed: 'a whole number of MB from 256 to 10240',
    purpose: 'Memory of the API function (deployed as desk). It needs little; more CPU shortens cold starts.',
  }),
  mattingConcurrency: option({
    schema: wholeNumber(1, 100_000).optional(),
    allowed: 'a whole number from 1 to 100000',
    unset: 'not reserved',
    purpose: 'Largest number of matting instances, reserved from the account; new accounts have none to reserve.',
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
    purpose: 'The same for the API function; it limits what strangers can make it cost.',
  }),
  also: option({
    schema: z
      .union([z.string(), z.array(z.string())])
      .transform((given) => [given].flat().flatMap((text) => text.split(',').map((name) => name.trim())))
      .pipe(z.array(z.enum(optionalFunctions)))
      .default([]),
    allowed: `one or more of ${optionalFunctions.join(', ')}, with commas between them`,
    unset: 'none',
    purpose:
      'Functions beside matting and compose that the studio has (docs/guide/add-a-function.md). Each adds an image and three alarm metrics (docs/cost.md).',
  }),
  modelVersions: option({
    schema: z
      .union([z.string(), z.array(z.string())])
      .transform((given) => [given].flat().flatMap((text) => text.split(';')))
      .refine(areVersions)
      .default([]),
    allowed: `${versionForm} with a model of its task, several with ; between them and each name once`,
    unset: 'none',
    purpose:
      'Versions of functions of also that run another model beside them (docs/guide/add-a-function.md), such as objects@small=nanodet-g-320,memory=384,share=0.5. The function itself has the share 1.',
  }),
  uploadsDays: option({
    schema: wholeNumber(1, 365).default(1),
    allowed: 'a whole number of days from 1 to 365',
    purpose: 'Age at which uploads expire. S3 checks once a day, so it may take a day longer.',
  }),
  cutoutsDays: option({
    schema: wholeNumber(1, 365).optional(),
    allowed: 'a whole number of days from 1 to 365',
    unset: 'as uploadsDays',
    purpose: 'Age at which cutouts expire. Until then a photo takes new orders.',
  }),
  resultsDays: option({
    schema: wholeNumber(1, 365).default(7),
    allowed: 'a whole number of days from 1 to 365',
    purpose: 'Age at which results and records expire.',
  }),
  bucketPrefix: option({
    schema: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,18}[a-z0-9]$/)
      .optional(),
    allowed: '3 to 20 lower-case letters, digits and dashes, beginning with a letter',
    unset: `${defaultPrefix}; for a PhotoStudio in your own stack, a name made of the ids of both`,
    purpose: 'Beginning of the names of both buckets; stage, account and region follow.',
  }),
  bucketNames: option({
    schema: z.enum(['account-regional', 'global']).default('account-regional'),
    allowed: 'account-regional or global',
    purpose:
      'Namespace of the bucket names. Only your account can create names of account-regional, which end with -an. Stacks of 0.1 and 0.2 have global names: keep global there, or the buckets are replaced.',
  }),
  stage: option({
    schema: z
      .string()
      .regex(/^[a-z]([a-z0-9-]{0,12}[a-z0-9])?$/)
      .optional(),
    allowed: '1 to 14 lower-case letters, digits and dashes, beginning with a letter',
    unset: 'none',
    purpose:
      'Name such as dev or prod, so that several studios can be in one account and region. The stack is Zerobooth-STAGE then; the names of buckets, metrics, alarms and dashboard hold it.',
  }),
  events: option({
    schema: z.enum(['on', 'off']).default('on'),
    allowed: 'on or off',
    purpose:
      'Whether an event on the default bus of EventBridge tells that a photo is done or rejected (docs/guide/events.md).',
  }),
  modelId: option({
    schema: z.enum(['', ...mattingModels]).default(''),
    allowed: `one of ${mattingModels.join(', ')} (layers/model/README.md)`,
    unset: "the manifest's default",
    purpose: 'Matting model that is built into the image.',
  }),
  comicModelId: option({
    schema: z.enum(['', ...comicModels]).default(''),
    allowed: 'the id of a model in layers/model/manifest.json whose task is comic',
    unset: 'none',
    purpose:
      'Network that draws comics of the look network (docs/guide/comic.md). It is built into the image of compose with onnxruntime; raise composeMemoryMb for a large one.',
  }),
  licence: option({
    schema: licenceChoiceSchema.default('any'),
    allowed: 'any or clear',
    purpose:
      'clear: only models whose licence is clear are built in and run (docs/guide/models.md says what is lost). objects has none.',
  }),
  inferenceSidePx: option({
    schema: wholeNumber(128, 2048, 64).default(mattingDefaults.inferenceSidePx),
    allowed: 'a multiple of 64 from 128 to 2048',
    purpose: "Long side of the matting network's input; quality, time and memory grow with it.",
  }),
  workingSidePx: option({
    schema: wholeNumber(512, 4096).default(mattingDefaults.workingSidePx),
    allowed: 'a whole number of pixels from 512 to 4096',
    purpose: 'Long side of the working photo, and so of the largest photo that can be made.',
  }),
  alarmEmail: option({
    schema: z.email().optional(),
    allowed: 'an e-mail address',
    unset: 'no e-mail is sent',
    purpose: 'Address that gets the alarms; it must be confirmed once.',
  }),
  dailySpendUsd: option({
    schema: numeric.pipe(z.number().min(0.01).max(100_000)).default(1),
    allowed: 'a number of US dollars from 0.01 to 100000',
    purpose: 'Price of the run time of one day that raises the spend alarm.',
  }),
  brakeUsdPerDay: option({
    schema: numeric.pipe(z.number().min(0.01).max(100_000)).optional(),
    allowed: 'a number of US dollars from 0.01 to 100000',
    unset: 'no brake',
    purpose:
      'Price of the run time of one day above which matting stops until somebody releases it (npm run ops -- brake). Uploads are then kept as long as dead letters, and nothing is lost.',
  }),
  access: option({
    schema: z.enum(['code', 'iam']).default('code'),
    allowed: 'code or iam',
    purpose: 'Who may use the API: people with the access code, or callers that IAM allows to invoke its Function URL.',
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
      'Minutes for which a new version that passed the pre-traffic check gets a tenth of the work; off: all at once and unchecked.',
  }),
  domain: option({
    schema: z
      .string()
      .max(253)
      .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)
      .optional(),
    allowed: 'a domain such as photos.example.org, in lower case',
    unset: 'the address of the Function URL',
    purpose: 'Domain of page and API. CloudFront is put before them; it needs certificateArn.',
  }),
  certificateArn: option({
    schema: z
      .string()
      .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]+$/)
      .optional(),
    allowed: 'the ARN of a certificate of ACM in us-east-1',
    unset: 'none',
    purpose: 'Certificate of the domain. CloudFront takes certificates of us-east-1 only, for studios of every region.',
  }),
  webAcl: option({
    schema: z
      .union([
        z.enum(['off', 'new']),
        z.string().regex(/^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]+\/[0-9a-f-]+$/),
      ])
      .default('off'),
    allowed: 'off, new, or the ARN of a web ACL of the scope CLOUDFRONT',
    purpose:
      'Web ACL of AWS WAF before the domain; new makes one with managed rules and a rate limit, in us-east-1 only.',
  }),
  tracing: option({
    schema: z.enum(['off', 'on']).default('off'),
    allowed: 'off or on',
    purpose: 'Traces of all functions in X-Ray.',
  }),
  kmsKey: option({
    schema: z
      .union([
        z.literal('new'),
        z
          .string()
          .regex(
            /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
          ),
      ])
      .optional(),
    allowed: 'new, or the ARN of a key',
    unset: "S3's and SQS's own keys",
    purpose: 'Key of KMS that encrypts buckets and dead letters.',
  }),
  siteOrigin: option({
    schema: z.string().refine(isOrigin).optional(),
    allowed: 'an origin such as https://photos.example.org, without path or closing slash',
    unset: "the API's own address",
    purpose: 'Origin of the page if another site shows it; browsers reach the buckets from this origin only.',
  }),
} as const;

export type StackOptions = {
  readonly [Name in keyof typeof optionTable]: z.infer<(typeof optionTable)[Name]['schema']>;
};

const names = Object.keys(optionTable) as (keyof StackOptions)[];

/** CDK's own settings have dashes, colons or slashes in their names, so a plain word is meant as an option of ours. */
const plainWord = /^[A-Za-z]+$/;

/**
 * Reads and checks the options.
 * @param lookUp returns the value of an option, or undefined when it is not set.
 * @param given the names of all context values, so that a misspelt option is refused.
 * @throws Fault `bad-config` with one sentence for each value that is not allowed and for each unknown name.
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
    ...unknown.map((name) => `${name} is not an option. The options are ${names.join(', ')}.`),
  ];
  if (complaints.length > 0) throw new Fault('bad-config', complaints.join('\n'));
  const options = Object.fromEntries(parsed.map(({ name, value }) => [name, value])) as unknown as StackOptions;
  const conflicts = conflictsIn(options);
  if (conflicts.length > 0) throw new Fault('bad-config', conflicts.join('\n'));
  return options;
}

/** Returns one sentence for each pair of values that do not go together. */
function conflictsIn(options: StackOptions): readonly string[] {
  const {
    bucketPrefix = defaultPrefix,
    stage,
    domain,
    certificateArn,
    webAcl,
    access,
    also,
    modelVersions,
    licence,
  } = options;
  const prefix = stage === undefined ? bucketPrefix : `${bucketPrefix}-${stage}`;
  const conflicts = [
    prefix.length > longestPrefix &&
      `bucketPrefix and stage must have at most ${longestPrefix - 1} characters together; ${prefix} is too long.`,
    (domain === undefined) !== (certificateArn === undefined) && 'domain and certificateArn must be given together.',
    ...modelVersions
      .flatMap((text) => stackVersionOf(text) ?? [])
      .filter(({ functionName }) => !also.includes(functionName))
      .map(
        ({ functionName, name }) => `modelVersions names ${functionName}@${name}; also must name ${functionName}, too.`,
      ),
    ...(licence === 'clear' ? unclearChoices(options) : []),
    domain === undefined && webAcl !== 'off' && 'webAcl needs domain: a web ACL works in CloudFront.',
    domain !== undefined &&
      access === 'iam' &&
      'access=iam does not work with domain: CloudFront signs the requests of all callers. Give access=code.',
  ];
  return conflicts.filter((conflict) => conflict !== false);
}

/** Returns one sentence for each choice that needs a model whose licence is not clear. */
function unclearChoices({ modelId, comicModelId, also, modelVersions }: StackOptions): readonly string[] {
  const clear = manifest.models.filter(({ terms }) => terms.state === 'clear');
  const isClear = (id: string) => id === '' || clear.some((model) => model.id === id);
  const versions = modelVersions.flatMap((text) => stackVersionOf(text) ?? []);
  const chosen = { modelId: [modelId], comicModelId: [comicModelId], modelVersions: versions.map((of) => of.modelId) };
  const functions: readonly PictureFunction[] = pictureFunctions;
  const lacking = functions.filter(
    ({ name, models }) => also.includes(name) && !models.some((task) => clear.some((model) => model.task === task)),
  );
  return [
    ...Object.entries(chosen).flatMap(([option, ids]) =>
      ids
        .filter((id) => !isClear(id))
        .map((id) => `${option} names ${id}, whose licence is not clear; licence must be any.`),
    ),
    ...lacking.map(({ name }) => `also names ${name}, for which no model has a clear licence; licence must be any.`),
  ];
}

/** Returns each option as one row of the table in docs/runbook.md; a test compares them. */
export function describeOptions(): readonly { name: string; fallback: string; allowed: string; purpose: string }[] {
  const defaults = readOptions(() => undefined);
  return names.map((name) => {
    const { allowed, purpose, unset } = optionTable[name] as Option;
    return { name, fallback: unset ?? String(defaults[name]), allowed, purpose };
  });
}
