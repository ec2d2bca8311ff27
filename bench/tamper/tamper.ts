/** Tampered forms and links against the real object server: how many were tried, and that none came through. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startObjectServer } from '../../local/s3/server.ts';
import { resultsBucket, uploadsBucket } from '../../local/studio/folder.ts';
import { startStudio } from '../../local/studio/studio.ts';
import type { Findings, Table } from '../report/report.ts';
import type { Workbench } from '../workbench.ts';
import { harmlessForms, runAttacks, type Tally, type Target } from './run.ts';

const [uploads, results] = ['tamper-uploads', 'tamper-results'];

/** Attacks go to a whole studio, whose API signs the forms; what must be taken goes to buckets that start nothing. */
export async function benchTamper(bench: Workbench): Promise<Findings> {
  bench.say('trying forms, links, requests without a signature, and the API');
  const { tallies, changes } = await attackStudio(bench);
  bench.say('trying forms that differ and are no attack');
  return describe(tallies, changes, await sendHarmless(bench));
}

async function attackStudio({ workDir, modelDir }: Workbench) {
  const studio = await startStudio({ dataDir: join(workDir, 'studio'), modelDir, pagePort: 0 });
  const { endpoint, region, credentials, pageUrl: apiUrl = '' } = studio;
  try {
    const target: Target = { endpoint, region, credentials, uploads: uploadsBucket, results: resultsBucket, apiUrl };
    return await runAttacks(target);
  } finally {
    await studio.close();
  }
}

async function sendHarmless({ workDir }: Workbench) {
  const credentials = { accessKeyId: 'AKIDTAMPER', secretAccessKey: randomBytes(24).toString('hex') };
  const buckets = [{ name: uploads }, { name: results }];
  const server = await startObjectServer({ dataDir: join(workDir, 'objects'), credentials, buckets });
  try {
    return await harmlessForms({ endpoint: server.endpoint, region: 'us-east-1', credentials, uploads, results });
  } finally {
    await server.close();
  }
}

const sum = (tallies: readonly Tally[], of: (tally: Tally) => number) =>
  tallies.reduce((total, tally) => total + of(tally), 0);

function describe(
  tallies: readonly Tally[],
  changes: readonly string[],
  harmless: readonly { name: string; status: number }[],
): Findings {
  const rows = tallies.map((tally): Table['rows'][number] => [
    ...[tally.family, tally.attempts, tally.accepted, tally.faults, tally.cut],
    [...tally.codes].map(([code, count]) => `${code} (${count})`).join(', '),
  ]);
  const totals = [
    (one: Tally) => one.attempts,
    (one: Tally) => one.accepted,
    (one: Tally) => one.faults,
    (one: Tally) => one.cut,
  ];
  const [attempts, accepted, failed, cut] = totals.map((of) => sum(tallies, of));
  const taken = harmless.filter(({ status }) => status === 201).length;
  return {
    title: 'Tampered forms and links',
    method: [
      `${attempts} requests of an attacker who holds a signed form, another for another photo, one that has expired, and a signed download link;`,
      "byte by byte, field by field, against the object server and the API of the local studio over HTTP. The forms are the API's own tickets.",
    ],
    tables: [
      {
        title: 'Attacks and answers',
        columns: ['attack', 'attempts', 'accepted', '5xx', 'cut off', 'answers'],
        rows: [...rows, ['all', attempts, accepted, failed, cut, '']],
      },
    ],
    notes: [
      `Objects changed, added or lost by it: ${changes.length}.`,
      `Forms that differ and must be taken (other order, capitals in names, no bucket field, a button behind the file): ${taken} of ${harmless.length} were.`,
      ...tallies.flatMap(({ family, wrong }) => wrong.map((one) => `Should not have been: ${family}: ${one}`)),
    ],
    plot: {
      title: 'Tampered forms and links, none accepted',
      unit: 'attempts',
      bars: tallies.map(({ family, attempts: value, accepted: got }) => ({
        ...{ label: family, value, series: got > 0 ? 'some accepted' : 'none accepted' },
      })),
    },
  };
}
