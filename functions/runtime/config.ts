/**
 * Reads the configuration of each function from the environment; no other module of a function reads it. The stack and the
 * local studio write the same variables with {@link configToEnv}, so the names cannot drift apart.
 */
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';
import { type FinderName, finderNames } from '../../core/functions.ts';
import { licenceChoiceSchema } from '../../core/model-card.ts';

/** Default size limit of an upload, bytes. Forms and commands refuse larger files before they send them. */
export const uploadLimitBytes = 25 * 1024 * 1024;

const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);
const name = z.string().min(1);

/** The bucket that people upload to. */
const uploadsBucket = { uploadsBucket: name };
/** The bucket of cutouts, results and records. */
const resultsBucket = { resultsBucket: name };
/** The name, ARN or alias ARN of the compose function. */
const composeFunction = { composeFunction: name };
/** Where settled photos are announced: the name of the event bus (empty: nowhere), and the stage of the studio (empty: none). */
const events = { eventBus: z.string().default(''), stage: z.string().default('') };
/** The build of the function, for records: package version, `+`, digest. */
const codeVersion = { codeVersion: z.string().min(1).default('unknown') };
/** The name of the function among its versions (core/model-versions.ts), for results and log lines; empty: it has none. */
const modelVersion = { modelVersion: z.string().default('') };
/** The versions that get a share of the uploads (functions/runtime/version-share.ts); empty: this function does all. */
const versionShares = { versionShares: z.string().default('') };
/** Side of the network's input for the person's longer edge, px, a multiple of 64. Quality, time and memory grow with it. */
const inferenceSidePx = { inferenceSidePx: count(512) };
/** Limits of an upload. They are checked before memory is spent. */
const limits = { maxBytes: count(uploadLimitBytes), maxPixels: count(60_000_000), minSidePx: count(200) };

/**
 * What the process, its networks and the working copy hold while a picture is decoded, MB. In 256 MB a warm instance
 * decoded AVIF of 76 MB and was killed at 114 MB; in 512 MB it decoded 323 MB (2026-11-29).
 */
const heldMb = 190;
/** Enough for the common formats, of which only rows are held. */
const leastDecodeMb = 32;

/** Returns the memory for decoding in a matting function of this memory size, MB. */
export function decodeMbOf(memoryMb: number): number {
  return Math.max(leastDecodeMb, memoryMb - heldMb);
}

/** The folder of prepared models with their `models.json`. */
const modelDir = { modelDir: z.string().default('/opt/models') };
/** Which networks may be opened: all, or only those whose licence is clear. */
const licence = { licence: licenceChoiceSchema.default('any') };
/** Threads of the networks; 0: as many as the CPUs that the process may use. */
const threads = { threads: z.coerce.number().int().nonnegative().default(0) };
/**
 * Memory that the decoding of one picture may take beside its working copy, MB. A format that cannot be streamed is
 * refused above it. {@link decodeMbOf} gives it for a memory size.
 */
const decodeMb = (memoryMb: number) => ({ decodeMb: count(decodeMbOf(memoryMb)) });

/** The settings of the matting stage: what it needs to cut a person out of a picture, wherever the picture comes from. */
export const mattingSettings = z.object({
  ...modelDir,
  /** The id of the matting model in the manifest; empty: the manifest's default. */
  modelId: z.string().default(''),
  ...inferenceSidePx,
  /** Long edge of the working photo, px. */
  workingSidePx: count(2048),
  ...limits,
  ...decodeMb(1024),
  ...threads,
  ...licence,
});

/** The configuration of the matting function. */
export const mattingConfig = z.object({
  ...{ ...uploadsBucket, ...resultsBucket, ...composeFunction, ...codeVersion, ...modelVersion, ...events },
  ...mattingSettings.shape,
});

/** The configuration of the compose function. */
export const composeConfig = z.object({
  ...{ ...resultsBucket, ...codeVersion, ...events, ...modelDir, ...threads, ...licence },
  /** The id of a network that draws comics; empty: none. */
  comicId: z.string().default(''),
});

/** The configuration of the objects function. */
export const objectsConfig = z.object({
  ...{ ...uploadsBucket, ...resultsBucket, ...codeVersion, ...modelVersion, ...versionShares },
  ...{ ...modelDir, ...limits, ...decodeMb(512), ...threads, ...licence },
  /** The id of the detector in the manifest; empty: the manifest's default. */
  detectorId: z.string().default(''),
});

/** The configuration of the tags function. */
export const tagsConfig = z.object({
  ...objectsConfig.shape,
  /** The id of the tagger in the manifest; empty: none. */
  taggerId: z.string().default(''),
});

/** The configuration of the API function. */
export const apiConfig = z.object({
  /** The folder of the models has the networks of the page's camera. */
  ...{ ...uploadsBucket, ...resultsBucket, ...composeFunction, ...modelDir, ...limits },
  /** Who may use the API: people with the access code, everybody, or callers that IAM lets through its Function URL. */
  access: z.enum(['code', 'none', 'iam']).default('code'),
  /** The validity of an upload ticket, minutes. */
  uploadMinutes: count(10),
  /** The validity of a download link, minutes. */
  linkMinutes: count(15),
  /** The ages at which the buckets' lifecycle rules remove objects, days. The page shows them. */
  uploadsDays: count(1),
  cutoutsDays: count(1),
  resultsDays: count(7),
  /** The folder of the built page; empty: `web` beside the function's handler. */
  pageDir: z.string().default(''),
  /** True when CloudFront is the only caller of the Function URL. */
  isBehindCloudFront: z.stringbool().default(false),
  /** True when the function URL server names the origin of page, API and buckets in a header (core/viewer-headers.ts). */
  isOnNetwork: z.stringbool().default(false),
  /** The functions of the studio that find something in pictures, with commas between them. */
  finders: z
    .string()
    .default('')
    .transform((text): readonly FinderName[] => finderNames.filter((finder) => text.split(',').includes(finder))),
  /** True on one machine only, where the function URL server answers /api/instances. */
  local: z.stringbool().default(false),
});

/** The configuration that selects one of the two pre-traffic checks. */
export const preTrafficConfig = z.object({
  /** The stage whose new version is checked. */
  checkedStage: z.enum(['matting', 'compose']).default('matting'),
});

/** The configuration of the pre-traffic check of matting. */
export const mattingCheckConfig = z.object({
  ...{ ...uploadsBucket, ...resultsBucket, ...inferenceSidePx },
  /** The ARN of the version of matting that is checked. */
  mattingFunction: name,
  /** The longest wait for compose, which may start cold, ms. The time limit of the function is longer. */
  photoWaitMs: count(60_000),
});

/** The configuration of the pre-traffic check of compose. */
export const composeCheckConfig = z.object({
  ...resultsBucket,
  /** The ARN of the version of compose that is checked. */
  composeFunction: name,
});

/** The configuration of the brake. */
export const brakeConfig = z.object({
  ...resultsBucket,
  /** The ARN of the matting function that the brake stops. */
  mattingFunction: name,
  /** The reserved concurrency of matting in the stack; empty: none. */
  mattingConcurrency: z
    .string()
    .default('')
    .transform((text) => (text === '' ? null : Number(text)))
    .pipe(z.int().positive().nullable()),
  /** The price of the run time of one day that puts the brake on, USD. */
  brakeUsdPerDay: z.coerce.number().positive(),
});

/** The configuration of the set-up. */
export const setUpConfig = z.object({ ...resultsBucket });

/** The configuration of the webhook function, which runs on one machine only. */
export const webhookConfig = z.object({
  /** The address that gets the events of settled photos. */
  webhookUrl: z.url({ protocol: /^https?$/ }),
  /** The key of the signatures. */
  webhookSecret: name,
});

export type MattingSettings = z.infer<typeof mattingSettings>;
export type MattingConfig = z.infer<typeof mattingConfig>;
export type ComposeConfig = z.infer<typeof composeConfig>;
export type ObjectsConfig = z.infer<typeof objectsConfig>;
export type TagsConfig = z.infer<typeof tagsConfig>;
export type ApiConfig = z.infer<typeof apiConfig>;
export type MattingCheckConfig = z.infer<typeof mattingCheckConfig>;
export type ComposeCheckConfig = z.infer<typeof composeCheckConfig>;
export type BrakeConfig = z.infer<typeof brakeConfig>;

type PreTrafficConfig = z.infer<typeof preTrafficConfig>;
type WebhookConfig = z.infer<typeof webhookConfig>;

/** Every setting of every function. */
export type Config = MattingConfig &
  ComposeConfig &
  TagsConfig &
  ApiConfig &
  PreTrafficConfig &
  MattingCheckConfig &
  ComposeCheckConfig &
  BrakeConfig &
  WebhookConfig;

/** Returns the variable that carries a setting: `uploadsBucket` is in `ZEROBOOTH_UPLOADS_BUCKET`. */
const variableOf = (setting: string): string =>
  `ZEROBOOTH_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/**
 * Reads and checks the configuration of one function.
 * @param schema one of the schemas of this module. @throws Fault `bad-config` that names every bad variable.
 */
export function configFromEnv<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: NodeJS.ProcessEnv = process.env,
): z.infer<z.ZodObject<Shape>> {
  const settings = Object.keys(schema.shape);
  const parsed = schema.safeParse(Object.fromEntries(settings.map((setting) => [setting, env[variableOf(setting)]])));
  if (parsed.success) return parsed.data;
  const bad = parsed.error.issues.map((issue) => `${variableOf(String(issue.path[0]))}: ${issue.message}`);
  throw new Fault('bad-config', `bad configuration: ${bad.join('; ')}`);
}

/** Returns the memory size of the function that this process is, MB; null outside of Lambda and the function host. */
export function memoryLimitMb(env: NodeJS.ProcessEnv = process.env): number | null {
  const memoryMb = Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE);
  return memoryMb > 0 ? memoryMb : null;
}

/**
 * The settings that the C library reads when a process starts. All threads share one heap, so that memory that the network's and
 * libvips' threads free is used again. No thread keeps small free blocks for itself: such blocks lie between the large free
 * ones and keep them from being joined, and an instance then grows by a third of a megabyte with every photo. Neither
 * setting costs time. Figures: docs/decisions/0016-time-and-memory.md.
 */
export const allocatorEnv = { GLIBC_TUNABLES: 'glibc.malloc.arena_max=1:glibc.malloc.tcache_count=0' } as const;

/** Returns the environment that {@link configFromEnv} reads back as `config`. Settings left out keep their defaults. */
export function configToEnv(config: Partial<Config>): Record<string, string> {
  const set = Object.entries(config).filter(([, value]) => value !== undefined);
  return {
    ...allocatorEnv,
    ...Object.fromEntries(set.map(([setting, value]) => [variableOf(setting), String(value)])),
  };
}
