/** `npm run bench`: measures the studio, alone or beside its peer, and writes tables and plots that can be quoted. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argv, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { readyModels } from '../cli/models.ts';
import { UsageError } from '../cli/usage.ts';
import { runDerived } from './cost/derived.ts';
import {
  type BenchName,
  type BenchOptions,
  benchUsage,
  type DerivedName,
  derivedNames,
  type MeasuredName,
  readBenchOptions,
} from './options.ts';
import { bundleOurCutter } from './performance/bundle.ts';
import { installPeer } from './performance/peer.ts';
import { makeEdgeSheets } from './quality/edge-sheets.ts';
import { watchMachine } from './report/machine.ts';
import type { Findings } from './report/report.ts';
import { writeReport } from './report/write-report.ts';
import type { Workbench } from './workbench.ts';

type Bench = (bench: Workbench) => Promise<Findings>;

/** The benches that can measure the peer. The others measure our functions and servers only. */
const withPeer: readonly BenchName[] = ['speed', 'memory', 'quality', 'cold'];

const benches: Readonly<Record<MeasuredName, () => Promise<Bench>>> = {
  speed: async () => (await import('./performance/speed.ts')).benchSpeed,
  memory: async () => (await import('./performance/memory.ts')).benchMemory,
  quality: async () => (await import('./quality/quality.ts')).benchQuality,
  checks: async () => (await import('./quality/checks.ts')).benchChecks,
  variants: async () => (await import('./quality/variants.ts')).benchVariants,
  quota: async () => (await import('./performance/quota.ts')).benchQuota,
  cold: async () => (await import('./performance/cold.ts')).benchCold,
  throughput: async () => (await import('./performance/throughput.ts')).benchThroughput,
  tamper: async () => (await import('./tamper/tamper.ts')).benchTamper,
  fuzz: async () => (await import('./fuzz/fuzz.ts')).benchFuzz,
  faults: async () => (await import('./faults/faults.ts')).benchFaults,
  resident: async () => (await import('./performance/resident.ts')).benchResident,
  functions: async () => (await import('./performance/functions.ts')).benchFunctions,
  users: async () => (await import('./performance/users.ts')).benchUsers,
  floods: async () => (await import('./floods/floods.ts')).benchFloods,
};

/** @param args after `npm run bench --`. @returns 0; figures are never judged by an exit code. @throws UsageError. */
export async function runBenchCommand(args: string[]): Promise<number> {
  const options = readBenchOptions(args);
  if (!options) {
    stdout.write(benchUsage);
    return 0;
  }
  const { name } = options;
  if (name === 'edges') {
    await makeEdgeSheets(options, await readyModels(), say);
    return 0;
  }
  if (isDerived(name)) {
    await runDerived(name, options, say);
    return 0;
  }
  const workDir = await mkdtemp(join(tmpdir(), 'zerobooth-bench-'));
  const tidyUp = () => rm(workDir, { recursive: true, force: true });
  try {
    await measure(name, options, workDir);
    return 0;
  } finally {
    await tidyUp();
  }
}

function isDerived(name: MeasuredName | DerivedName): name is DerivedName {
  return derivedNames.some((derived) => derived === name);
}

const say = (line: string) => stderr.write(`${line}\n`);

async function measure(name: MeasuredName, options: BenchOptions, workDir: string): Promise<void> {
  const [modelDir, ourCutter, bench] = [await readyModels(), await bundleOurCutter(), await benches[name]()];
  const peer = options.peer && withPeer.includes(name) ? await installPeer(options.keepPeer) : null;
  try {
    const machineFacts = watchMachine();
    const findings = await bench({ options, modelDir, ourCutter, peer, workDir, say });
    await writeReport(name, findings, machineFacts(), options.outDir);
    if (name === 'quota') say('npm run bench -- cost and npm run bench -- scale derive docs/cost.md from it.');
  } finally {
    await peer?.close();
  }
}

/** Runs as a program. The SDK prints a warning about Node 20 at every start; package.json names the supported versions. */
if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  process.exitCode = await runBenchCommand(argv.slice(2)).catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    stderr.write(`${error.message}\n`);
    return 2;
  });
}
