/**
 * What a studio leaves in its data folder beside the objects: key pair, dead letters, logs. The running studio works on
 * them; so does whoever looks into a folder whose studio is not running.
 */
import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { createFile } from '../../files/atomic-file.ts';
import { DeadLetters } from '../lambda/dead-letters.ts';
import { deadLettersIn } from '../lambda/host.ts';
import { FunctionLogs } from '../operations/log-files.ts';
import type { OperationsSource } from '../operations/server.ts';

export const studioRegion = 'us-east-1';
export const uploadsBucket = 'zerobooth-uploads';
export const resultsBucket = 'zerobooth-results';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The folders of the object server and of the function host. */
export const objectsDir = (dataDir: string): string => join(dataDir, 'objects');
export const functionsDir = (dataDir: string): string => join(dataDir, 'functions');

export function operationsOf(dataDir: string): OperationsSource {
  return {
    deadLetters: new DeadLetters(deadLettersIn(functionsDir(dataDir))),
    logs: new FunctionLogs(join(dataDir, 'logs')),
  };
}

const credentialsSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
const credentialsPath = (dataDir: string) => join(dataDir, 'credentials.json');

/** The data folder's own key pair, made on first use: nobody on this machine gets in with a well-known one. */
export async function loadCredentials(dataDir: string): Promise<Credentials> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const fresh = {
    accessKeyId: `ZB${randomBytes(9).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(24).toString('hex'),
  };
  await createFile(credentialsPath(dataDir), JSON.stringify(fresh));
  return credentialsSchema.parse(JSON.parse(await readFile(credentialsPath(dataDir), 'utf8')));
}

/** Whether there has ever been a studio in the folder. */
export function hasStudio(dataDir: string): Promise<boolean> {
  return access(credentialsPath(dataDir)).then(
    () => true,
    () => false,
  );
}
