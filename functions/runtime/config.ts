/**
 * The one place that reads the environment. `configFromEnv` and `configToEnv` stand side by side so that the names
 * that infra/ and local/ set and the functions read cannot drift.
 */
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';

/** Largest upload that is taken by default; forms and commands refuse larger files before they are sent. */
export const uploadLimitBytes = 25 * 1024 * 1024;

const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const schema = z.object({
  /** Bucket that people upload into. */
  uploadsBucket: z.string().min(1),
  /** Bucket of cutouts, results and records. */
  resultsBucket: z.string().min(1),
  /** Name, ARN or alias ARN of the compose function; matting invokes it. */
  composeFunction: z.string().min(1),
  /** ARN of the matting version that a deployment checks; empty in every other function. */
  mattingFunction: z.string().default(''),
  /** What the function was built from, for records: package version, `+`, digest. */
  codeVersion: z.string().min(1).default('unknown'),
  /** Folder of prepared models with their `models.json`. */
  modelDir: z.string().default('/opt/models'),
  /** Manifest id of the matting model; empty: the manifest's default. */
  modelId: z.string().default(''),
  /** Side of the network's input on the person's longer edge, px; a multiple of 64. Quality, time and memory follow it. */
  inferenceSidePx: count(512),
  /** Long edge of the working photo, px. */
  workingSidePx: count(2048),
  /** Limits checked before memory is spent. */
  maxBytes: count(uploadLimitBytes),
  maxPixels: count(60_000_000),
  minSidePx: count(200),
  /** Memory that decoding one picture may take beside its working copy, MB; formats that cannot be streamed are refused above it. */
  decodeMb: count(180),
  /** Threads of the network; 0: the CPUs that the process may use. */
  threads: z.coerce.number().int().nonnegative().default(0),
  /** Who may use the API: whoever has the code, everybody, or whoever IAM lets through its Function URL. */
  access: z.enum(['code', 'none', 'iam']).default('code'),
  /** How long an upload ticket and a download link hold, minutes. */
  uploadMinutes: count(10),
  linkMinutes: count(15),
  /** After how many days the buckets' lifecycle rules remove things; the page tells. */
  uploadsDays: count(1),
  resultsDays: count(7),
  /** Folder of the built page; empty: `web` beside the API's handler. */
  pageDir: z.string().default(''),
  /** Set on one machine only: the front door answers /api/instances there. */
  local: z.stringbool().default(false),
});

export type Config = z.infer<typeof schema>;

const envNames: { readonly [K in keyof Config]: string } = {
  uploadsBucket: 'ZEROBOOTH_UPLOADS_BUCKET',
  resultsBucket: 'ZEROBOOTH_RESULTS_BUCKET',
  composeFunction: 'ZEROBOOTH_COMPOSE_FUNCTION',
  mattingFunction: 'ZEROBOOTH_MATTING_FUNCTION',
  codeVersion: 'ZEROBOOTH_CODE_VERSION',
  modelDir: 'ZEROBOOTH_MODEL_DIR',
  modelId: 'ZEROBOOTH_MODEL_ID',
  inferenceSidePx: 'ZEROBOOTH_INFERENCE_SIDE_PX',
  workingSidePx: 'ZEROBOOTH_WORKING_SIDE_PX',
  maxBytes: 'ZEROBOOTH_MAX_BYTES',
  maxPixels: 'ZEROBOOTH_MAX_PIXELS',
  minSidePx: 'ZEROBOOTH_MIN_SIDE_PX',
  decodeMb: 'ZEROBOOTH_DECODE_MB',
  threads: 'ZEROBOOTH_THREADS',
  access: 'ZEROBOOTH_ACCESS',
  uploadMinutes: 'ZEROBOOTH_UPLOAD_MINUTES',
  linkMinutes: 'ZEROBOOTH_LINK_MINUTES',
  uploadsDays: 'ZEROBOOTH_UPLOADS_DAYS',
  resultsDays: 'ZEROBOOTH_RESULTS_DAYS',
  pageDir: 'ZEROBOOTH_PAGE_DIR',
  local: 'ZEROBOOTH_LOCAL',
};

const fields = Object.keys(envNames) as (keyof Config)[];

/** Reads and checks the whole configuration. @throws Fault `bad-config` naming every bad variable. */
export function configFromEnv(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = schema.safeParse(Object.fromEntries(fields.map((field) => [field, env[envNames[field]]])));
  if (parsed.success) return parsed.data;
  const bad = parsed.error.issues.map((issue) => `${envNames[issue.path[0] as keyof Config]}: ${issue.message}`);
  throw new Fault('bad-config', `bad configuration: ${bad.join('; ')}`);
}

/**
 * What the C library reads when a process starts. One heap for all threads instead of one for each, so that what the
 * network's and libvips' threads free is used again; and no small blocks set aside by each thread, which lie scattered
 * about the heap and keep the large free ones between them from being one: an instance then holds a third of a megabyte
 * more with every photo. Neither takes time. docs/decisions/0016-time-and-memory.md has the figures.
 */
export const allocatorEnv = { GLIBC_TUNABLES: 'glibc.malloc.arena_max=1:glibc.malloc.tcache_count=0' } as const;

/** The environment that {@link configFromEnv} reads back as `config`; fields left out keep their defaults. */
export function configToEnv(config: Partial<Config>): Record<string, string> {
  const set = fields.filter((field) => config[field] !== undefined);
  return { ...allocatorEnv, ...Object.fromEntries(set.map((field) => [envNames[field], String(config[field])])) };
}

/** Switches onnxruntime's telemetry off for this process; must run before the library loads (it reads the switch once). */
export function silenceOnnxRuntime(): void {
  process.env.ORT_DISABLE_TELEMETRY = '1';
}
