/** Counts the results of each check over a folder of photos, so that false alarms and misses can be counted by eye. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../cli/usage.ts';
import type { Check } from '../../core/checks.ts';
import { PhotoRejected } from '../../core/errors.ts';
import { orderSchema } from '../../core/order.ts';
import { composePhoto } from '../../functions/compose/compose.ts';
import { type Networks, openNetworks } from '../../functions/matting/inference/networks.ts';
import { encodeCutout, mattePhoto } from '../../functions/matting/matte.ts';
import { mattingSettings } from '../../functions/runtime/config.ts';
import type { Findings, Table } from '../report/report.ts';
import type { Workbench } from '../workbench.ts';

/** A standard that forbids glasses, so that every check is run. */
const standard = 'us-passport';

interface CheckedPhoto {
  readonly name: string;
  /** The code of the rejection; null when the photo was made. */
  readonly rejected: string | null;
  readonly checks: readonly Check[];
}

/** Runs both stages on every file of the folder `--photos`. @throws UsageError without that option. */
export async function benchChecks({ options, modelDir, say }: Workbench): Promise<Findings> {
  const { photosDir } = options;
  if (!photosDir) throw new UsageError('checks needs --photos DIR, a folder of photos of people.');
  const networks = await openNetworks({ modelDir, modelId: '', threads: 0 });
  const photos: CheckedPhoto[] = [];
  for (const name of (await readdir(photosDir)).toSorted()) {
    say(`checks: ${name}`);
    photos.push(await checkPhoto(networks, name, await readFile(join(photosDir, name))));
  }
  return describeChecks(photos);
}

async function checkPhoto(networks: Networks, name: string, bytes: Uint8Array): Promise<CheckedPhoto> {
  const order = orderSchema.parse({ standards: [standard], faces: 'main' });
  try {
    const { kind, faces } = order;
    const made = await mattePhoto({ bytes, kind, faces, settings: mattingSettings.parse({}), networks }, () => {});
    const checks: Check[] = [];
    const input = { ...(await encodeCutout(made)), head: made.head, order };
    const files = composePhoto(
      input,
      () => {},
      (capture) => checks.push(...capture),
    );
    for await (const { output } of files) checks.push(...output.checks);
    return { name, rejected: null, checks };
  } catch (error) {
    if (!(error instanceof PhotoRejected)) throw error;
    return { name, rejected: error.code, checks: [] };
  }
}

function describeChecks(photos: readonly CheckedPhoto[]): Findings {
  const codes = [...new Set(photos.flatMap(({ checks }) => checks.map(({ code }) => code)))];
  const counts = codes.map((code) => {
    const results = photos.flatMap(({ checks }) => checks.filter((check) => check.code === code));
    const count = (result: Check['result']) => results.filter((check) => check.result === result).length;
    return { code, pass: count('pass'), warn: count('warn'), fail: count('fail') };
  });
  const table: Table = {
    title: 'Results of each check',
    columns: ['check', 'pass', 'warn', 'fail'],
    rows: counts.map(({ code, pass, warn, fail }) => [code, pass, warn, fail]),
  };
  const each: Table = {
    title: 'Each photo',
    columns: ['photo', 'rejected', 'warn', 'fail'],
    rows: photos.map(({ name, rejected, checks }) => [name, rejected, listed(checks, 'warn'), listed(checks, 'fail')]),
  };
  return {
    title: 'Checks',
    method: [
      `Both stages ran on each file of a folder, with the order ${standard}. The table counts the results of each check.`,
    ],
    tables: [table, each],
    notes: ['A false alarm or a miss is for a person to see: no truth is compared.'],
    plot: {
      title: 'Checks that did not pass',
      unit: 'photos',
      bars: counts.flatMap(({ code, warn, fail }) => [
        { label: code, value: warn, series: 'warn' },
        { label: code, value: fail, series: 'fail' },
      ]),
    },
  };
}

function listed(checks: readonly Check[], result: Check['result']): string {
  return checks
    .filter((check) => check.result === result)
    .map(({ code, value }) => `${code} ${value ?? '-'}`)
    .join(', ');
}
