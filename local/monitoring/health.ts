/** Says whether a studio can make photos (`/health`): its models are there, its storage answers, its disk has space. */
import { readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { modelsFileName, type PreparedFile, parsePreparedModels } from '../../core/model-card.ts';

/** The parts without which no photo can be made. */
export type MissingPart = 'functions' | 'models' | 'storage' | 'disk-space';

/** The answer of `/health`. */
export interface Health {
  readonly status: 'ready' | 'not-ready';
  /** Empty when the studio is ready. */
  readonly missing: readonly MissingPart[];
}

/** What is checked. */
export interface HealthSource {
  readonly modelDir: string;
  readonly dataDir: string;
  /** Returns whether the functions have started. */
  readonly isStarted: () => boolean;
  /** Sends one request to the storage. @throws when it does not answer. */
  readonly askStorage: () => Promise<unknown>;
}

/** Several uploads with what is made of them, bytes. */
const leastFreeBytes = 200 * 1024 * 1024;
const storageTimeoutMs = 3000;
/** Many callers in this time get the same answer, ms. */
const keptMs = 1000;

/** Returns the check. It never throws. */
export function openHealth(source: HealthSource, now: () => number = Date.now): () => Promise<Health> {
  let last: { readonly atMs: number; readonly health: Promise<Health> } | undefined;
  return () => {
    if (!last || now() - last.atMs > keptMs) last = { atMs: now(), health: check(source) };
    return last.health;
  };
}

async function check({ modelDir, dataDir, isStarted, askStorage }: HealthSource): Promise<Health> {
  const parts: readonly (readonly [MissingPart, Promise<boolean>])[] = [
    ['functions', Promise.resolve(isStarted())],
    ['models', hasModels(modelDir)],
    ['storage', answers(askStorage)],
    ['disk-space', hasSpace(dataDir)],
  ];
  const results = await Promise.all(parts.map(async ([part, isThere]) => ((await isThere) ? [] : [part])));
  const missing = results.flat();
  return { status: missing.length === 0 ? 'ready' : 'not-ready', missing };
}

/** Returns whether each model of the list has a variant whose files have their sizes. */
async function hasModels(modelDir: string): Promise<boolean> {
  try {
    const { models } = parsePreparedModels(await readFile(join(modelDir, modelsFileName), 'utf8'));
    const found = await Promise.all(
      models.map(async ({ variants }) => {
        const whole = await Promise.all(variants.map(({ files }) => hasFiles(modelDir, files)));
        return whole.includes(true);
      }),
    );
    return found.length > 0 && found.every(Boolean);
  } catch {
    return false;
  }
}

async function hasFiles(modelDir: string, files: readonly PreparedFile[]): Promise<boolean> {
  const sizes = await Promise.all(
    files.map(({ name }) =>
      stat(join(modelDir, name)).then(
        ({ size }) => size,
        () => -1,
      ),
    ),
  );
  return files.every(({ sizeBytes }, at) => sizes[at] === sizeBytes);
}

async function answers(askStorage: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), storageTimeoutMs);
  });
  const asked = (async () => {
    await askStorage();
    return true;
  })().catch(() => false);
  const isThere = await Promise.race([asked, late]);
  clearTimeout(timer);
  return isThere;
}

async function hasSpace(dataDir: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(dataDir);
    return bavail * bsize >= leastFreeBytes;
  } catch {
    return false;
  }
}
