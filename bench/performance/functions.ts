/** Measures time and memory of each function with a warm photo, every one at the least memory that is promised for it. */
import { comicLooks } from '../../core/comic-looks.ts';
import { objectResultKey, objectsPrefix, tagResultKey, tagsPrefix } from '../../core/keys.ts';
import { pictureResultFields } from '../../core/picture-result.ts';
import type { InvocationReport } from '../../local/lambda/host.ts';
import type { Bar } from '../report/plot.ts';
import type { Findings, Table } from '../report/report.ts';
import { median } from '../report/statistics.ts';
import type { Workbench } from '../workbench.ts';
import { drawnPhoto, fullHd, withOwnBytes } from './photos.ts';
import { describeQuota, type StudioRun, sendPhoto, sendPictures, successesOf, withStudio } from './studio-run.ts';

const memoryMb = 256;
const quota = { memoryMb, cpuShare: 1 };
/** A comic has two CPUs, as its aim says. */
const sizes = { matting: quota, compose: { memoryMb, cpuShare: 2 }, objects: quota, tags: quota };

const pictureFunctions = [
  { name: 'objects', step: 'detect', targetMs: 60, prefix: objectsPrefix, resultKey: objectResultKey },
  { name: 'tags', step: 'detect', targetMs: null, prefix: tagsPrefix, resultKey: tagResultKey },
] as const;

/** The figures of one kind of work, one of each for every round. */
interface Work {
  readonly what: string;
  readonly targetMs: number | null;
  readonly wholeMs: number[];
  /** The step that the aim is for; empty: the whole run. */
  readonly stepMs: number[];
  readonly peakMb: number[];
}

export async function benchFunctions({ options, modelDir, say }: Workbench): Promise<Findings> {
  const jpeg = await drawnPhoto('demo', fullHd);
  const all = new Map<string, Work>();
  const workOf = (what: string, targetMs: number | null): Work => {
    const work = all.get(what) ?? { what, targetMs, wholeMs: [], stepMs: [], peakMb: [] };
    all.set(what, work);
    return work;
  };
  const described = await withStudio({ modelDir, sizes, concurrency: 1 }, async (run) => {
    // The first round is not counted: cold starts, and what a first picture leaves compiled.
    for (let round = 0; round <= options.runs; round++) {
      say(`functions: round ${round} of ${options.runs}`);
      const isCounted = round > 0;
      const bytes = (text: string) => withOwnBytes(jpeg, `${text} ${round}`);
      const note = (work: Work, reports: readonly InvocationReport[], stepMs?: number) => {
        if (!isCounted) return;
        work.wholeMs.push(reports.reduce((sum, { durationMs }) => sum + durationMs, 0));
        work.peakMb.push(...reports.map(({ maxMemoryUsedMb }) => maxMemoryUsedMb));
        if (stepMs !== undefined) work.stepMs.push(stepMs);
      };
      const photo = await sendPhoto(run, bytes('photo'), { standards: ['cn-1-inch'] });
      note(workOf('matting', null), successesOf(photo.reports, 'matting'));
      note(workOf('compose: cn-1-inch', null), successesOf(photo.reports, 'compose'));
      for (const look of comicLooks) {
        const comic = await sendPhoto(run, bytes(look), { kind: 'comic', look });
        note(workOf(`compose: comic, ${look}`, 600), successesOf(comic.reports, 'compose'));
      }
      for (const { name, step, targetMs, prefix, resultKey } of pictureFunctions) {
        const { reports, timings } = await sendPicture(run, prefix, `${round}.jpg`, bytes(name), resultKey);
        note(workOf(name, targetMs), successesOf(reports, name), timings[step]);
      }
    }
    return describeQuota(run.studio);
  });
  return findingsOf([...all.values()], described);
}

/** Uploads a picture and waits for its result. @returns the runs that it took and the time of each step, ms. */
async function sendPicture(
  run: StudioRun,
  prefix: string,
  pictureId: string,
  bytes: Uint8Array,
  resultKey: (pictureId: string) => string,
) {
  const { client, reports } = run;
  const reported = reports.length;
  await sendPictures(run, [`${prefix}${pictureId}`], bytes);
  const json = JSON.parse(Buffer.from(await client.fetchResult(resultKey(pictureId))).toString());
  return { reports: reports.slice(reported), timings: pictureResultFields.timings.parse(json.timings) };
}

function findingsOf(works: readonly Work[], described: string): Findings {
  const rows = works.map(({ what, targetMs, wholeMs, stepMs, peakMb }): Table['rows'][number] => [
    ...[what, median(wholeMs), stepMs.length > 0 ? median(stepMs) : null, targetMs, Math.max(...peakMb), memoryMb],
  ]);
  const bars = works.map(({ what, wholeMs }): Bar => ({ label: what, value: median(wholeMs), series: 'studio' }));
  return {
    title: 'Functions',
    method: [
      `A drawn photo of 1080x1620, warm, the functions in turns; medians, the highest peak of all rounds. ${memoryMb} MB and one CPU each, compose two.`,
      'The run includes fetching, decoding and storing. The aim of objects is for its network (step `detect`), that of comics for the whole run. The peak is the resident set with the pages of mapped files, which the limit does not count for each process.',
    ],
    tables: [
      {
        title: 'A warm picture of 1080x1620',
        columns: ['function', 'run ms', 'network ms', 'aim ms', 'peak MB', 'of MB'],
        rows,
      },
    ],
    notes: [described],
    plot: { title: 'Warm picture', unit: 'ms', bars },
  };
}
