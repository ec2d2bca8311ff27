/** `npm run model`: prepares models, shows the progress, and prints the files and the licence of each model. */
import { readCommand } from '../../cli/arguments/read.ts';
import { modelTable } from '../../cli/tables/small-tables.ts';
import type { LicenceChoice, PreparedModel } from '../../core/model-card.ts';
import { ensureModels } from './ensure.ts';
import { chosenModels, findEntry, licenceText, loadManifest, type ManifestEntry } from './manifest.ts';
import type { ModelProgress, ReportProgress } from './progress.ts';
import { readStore } from './store.ts';
import { defaultStoreDir } from './store-dir.ts';

/** The output of the command. */
export interface Terminal {
  readonly out: (line: string) => void;
  /** Writes progress and advice. A text that starts with a carriage return replaces the line before it. */
  readonly note: (text: string) => void;
}

const standardTerminal: Terminal = {
  out: (line) => process.stdout.write(`${line}\n`),
  note: (text) => process.stderr.write(text),
};

/**
 * @returns 0.
 * @throws UsageError, or Fault as ensureModels does.
 */
export async function runModelCommand(
  args: string[],
  terminal: Terminal = standardTerminal,
  manifest: readonly ManifestEntry[] = loadManifest(),
): Promise<number> {
  const { values } = readCommand(modelTable, args);
  if (values.list) await list(manifest, terminal);
  else await makeReady(wantedModels(manifest, values.model, values.licence ?? 'any'), manifest, terminal);
  return 0;
}

/** @returns the named models; without names, the defaults or those whose licence is clear. @throws Fault as chosenModels. */
function wantedModels(
  manifest: readonly ManifestEntry[],
  ids: readonly string[],
  licence: LicenceChoice,
): readonly ManifestEntry[] {
  const all = chosenModels(manifest, ids, licence);
  return ids.length > 0 ? ids.map((id) => findEntry(manifest, id)) : all;
}

async function makeReady(
  chosen: readonly ManifestEntry[],
  manifest: readonly ManifestEntry[],
  terminal: Terminal,
): Promise<void> {
  for (const entry of chosen.filter(({ terms }) => terms.state === 'non-commercial')) terminal.out(warning(entry));
  const ids = chosen.map(({ id }) => id);
  const onProgress = progressLines(terminal.note);
  const { storeDir, models } = await ensureModels({ manifest, ids, verify: true, onProgress }).catch((error) => {
    // The message begins on a line of its own.
    terminal.note('\n');
    throw error;
  });
  terminal.out(`Models in ${storeDir}:`);
  for (const model of models) terminal.out(describe(model));
}

function warning({ id, licence, terms }: ManifestEntry): string {
  return `WARNING: ${id} may NOT be used commercially (licence: ${licence}). ${terms.reason}`;
}

function describe(model: PreparedModel): string {
  const files = model.variants.map(({ optimisedFor, files: [graph, ...weights] }) => {
    const sizeBytes = [graph, ...weights].reduce((sum, file) => sum + file.sizeBytes, 0);
    const use = optimisedFor ? `for ${optimisedFor.cpuClass}` : 'for any CPU';
    return `    ${megabytes(sizeBytes).padStart(8)}  ${graph.name}  (${use})`;
  });
  return [`  ${model.id}  ${model.task}, ${licenceText(model)}, ${model.upstream}`, ...files].join('\n');
}

async function list(manifest: readonly ManifestEntry[], terminal: Terminal): Promise<void> {
  const ready = new Set((await readStore(defaultStoreDir())).models.map(({ id }) => id));
  for (const entry of manifest) {
    const state = [entry.default ? 'default' : '', ready.has(entry.id) ? 'ready' : ''].filter(Boolean).join(', ');
    const size = entry.sizeBytes === null ? 'size unknown' : megabytes(entry.sizeBytes);
    const terms = licenceText(entry).padEnd(22);
    terminal.out(`${entry.id.padEnd(28)}${entry.task.padEnd(18)}${size.padEnd(14)}${terms}  ${entry.title}`);
    if (state) terminal.out(`${' '.repeat(28)}${state}`);
  }
}

const megabytes = (sizeBytes: number) => `${(sizeBytes / 1e6).toFixed(1)} MB`;

const stepTexts: Readonly<Record<ModelProgress['step'], string>> = {
  wait: 'waiting for another process that prepares models',
  licence: 'licence',
  fetch: 'fetching',
  unpack: 'unpacking',
  verify: 'verifying',
  prepare: 'preparing',
  optimise: 'optimising for this CPU',
  ready: 'ready',
};

/** @returns a function that writes progress as text, one line for each step. The line of a download is replaced as it grows. */
export function progressLines(write: (text: string) => void): ReportProgress {
  let drawn = '';
  return ({ id, step, licence, doneBytes, totalBytes }) => {
    const heading = [id, stepTexts[step], licence].filter((part) => part !== undefined).join(': ');
    const total = totalBytes === undefined ? '' : ` of ${megabytes(totalBytes)}`;
    const text = doneBytes === undefined ? heading : `${heading} ${megabytes(doneBytes)}${total}`;
    if (text === drawn) return;
    const replaces = drawn.startsWith(`${heading} `) && doneBytes !== undefined;
    write(replaces ? `\r${text}` : `${drawn ? '\n' : ''}${text}`);
    drawn = text;
    if (step === 'ready') {
      write('\n');
      drawn = '';
    }
  };
}
