/** Tampered forms and links against the real object server: how many were tried, and that none came through. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startObjectServer } from '../local/object-server.ts';
import type { Findings, Table } from './report.ts';
import { harmlessForms, runAttacks, type Tally, type Target } from './tamper-run.ts';
import type { Workbench } from './workbench.ts';

const [uploads, results] = ['tamper-uploads', 'tamper-results'];

export async function benchTamper({ workDir, say }: Workbench): Promise<Findings> {
  const credentials = { accessKeyId: 'AKIDTAMPER', secretAccessKey: randomBytes(24).toString('hex') };
  const faults: unknown[] = [];
  const server = await startObjectServer({
    ...{ dataDir: join(workDir, 'objects'), credentials, buckets: [{ name: uploads }, { name: results }] },
    onFault: (fault) => faults.push(fault),
  });
  const target: Target = { endpoint: server.endpoint, region: 'us-east-1', credentials, uploads, results };
  try {
    say('trying forms, links and requests without a signature');
    const { tallies, changes } = await runAttacks(target);
    return describe(tallies, changes, faults.length, await harmlessForms(target));
  } finally {
    await server.close();
  }
}

const sum = (tallies: readonly Tally[], of: (tally: Tally) => number) =>
  tallies.reduce((total, tally) => total + of(tally), 0);

function describe(
  tallies: readonly Tally[],
  changes: readonly string[],
  faults: number,
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
      'byte by byte, field by field, against the object server of the local studio over HTTP.',
    ],
    tables: [
      {
        title: 'What was tried, and how it was answered',
        columns: ['attack', 'attempts', 'accepted', '5xx', 'cut off', 'answers'],
        rows: [...rows, ['all', attempts, accepted, failed, cut, '']],
      },
    ],
    notes: [
      `Objects changed, added or lost by it: ${changes.length}. Faults of the server's own: ${faults}.`,
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
