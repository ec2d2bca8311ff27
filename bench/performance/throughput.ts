/** Measures the time of many photos that are uploaded at once, with one matting instance and with two. */
import { cpuShareOfMemory } from '../cost/measured-times.ts';
import { type Findings, formatRatio, type Table } from '../report/report.ts';
import { interleave, median } from '../report/statistics.ts';
import type { Workbench } from '../workbench.ts';
import { mixedPhotos, type Photo } from './photos.ts';
import { describeQuota, dropPhotos, type StudioRun, successesOf, withStudio } from './studio-run.ts';

const targetMs = 62_000;
const targetRatio = 1.8;
const instanceCounts = [1, 2];
/** Odd, so that the one in the middle is a drop that was. */
const rounds = 3;
/** Enough for every photo of the mix; the share of CPU is what an instance is counted by. */
const memoryMb = 1024;
const shareOf = ({ cpuShare }: Workbench['options']) => cpuShare ?? cpuShareOfMemory(memoryMb);

interface Drop {
  readonly wallMs: number;
  readonly done: number;
  readonly failed: number;
  readonly mattingMs: number;
  readonly composeMs: number;
}

export async function benchThroughput(bench: Workbench): Promise<Findings> {
  const { options, say } = bench;
  const count = options.count ?? (options.quick ? 12 : 100);
  const photos = await mixedPhotos(count, options.photosDir);
  const taken: { instances: number; drop: Drop; quota: string }[] = [];
  const contestants = instanceCounts.map((instances) => async () => {
    say(`${count} photos, ${instances} matting instance${instances > 1 ? 's' : ''}`);
    const timed = { instances, ...(await timeDrop(bench, photos, instances)) };
    taken.push(timed);
    return timed.drop.wallMs;
  });
  await interleave(rounds, contestants);
  const drops = instanceCounts.map((instances) => middleOf(taken.filter((one) => one.instances === instances)));
  const perSecond = ({ done, wallMs }: Drop) => done / (wallMs / 1000);
  const first = perSecond(drops[0].drop);
  const rows = drops.map(({ instances, drop }): Table['rows'][number] => [
    ...[instances, drop.done, drop.failed, drop.wallMs / 1000, (targetMs / 1000) * (count / 100)],
    ...[perSecond(drop), formatRatio(perSecond(drop), first), instances > 1 ? `>= ${targetRatio}x` : '-'],
    ...[drop.mattingMs, drop.composeMs],
  ]);
  const columns = [
    ...['matting instances', 'done', 'failed', 's to the last photo', `target s (${count} photos)`],
    ...['photos/s', 'ratio to one', 'target ratio', 'matting ms, median', 'compose ms, median'],
  ];
  return {
    title: 'A pile of photos dropped at once',
    method: [
      `${count} photos of mixed sizes, each its own file, uploaded at once to a warm studio, cn-1-inch ordered by folder;`,
      `of ${rounds} drops for each number of instances, in turns, the one in the middle.`,
      `A matting instance has ${memoryMb} MB and ${shareOf(options).toFixed(2)} CPU${options.cpuShare === undefined ? ', as on Lambda' : ''}; compose has 512 MB and 1 CPU an instance and one instance more than matting. The servers share the same cores.`,
    ],
    tables: [{ title: 'Time to the last finished photo', columns, rows }],
    notes: [drops[0].quota],
    plot: {
      title: `${count} photos dropped at once`,
      unit: 's to the last photo',
      bars: drops.map(({ instances, drop }) => ({
        ...{ label: `${instances} matting instance${instances > 1 ? 's' : ''}`, value: drop.wallMs / 1000 },
        ...{ series: 'ours', remark: `${perSecond(drop).toFixed(2)}/s` },
      })),
      target: {
        value: (targetMs / 1000) * (count / 100),
        label: `target ${((targetMs / 1000) * (count / 100)).toFixed(0)} s`,
      },
    },
  };
}

function middleOf<T extends { readonly drop: Drop }>(taken: readonly T[]): T {
  return taken.toSorted((a, b) => a.drop.wallMs - b.drop.wallMs)[(rounds - 1) / 2];
}

async function timeDrop({ options, modelDir }: Workbench, photos: readonly Photo[], instances: number) {
  const matting = { memoryMb, cpuShare: shareOf(options) };
  const sizes = { matting, compose: { memoryMb: 512, cpuShare: 1 } };
  return withStudio({ modelDir, sizes, concurrency: instances }, async (run) => {
    await warmUp(run, photos[0], instances);
    const { wallMs, reports, done } = await dropPhotos(run, photos, 'cn-1-inch');
    const [matted, composed] = [successesOf(reports, 'matting'), successesOf(reports, 'compose')];
    const durations = (list: typeof matted) => median(list.map(({ durationMs }) => durationMs));
    return {
      drop: {
        wallMs,
        done,
        failed: photos.length - done,
        mattingMs: durations(matted),
        composeMs: durations(composed),
      },
      quota: describeQuota(run.studio),
    };
  });
}

/** Sends as many photos at once as there are instances, so that each instance starts. */
async function warmUp(run: StudioRun, { name, bytes }: Photo, instances: number): Promise<void> {
  const copies = Array.from({ length: instances * 2 }, (_, at) => ({
    name: `warm-${at}-${name}`,
    bytes: Buffer.concat([bytes, Buffer.from(`${at}`)]),
  }));
  await dropPhotos(run, copies, 'cn-1-inch');
}
