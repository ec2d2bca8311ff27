/** Photos while everything fails that can: killed instances, a failing object server, a full disk, a killed host. Nothing may be lost. */
import { join } from 'node:path';
import { drawSoundFiles } from '../fuzz/sound-files.ts';
import { type Photo, withOwnBytes } from '../performance/photos.ts';
import type { Findings } from '../report/report.ts';
import type { Workbench } from '../workbench.ts';
import { differences, photoOf } from './check-up.ts';
import { countDone, type RunOptions, type RunResult, runFaulty } from './faulty-run.ts';
import { openSmallDisk } from './small-disk.ts';

/** The network at a size that takes a tenth of the time. */
const settings = { inferenceSidePx: 192 };
const sizes = { matting: { memoryMb: 512, cpuShare: 1 }, compose: { memoryMb: 256, cpuShare: 1 } };

export interface FaultsOptions {
  readonly modelDir: string;
  readonly workDir: string;
  readonly count: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface FaultsResult {
  readonly faulty: RunResult;
  readonly calm: RunResult;
  /** Number of photos that are neither done nor in a dead letter before the redrive. */
  readonly lost: readonly string[];
  /** Objects that differ from the undisturbed run at the end. */
  readonly different: readonly string[];
  readonly poison: readonly Photo[];
}

export async function benchFaults({ options, modelDir, workDir, say }: Workbench): Promise<Findings> {
  const count = options.count ?? (options.quick ? 30 : 200);
  return describe(await faults({ modelDir, workDir, count, seed: options.seed, say }), count);
}

/** The same photos undisturbed and disturbed. */
export async function faults({ modelDir, workDir, count, seed, say }: FaultsOptions): Promise<FaultsResult> {
  const photos = await drawPile(count);
  const poison = makePoison();
  const run = async (name: string, isDisturbed: boolean) => {
    const disk = await openSmallDisk(join(workDir, name), 64 + count);
    const studio = { modelDir, settings, sizes, concurrency: 2 };
    const options: RunOptions = { studio, photos, poison: isDisturbed ? poison : [], disk, seed, isDisturbed, say };
    try {
      return { ...(await runFaulty(options)), diskMb: disk.sizeMb };
    } finally {
      await disk.close();
    }
  };
  say('undisturbed');
  const calm = await run('calm', false);
  say('disturbed');
  const faulty = await run('faulty', true);
  const buried = new Set(faulty.firstDeadLetters.map(photoOf));
  const isDone = (name: string) => faulty.first.records.get(name)?.status === 'done';
  const lost = photos.map(({ name }) => name).filter((name) => !isDone(name) && !buried.has(name));
  return { faulty, calm, lost, different: differences(faulty.last, calm.last), poison };
}

/** Small portraits, each file its own. */
async function drawPile(count: number): Promise<readonly Photo[]> {
  const { jpeg } = await drawSoundFiles();
  return Array.from({ length: count }, (_, at) => ({
    name: `cn-1-inch/${String(at).padStart(4, '0')}.jpg`,
    bytes: withOwnBytes(jpeg, `${at}`),
  }));
}

/** Keys that S3 takes and no function can serve: what is made of them would have names too long for S3. */
function makePoison(): readonly Photo[] {
  return [0, 1, 2].map((at) => ({ name: `${at}`.padEnd(1016, 'x'), bytes: Uint8Array.of(at) }));
}

function describe({ faulty, calm, lost, different, poison }: FaultsResult, count: number): Findings {
  const { messages, faults: counts, firstDeadLetters, lastDeadLetters } = faulty;
  const failed = messages.reports.filter(({ status }) => status === 'crash').length;
  const poisonNames = new Set(poison.map(({ name }) => name));
  const buried = firstDeadLetters.filter((deadLetter) => !poisonNames.has(photoOf(deadLetter)));
  const reasonless = [...firstDeadLetters, ...lastDeadLetters].filter(
    ({ responsePayload }) => responsePayload === undefined,
  );
  const rows: readonly (readonly [string, number, number | null])[] = [
    ['done before redrive', countDone(faulty.first), null],
    ['in dead letters with their reason', buried.length, null],
    ['lost', lost.length, 0],
    ['dead letters without a reason', reasonless.length, 0],
    ['done after redrive', countDone(faulty.last), count],
    ['poison in dead letters after redrive', new Set(lastDeadLetters.map(photoOf)).size, poison.length],
    ['records that contradict the objects', faulty.first.contradictions.length + faulty.last.contradictions.length, 0],
    ['objects that differ from the undisturbed run', different.length, 0],
    ['files that no object uses', faulty.strays.length, 0],
  ];
  const spoiled = Object.entries(counts).filter(([kind]) => kind !== 'unspoiled');
  return {
    title: 'Photos under faults',
    method: [
      `${count} small portraits and ${poison.length} that no function can serve, through a studio in a process of its own with two matting instances of 512 MB, every request to the object server through a proxy that spoils one in seven; then the same undisturbed.`,
      'Lost means: neither done nor in a dead letter. After the first count every event was sent again, and an older one of the same key.',
    ],
    tables: [
      { title: 'What became of them', columns: ['', 'found', 'right'], rows },
      {
        title: 'What happened to them',
        columns: ['fault', 'times'],
        rows: [
          ...([
            ['instances killed', messages.kills],
            ['invocations that it ended', failed],
            ['all invocations', messages.reports.length],
          ] as const),
          ...([
            ['host killed and started again', faulty.hostKills],
            ['disk full', faulty.fills],
            ['old events sent again', faulty.replays],
          ] as const),
          ...spoiled.map(([kind, times]) => [`object server: ${kind}`, times] as const),
          ...([['requests unspoiled', counts.unspoiled]] as const),
        ],
      },
    ],
    notes: [
      `${Math.round(faulty.wallMs / 1000)} s disturbed, ${Math.round(calm.wallMs / 1000)} s undisturbed.`,
      ...(faulty.fills === 0 ? ['No small disk could be mounted here: it was never full.'] : []),
      ...[...faulty.first.contradictions, ...faulty.last.contradictions, ...faulty.strays, ...different].slice(0, 10),
    ],
    plot: {
      title: 'What happened to the photos',
      unit: 'times',
      bars: [
        { label: 'instances killed', value: messages.kills, series: 'faults' },
        { label: 'host killed', value: faulty.hostKills, series: 'faults' },
        { label: 'disk full', value: faulty.fills, series: 'faults' },
        ...spoiled.map(([kind, value]) => ({ label: `object server: ${kind}`, value, series: 'faults' })),
        { label: 'photos lost', value: lost.length, series: 'outcome' },
        { label: 'photos done', value: countDone(faulty.last), series: 'outcome' },
      ],
    },
  };
}
