/** Reads the command line of the benches. */
import { readArguments, UsageError } from '../cli/usage.ts';

/** Benches that run the studio. */
export const measuredNames = [
  'speed',
  'memory',
  'quality',
  'checks',
  'variants',
  'quota',
  'cold',
  'throughput',
  'tamper',
  'fuzz',
  'faults',
  'floods',
  'resident',
  'users',
  'functions',
] as const;
/** Benches that compute on the figures of quota. */
export const derivedNames = ['cost', 'scale'] as const;
/** Benches that only make pictures. */
const drawnNames = ['edges'] as const;
export const benchNames = [...measuredNames, ...derivedNames, ...drawnNames] as const;
export type MeasuredName = (typeof measuredNames)[number];
export type DerivedName = (typeof derivedNames)[number];
export type BenchName = (typeof benchNames)[number];

export const benchUsage = `Usage: npm run bench -- speed|memory|quality|checks|variants|quota|cold|throughput|tamper|fuzz|faults|floods|resident|users|functions|cost|scale|edges [options]
  cost and scale run nothing: they compute on the results of quota, and bring docs/cost.md up to date.
  edges measures nothing: it makes a sheet of each photo, with the cutout over white, blue and magenta.
  --peer             install @imgly/background-removal-node into a temporary folder and measure it beside
  --keep-peer DIR    the same, in a folder that stays and is used again
  --photos DIR       your own photos of people instead of drawn ones (variants, quota, throughput); fuzz: files to send first;
                     checks, edges: the photos, always needed
  --truth DIR...     quality: folders of */image.png with */alpha.png, instead of drawn portraits; beside them may be
                     */foreground.png (true colours) and */ignore.png (white pixels are not judged)
  --objects DIR...   quality: the same for objects; without it, truths without a face count as objects
  --runs N           rounds of the timed parts (default 5)
  --count N          photos of quota (default 50) and throughput (default 100), fuzz (default 10000), faults (default 200) and floods (default 1000)
  --seed N           fuzz, faults: another seed, other files and faults (default 1)
  --quick            a small part: fewer rounds, photos and sizes
  --cpu N            throughput: CPU share of one matting instance (default: what Lambda gives with its memory)
  --out DIR          where the tables go (default bench/results); cost and scale read quota.json there;
                     edges: where the sheets go (default out/edges)
`;

export const usualOutDir = 'bench/results';
/** Private photos may be on the sheets, so they do not go where results are kept. */
const usualSheetsDir = 'out/edges';

export interface BenchOptions {
  readonly name: BenchName;
  readonly peer: boolean;
  readonly keepPeer: string | undefined;
  readonly photosDir: string | undefined;
  readonly truthDirs: readonly string[];
  readonly objectDirs: readonly string[];
  readonly runs: number;
  readonly count: number | undefined;
  readonly seed: number;
  readonly quick: boolean;
  readonly cpuShare: number | undefined;
  readonly outDir: string;
}

/** Reads the command line. @returns null for `--help`. @throws UsageError. */
export function readBenchOptions(args: readonly string[]): BenchOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [name, ...rest] = positionals;
  if (!isBenchName(name)) throw new UsageError(`${name ? `There is no bench ${name}.\n` : ''}${benchUsage}`);
  if (rest.length > 0) throw new UsageError(`Unknown argument ${rest[0]}.\n${benchUsage}`);
  return {
    name,
    peer: values.peer === true || values['keep-peer'] !== undefined,
    keepPeer: values['keep-peer'],
    photosDir: values.photos,
    truthDirs: values.truth ?? [],
    objectDirs: values.objects ?? [],
    runs: positive('runs', values.runs) ?? (values.quick ? 3 : 5),
    count: positive('count', values.count),
    seed: positive('seed', values.seed) ?? 1,
    quick: values.quick === true,
    cpuShare: positive('cpu', values.cpu),
    outDir: values.out ?? (name === 'edges' ? usualSheetsDir : usualOutDir),
  };
}

const options = {
  peer: { type: 'boolean' },
  'keep-peer': { type: 'string' },
  photos: { type: 'string' },
  truth: { type: 'string', multiple: true },
  objects: { type: 'string', multiple: true },
  runs: { type: 'string' },
  count: { type: 'string' },
  seed: { type: 'string' },
  quick: { type: 'boolean' },
  cpu: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const parse = (args: readonly string[]) =>
  readArguments({ args: spellOutLists(args), options, allowPositionals: true }, benchUsage);

/** `--truth a b c`, as a shell spreads `--truth dir/*`, becomes `--truth a --truth b --truth c`. */
function spellOutLists(args: readonly string[]): string[] {
  let list = '';
  return args.flatMap((word, at) => {
    const isOption = word.startsWith('-');
    if (isOption) list = word === '--truth' || word === '--objects' ? word : '';
    return isOption || list === '' || args[at - 1] === list ? word : [list, word];
  });
}

function isBenchName(name: string | undefined): name is BenchName {
  return benchNames.some((known) => known === name);
}

function positive(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  const whole = option === 'cpu' || Number.isInteger(value);
  if (!(value > 0) || !whole)
    throw new UsageError(`--${option} must be a positive number, not ${JSON.stringify(text)}.`);
  return value;
}
