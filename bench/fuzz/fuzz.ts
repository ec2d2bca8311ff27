/** Thousands of hostile files through the real matting function under its quota: each served or refused rightly, and soon. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join as joinPath } from 'node:path';
import type { Config } from '../../functions/runtime/config.ts';
import { describeQuota, type StudioRun, withStudio } from '../performance/studio-run.ts';
import type { Findings, Table } from '../report/report.ts';
import type { Workbench } from '../workbench.ts';
import { type FuzzRun, PhotoTimes, startFuzz, type Verdict } from './fuzz-run.ts';
import { anyDamage, type HostileFile, fuzzMemoryMb as memoryMb } from './hostile-file.ts';
import { hostileFiles } from './make-files.ts';
import { drawSoundFiles } from './sound-files.ts';

const batchFiles = 100;
/** From the issue: every file is decided within this time. A starved machine says little about it, so it is a figure of its own. */
const limitMs = 10_000;
/** The first files meet the functions as they are set up by default, the others a network that takes a tenth of the time. */
const wholeCount = 300;
export const quickNetwork = { inferenceSidePx: 192 };

export interface FuzzResult {
  readonly verdicts: readonly Verdict[];
  /** Events that were given up: crashes, time-outs, kills by quota, faults. */
  readonly deaths: readonly string[];
  readonly statuses: Readonly<Record<string, number>>;
  readonly sound: FuzzRun['sound'];
  readonly peakMb: number;
  /** Instances that were started; more than the studio may have at once means that some were lost. */
  readonly instances: number;
  readonly enforcement: string;
  readonly wallMs: number;
}

export interface FuzzOptions {
  readonly modelDir: string;
  readonly count: number;
  readonly seed: number;
  /** Files to send before those that are made. */
  readonly given: readonly HostileFile[];
  /** Settings of the functions that differ from the default. */
  readonly settings: Partial<Config>;
  readonly say: (line: string) => void;
  /** Aborted: the batch under way is the last. */
  readonly stop?: AbortSignal;
}

/** Ctrl-C ends it after the batch under way, with the figures so far. */
export async function benchFuzz({ options, modelDir, say }: Workbench): Promise<Findings> {
  const { seed, photosDir } = options;
  const count = options.count ?? (options.quick ? 300 : 10_000);
  const given = photosDir === undefined ? [] : await readHostile(photosDir);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const stop = stopping.signal;
  const first = { modelDir, say, stop, seed, given, count: Math.min(count, wholeCount), settings: {} };
  const whole = await fuzz(first);
  const rest = { ...first, seed: seed + 1_000_000, given: [], count: count - first.count, settings: quickNetwork };
  const result = rest.count > 0 && !stop.aborted ? join(whole, await fuzz(rest)) : whole;
  return describe(result, seed, given.length);
}

function join(one: FuzzResult, other: FuzzResult): FuzzResult {
  const statuses = [...new Set([...Object.keys(one.statuses), ...Object.keys(other.statuses)])];
  return {
    verdicts: [...one.verdicts, ...other.verdicts],
    deaths: [...one.deaths, ...other.deaths],
    statuses: Object.fromEntries(
      statuses.map((name) => [name, (one.statuses[name] ?? 0) + (other.statuses[name] ?? 0)]),
    ),
    sound: { sent: one.sound.sent + other.sound.sent, right: one.sound.right + other.sound.right },
    peakMb: Math.max(one.peakMb, other.peakMb),
    instances: one.instances + other.instances,
    enforcement: one.enforcement,
    wallMs: one.wallMs + other.wallMs,
  };
}

/** Sends `given` and then `count` files that the seed makes. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const times = new PhotoTimes();
  const { modelDir, settings } = options;
  const sizes = { matting: { memoryMb, cpuShare: 1 }, compose: { memoryMb: 256, cpuShare: 1 } };
  const studio = { modelDir, sizes, concurrency: 2, settings, onLog: times.onLog };
  return withStudio(studio, (run) => bombard(run, times, options));
}

async function bombard(run: StudioRun, times: PhotoTimes, options: FuzzOptions): Promise<FuzzResult> {
  const { count, seed, given, say, stop } = options;
  const fuzzing = await startFuzz(run, await drawSoundFiles(), times);
  const begun = performance.now();
  const verdicts: Verdict[] = [];
  const looks = { statuses: {} as Record<string, number>, instances: new Set<string>(), peakMb: 0 };
  for await (const batch of batches(given, hostileFiles(seed), count)) {
    const judged = await fuzzing.send(batch, () => noteReports(run, looks));
    verdicts.push(...judged);
    for (const verdict of judged.filter(isWrong)) say(complain(verdict));
    const soFar = `${verdicts.length} files, ${verdicts.filter(isWrong).length} wrong, ${run.deaths.length} deaths`;
    say(`${soFar}, ${Math.round((performance.now() - begun) / 1000)} s`);
    if (stop?.aborted) break;
  }
  fuzzing.close();
  const { statuses, peakMb, instances } = looks;
  const enforcement = describeQuota(run.studio);
  const ended = { peakMb, instances: instances.size, enforcement, wallMs: performance.now() - begun };
  return { verdicts, deaths: run.deaths, statuses, sound: fuzzing.sound, ...ended };
}

const isWrong = ({ complaints }: Verdict) => complaints.length > 0;

interface Looks {
  readonly statuses: Record<string, number>;
  readonly instances: Set<string>;
  peakMb: number;
}

function noteReports({ reports }: StudioRun, looks: Looks): void {
  for (const { status, functionName, instanceId, maxMemoryUsedMb } of reports) {
    const what = status === 'success' ? status : `${functionName} ${status} at ${Math.round(maxMemoryUsedMb)} MB`;
    looks.statuses[what] = (looks.statuses[what] ?? 0) + 1;
    if (functionName !== 'matting') continue;
    looks.instances.add(instanceId);
    looks.peakMb = Math.max(looks.peakMb, maxMemoryUsedMb);
  }
}

async function* batches(given: readonly HostileFile[], made: AsyncGenerator<HostileFile>, count: number) {
  for (let at = 0; at < given.length; at += batchFiles) yield given.slice(at, at + batchFiles);
  let batch: HostileFile[] = [];
  for (let left = count; left > 0; left--) {
    const { value } = await made.next();
    batch.push(value);
    if (batch.length === batchFiles || left === 1) {
      yield batch;
      batch = [];
    }
  }
}

function complain({ file, complaints, ms }: Verdict): string {
  return `${file.family} (${file.format}, ${file.bytes.length} bytes, ${Math.round(ms)} ms): ${complaints.join('; ')}`;
}

/** Every file of a folder and of the folders in it; nothing is known of them but that any answer may be right. */
async function readHostile(dir: string): Promise<readonly HostileFile[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => joinPath(entry.parentPath, entry.name));
  return Promise.all(
    paths.toSorted().map(async (path) => ({
      ...{ family: 'given files', format: 'other' as const, extension: extname(path) },
      ...{ bytes: await readFile(path), right: [...anyDamage, 'empty' as const] },
    })),
  );
}

function describe(result: FuzzResult, seed: number, given: number): Findings {
  const { verdicts, deaths, statuses, sound, peakMb, instances, enforcement, wallMs } = result;
  const families = [...new Set(verdicts.map(({ file }) => file.family))].toSorted();
  const rows = families.map((family) =>
    familyRow(
      family,
      verdicts.filter(({ file }) => file.family === family),
    ),
  );
  const all = familyRow('all', verdicts);
  const failures = Object.entries(statuses).filter(([status]) => status !== 'success');
  const answers = [...new Set(verdicts.map(({ answer }) => answer))].toSorted();
  return {
    title: 'Hostile files',
    method: [
      `${verdicts.length - given} files made from drawn portraits (seed ${seed}) and ${given} given ones, through the whole studio on two matting instances of ${memoryMb} MB and 1 CPU, without retries.`,
      `Times are those of both functions without starts; other work on the machine is included. The first ${Math.min(wholeCount, verdicts.length)} made files and the given ones met the functions' default settings; for the others the network ran at ${quickNetwork.inferenceSidePx} px, which saves time and changes nothing in decoding.`,
    ],
    tables: [
      {
        title: 'By kind of attack',
        columns: [
          'kind',
          'files',
          'done',
          'refused',
          'wrong',
          'median ms',
          'slowest ms',
          `later than ${limitMs / 1000} s`,
        ],
        rows: [...rows, all],
      },
      {
        title: 'Answers',
        columns: ['answer', 'files'],
        rows: answers.map((answer) => [answer, verdicts.filter((verdict) => verdict.answer === answer).length]),
      },
      {
        title: 'The instances',
        columns: [
          'deaths',
          'matting instances started',
          'peak MB',
          'sound photos between',
          'of them right to the byte',
        ],
        rows: [[deaths.length, instances, peakMb, sound.sent, sound.right]],
      },
    ],
    notes: [
      `${(verdicts.length / (wallMs / 1000)).toFixed(1)} files a second, ${Math.round(wallMs / 1000)} s in all.`,
      ...(failures.length > 0
        ? [`Invocations that failed: ${failures.map(([status, n]) => `${n} ${status}`).join(', ')}.`]
        : []),
      ...verdicts
        .filter(({ complaints }) => complaints.length > 0)
        .slice(0, 20)
        .map(complain),
      enforcement,
    ],
    plot: {
      title: 'Slowest file of each kind of attack',
      unit: 'ms',
      bars: rows.map((row) => ({
        label: String(row[0]),
        value: Number(row[6]),
        series: 'slowest',
        remark: `${row[1]} files`,
      })),
      target: { value: limitMs, label: `limit ${limitMs / 1000} s` },
    },
  };
}

function familyRow(family: string, verdicts: readonly Verdict[]): Table['rows'][number] {
  const times = verdicts
    .map(({ ms }) => ms)
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b);
  const done = verdicts.filter(({ answer }) => answer === 'done').length;
  const wrong = verdicts.filter(isWrong).length;
  const figures = [times[Math.floor(times.length / 2)] ?? null, times.at(-1) ?? null];
  const late = times.filter((ms) => ms > limitMs).length;
  return [family, verdicts.length, done, verdicts.length - done, wrong, ...figures, late];
}
