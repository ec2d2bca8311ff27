/** Helpers of the function host's tests: fixture handlers in a temporary folder, hosts that are always closed, and waiting. */
import { appendFileSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach } from 'vitest';
import {
  type FunctionHost,
  type FunctionHostOptions,
  type FunctionSpec,
  type InvocationReport,
  startFunctionHost,
} from '../../../local/lambda/host.ts';

/** A temporary folder with fixture handlers and hosts. */
export interface Lab {
  readonly dir: string;
  /** File to which fixtures append lines with `note()`. */
  readonly notesPath: string;
  notes(): string[];
  /** Writes a handler module and returns its spec. The module can call `note(text)`, `delay(ms)` and `spin(ms)`. */
  define(name: string, source: string, overrides?: Partial<FunctionSpec>): Promise<FunctionSpec>;
  start(functions: readonly FunctionSpec[], overrides?: Partial<FunctionHostOptions>): Promise<LabHost>;
}

export interface LabHost extends FunctionHost {
  readonly reports: InvocationReport[];
  readonly logs: string[];
}

const fixtureHead = `import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
const note = (text) => appendFileSync(process.env.NOTES, text + '\\n');
const spin = (ms) => { const end = Date.now() + ms; while (Date.now() < end); };
`;

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export async function openLab(): Promise<Lab> {
  const dir = await mkdtemp(join(tmpdir(), 'function-host-'));
  cleanups.push(() => rm(dir, { recursive: true, force: true }));
  const notesPath = join(dir, 'notes');
  appendFileSync(notesPath, '');
  return {
    dir,
    notesPath,
    notes: () => readFileSync(notesPath, 'utf8').split('\n').filter(Boolean),
    define: async (name, source, overrides = {}) => {
      await mkdir(join(dir, 'code', name), { recursive: true });
      const entry = join(dir, 'code', name, 'handler.mjs');
      await writeFile(entry, fixtureHead + source);
      const limits = { memoryMb: 128, cpuShare: 4, timeoutMs: 10_000, maxConcurrency: 1 };
      return { name, entry, ...limits, ...overrides, env: { NOTES: notesPath, ...overrides.env } };
    },
    start: (functions, overrides) => startLabHost(join(dir, 'state'), functions, overrides),
  };
}

async function startLabHost(
  stateDir: string,
  functions: readonly FunctionSpec[],
  overrides: Partial<FunctionHostOptions> = {},
): Promise<LabHost> {
  const reports: InvocationReport[] = [];
  const logs: string[] = [];
  const host = await startFunctionHost({
    stateDir,
    functions,
    retryDelaysMs: [20, 40],
    // Fixtures write notes beside the host's folder, which isolation forbids; isolation.test.ts tests it.
    isolation: 'none',
    onReport: (report) => reports.push(report),
    onLog: (_name, line) => logs.push(line),
    ...overrides,
  });
  cleanups.push(() => host.close());
  return { ...host, reports, logs };
}

/** Polls until the condition is true. @throws Error after `limitMs`. */
export async function until(condition: () => boolean, limitMs = 10_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`still false after ${limitMs} ms: ${condition}`);
    await delay(10);
  }
}

/** Parses the payload of a result. */
export function decode(payload: Uint8Array): Record<string, unknown> {
  return JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>;
}
