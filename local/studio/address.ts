/**
 * Where the studio of a data folder can be reached while it runs: a file in the folder, for commands in other terminals
 * (`npm run ops -- --local`). studio.ts writes it; addresses of a studio that was killed do not count.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from '../../files/atomic-file.ts';
import { processTag } from '../../files/process-tag.ts';

const addressSchema = z.object({
  region: z.string(),
  /** Endpoints of S3, of Lambda, and of SQS and CloudWatch Logs together. */
  objects: z.string(),
  functions: z.string(),
  operations: z.string(),
});
const fileSchema = addressSchema.extend({ process: z.string(), pid: z.number().int() });

export type StudioAddress = z.infer<typeof addressSchema>;

const pathIn = (dataDir: string) => join(dataDir, 'studio.json');

/** @returns what takes it away again. */
export async function publishAddress(dataDir: string, address: StudioAddress): Promise<() => Promise<void>> {
  const file = { ...address, process: processTag(process.pid), pid: process.pid };
  await replaceFile(pathIn(dataDir), `${JSON.stringify(file, null, 1)}\n`);
  return () => rm(pathIn(dataDir), { force: true });
}

/** The running studio of the folder; undefined when none runs. */
export async function findAddress(dataDir: string): Promise<StudioAddress | undefined> {
  const text = await readFile(pathIn(dataDir), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = fileSchema.safeParse(parseJson(text));
  if (!parsed.success || processTag(parsed.data.pid) !== parsed.data.process) return undefined;
  return addressSchema.parse(parsed.data);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
