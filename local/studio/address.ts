/**
 * The file in the data folder that holds the addresses of the running studio, for commands in other terminals
 * (`npm run ops -- --local`). studio.ts writes it. A file that a killed studio left behind is ignored.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from '../../files/atomic-file.ts';
import { processTag } from '../../files/process-tag.ts';

const addressSchema = z.object({
  region: z.string(),
  /** Endpoint of S3. */
  objects: z.string(),
  /** Endpoint of Lambda. */
  functions: z.string(),
  /** Endpoint of SQS and CloudWatch Logs. */
  operations: z.string(),
});
const fileSchema = addressSchema.extend({ process: z.string(), pid: z.number().int() });

/** The region and the endpoints of a running studio. */
export type StudioAddress = z.infer<typeof addressSchema>;

const pathIn = (dataDir: string) => join(dataDir, 'studio.json');

/** Writes the file. @returns a function that removes it. */
export async function publishAddress(dataDir: string, address: StudioAddress): Promise<() => Promise<void>> {
  const file = { ...address, process: processTag(process.pid), pid: process.pid };
  await replaceFile(pathIn(dataDir), `${JSON.stringify(file, null, 1)}\n`);
  return () => rm(pathIn(dataDir), { force: true });
}

/** Returns the address of the folder's running studio; undefined when no studio runs. */
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
