/**
 * `npm run demo`: sends two drawn portraits through matting and compose, prints what the functions cost, and waits
 * until their idle instances have ended.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { stdout } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '../core/errors.ts';
import { recordKey } from '../core/keys.ts';
import { replaceGeneratedFile } from '../files/atomic-file.ts';
import type { InvocationReport } from '../local/lambda/host.ts';
import { connect, type StudioClient } from '../local/studio/client.ts';
import { type Studio, startStudio } from '../local/studio/studio.ts';
import { catalogue } from '../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../portraits/render.ts';
import { readCommand } from './arguments/read.ts';
import { enforcementOf } from './enforcement.ts';
import { readyModels } from './models.ts';
import { openOutputFolder } from './output-folder.ts';
import { demoTable } from './tables/small-tables.ts';

const outDir = join('out', 'demo');
/** Short, so that the demo does not wait for half a minute until the instances end. */
const idleMs = 5_000;

/** @returns 0 when both photos were made and every instance has ended. @throws UsageError when there are arguments. */
export async function runDemo(args: string[]): Promise<number> {
  readCommand(demoTable, args);
  await openOutputFolder('The folder', outDir);
  const modelDir = await readyModels();
  const dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-demo-'));
  const reports: InvocationReport[] = [];
  const failures: string[] = [];
  const studio = await startStudio({
    dataDir,
    modelDir,
    idleMs,
    onReport: (report) => reports.push(report),
    onDeadLetter: ({ responsePayload }) => failures.push(JSON.stringify(responsePayload)),
  });
  const client = connect(studio);
  try {
    print(
      `Studio at ${studio.endpoint}; ${studio.host.instances().length} function processes. ${enforcementOf(studio.host)}`,
    );
    const [first, second] = await Promise.all(['demo', 'glasses'].map(drawPortrait));
    await makePhotos(client, first, 'First portrait (cold start)', failures);
    await makePhotos(client, second, 'Second portrait (warm)', failures);
    printFunctions(reports);
    await waitUntilEnded(studio);
    print('\nAll idle instances have ended: 0 function processes.');
    return 0;
  } finally {
    client.close();
    await studio.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface Portrait {
  readonly name: string;
  readonly jpeg: Uint8Array;
}

async function drawPortrait(name: string): Promise<Portrait> {
  const { photo } = await renderPortrait(catalogue[name]);
  return { name, jpeg: await encodeJpeg(photo) };
}

/** Uploads a portrait, waits for its record and saves the results. @throws Fault `internal` when no photo was made. */
async function makePhotos(
  client: StudioClient,
  { name, jpeg }: Portrait,
  title: string,
  failures: readonly string[],
): Promise<void> {
  const photoId = `${randomBytes(16).toString('hex')}.jpg`;
  const started = performance.now();
  await client.upload(photoId, jpeg, { standards: ['cn-1-inch', 'us-passport'], withCutout: true });
  const record = await client.waitForRecord(photoId, () => failures.length > 0);
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  if (record?.status !== 'done') {
    throw new Fault(
      'internal',
      `the demo made no photo of its portrait: ${JSON.stringify(record?.rejection ?? failures)}`,
    );
  }
  print(`\n${title}: ${seconds} s from upload to record.`);
  await save(`${name}-portrait.jpg`, jpeg, 'portrait');
  for (const { key, kind } of record.outputs) {
    await save(`${name}-${basename(key)}`, await client.fetchResult(key), kind);
  }
  await save(`${name}-record.json`, await client.fetchResult(recordKey(photoId)), 'record');
}

async function save(name: string, bytes: Uint8Array, kind: string): Promise<void> {
  const path = join(outDir, name);
  await replaceGeneratedFile(path, bytes);
  print(`  ${kind.padEnd(9)}${path}`);
}

function printFunctions(reports: readonly InvocationReport[]): void {
  print('\nfunction  start  init ms  run ms  billed ms  memory MB  peak MB  GB-seconds');
  for (const {
    functionName,
    coldStart,
    initMs,
    durationMs,
    billedMs,
    memoryMb,
    maxMemoryUsedMb,
    gbSeconds,
  } of reports) {
    const cells = [
      functionName.padEnd(8),
      (coldStart ? 'cold' : 'warm').padStart(6),
      (initMs === undefined ? '-' : initMs.toFixed(0)).padStart(8),
      durationMs.toFixed(0).padStart(7),
      String(billedMs).padStart(10),
      String(memoryMb).padStart(10),
      maxMemoryUsedMb.toFixed(0).padStart(8),
      gbSeconds.toFixed(3).padStart(11),
    ];
    print(cells.join(' '));
  }
}

async function waitUntilEnded({ host }: Studio): Promise<void> {
  const deadline = performance.now() + 10 * idleMs;
  while (host.instances().length > 0) {
    if (performance.now() > deadline) throw new Fault('internal', 'an idle instance did not end');
    await delay(50);
  }
}

function print(line: string): void {
  stdout.write(`${line}\n`);
}
