/** Measures thirty people at once on the default studio of this machine, and how soon work goes on after each kind of kill. */

import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from '../../core/quantile.ts';
import { busyRemarks } from '../report/machine.ts';
import type { Cell, Findings, Table } from '../report/report.ts';
import { median } from '../report/statistics.ts';
import type { Workbench } from '../workbench.ts';
import { drawnPhoto, fullHd, withOwnBytes } from './photos.ts';
import { type Recovery, recoveryTimes } from './recovery.ts';
import { describeQuota, type StudioRun, sendPhoto, withStudio } from './studio-run.ts';

const people = 30;
const quickRemark = 'A quick run: two crowds, few kills.';
const aimS = 2.2;
const recoveryAimS = 5;
const order = { standards: ['cn-1-inch'] };

/** Longer waits count as failed. */
const patienceMs = 180_000;

/** The time over which the people begin, s; 0: all at the same moment. */
const spans = [0, 15, 30] as const;

interface Crowd {
  readonly spanS: number;
  /** From each person's upload to the finished record, s, ascending. */
  readonly tookS: readonly number[];
  readonly failed: number;
}

export async function benchUsers(bench: Workbench): Promise<Findings> {
  const [busyBefore] = loadavg();
  const { crowds, quota } = await timeCrowds(bench);
  const recoveries = await recoveryTimes(bench);
  return {
    title: 'Thirty people at once, and recovery after kills',
    method: [
      `The studio as npm start runs it on this machine, two instances of matting, warm. ${people} people upload a photo each (1080x1620, cn-1-inch), all at the same moment or one after the other over some seconds;`,
      'the time runs from the upload of each to the finished record, which is looked for every 50 ms.',
      'Recovery: a photo is uploaded, the process is killed with SIGKILL in mid-work, and the time runs from the kill to the finished record. After a kill of the whole studio it includes its restart.',
    ],
    tables: [crowdTable(crowds), recoveryTable(recoveries)],
    notes: [...(bench.options.quick ? [quickRemark] : []), ...busyRemarks(busyBefore), quota],
    plot: {
      title: `${people} people, and recovery`,
      unit: 's',
      bars: [
        ...crowds.flatMap(({ spanS, tookS }) => {
          const label = spanS === 0 ? 'all at once' : `within ${spanS} s`;
          return [
            { label: `${label}, p50`, value: quantile(tookS, 0.5), series: 'photo' },
            { label: `${label}, p95`, value: quantile(tookS, 0.95), series: 'photo' },
          ];
        }),
        ...recoveries.map(({ killed, tookS }) => ({
          label: `${killed} killed`,
          value: median(tookS),
          series: 'recovery',
        })),
      ],
      target: { value: aimS, label: `aim p95 ${aimS} s` },
    },
  };
}

async function timeCrowds({ modelDir, say, options }: Workbench) {
  const jpeg = await drawnPhoto('demo', fullHd);
  return withStudio({ modelDir, concurrency: 2 }, async (run) => {
    await Promise.all([0, 1, 2].map((at) => send(run, jpeg, `warm-${at}`)));
    await sendPhoto(run, withOwnBytes(jpeg, 'warm'), order);
    const crowds: Crowd[] = [];
    for (const spanS of options.quick ? spans.slice(0, 2) : spans) {
      say(`${people} people within ${spanS} s`);
      crowds.push(await timeCrowd(run, jpeg, spanS));
    }
    return { crowds, quota: describeQuota(run.studio) };
  });
}

async function timeCrowd(run: StudioRun, jpeg: Uint8Array, spanS: number): Promise<Crowd> {
  const took = await Promise.all(
    Array.from({ length: people }, async (_, at) => {
      await delay((at / people) * spanS * 1000);
      return send(run, jpeg, `person-${spanS}-${at}`);
    }),
  );
  await run.studio.host.idle();
  const done = took.filter((ms) => ms !== null).map((ms) => ms / 1000);
  return { spanS, tookS: done.toSorted((a, b) => a - b), failed: took.length - done.length };
}

/** @returns ms from the upload to the finished record; null when the photo is not done. */
async function send({ client }: StudioRun, jpeg: Uint8Array, name: string): Promise<number | null> {
  const begun = performance.now();
  await client.upload(`cn-1-inch/${name}.jpg`, withOwnBytes(jpeg, name));
  const record = await client.waitForRecord(`cn-1-inch/${name}.jpg`, () => performance.now() - begun > patienceMs);
  return record?.status === 'done' ? performance.now() - begun : null;
}

function crowdTable(crowds: readonly Crowd[]): Table {
  const rows = crowds.map(({ spanS, tookS, failed }): Cell[] => {
    const p95 = quantile(tookS, 0.95);
    const reached = p95 < aimS ? 'yes' : 'no';
    return [spanS, tookS.length, failed, quantile(tookS, 0.5), p95, tookS[tookS.length - 1] ?? null, aimS, reached];
  });
  const columns = ['all begin within s', 'done', 'failed', 'p50 s', 'p95 s', 'longest s', 'aim p95 s', 'reached'];
  return { title: `${people} people`, columns, rows };
}

function recoveryTable(recoveries: readonly Recovery[]): Table {
  const rows = recoveries.map(({ killed, tookS }): Cell[] => {
    const longest = Math.max(...tookS);
    return [killed, tookS.length, median(tookS), longest, recoveryAimS, longest < recoveryAimS ? 'yes' : 'no'];
  });
  return {
    title: 'From a kill to the finished photo',
    columns: ['killed', 'times', 'median s', 'longest s', 'aim s', 'reached'],
    rows,
  };
}
