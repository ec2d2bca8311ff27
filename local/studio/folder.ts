/**
 * The parts of a studio's data folder: objects, functions, key pair, dead letters and logs. The running studio and the
 * stopped studio (stopped-studio.ts) use the same parts.
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

/** A key pair as AWS clients use it. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The folder of the object server. */
export const objectsDir = (dataDir: string): string => join(dataDir, 'objects');
/** The folder of the function host. */
export const functionsDir = (dataDir: string): string => join(dataDir, 'functions');

/** Opens the dead letters and the logs of a data folder. */
export function operationsOf(dataDir: string): OperationsSource {
  return {
    deadLetters: new DeadLetters(deadLettersIn(functionsDir(dataDir))),
    logs: new FunctionLogs(join(dataDir, 'logs')),
  };
}

const credentialsSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
const credentialsPath = (dataDir: string) => join(dataDir, 'credentials.json');

/**
 * Returns the key pair of the data folder. It is random and made on first use, so that no well-known key pair works.
 */
export async function loadCredentials(dataDir: string): Promise<Credentials> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const newPair = {
    accessKeyId: `ZB${randomBytes(9).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(24).toString('hex'),
  };
  await createFile(credentialsPath(dataDir), JSON.stringify(newPair));
  return credentialsSchema.parse(JSON.parse(await readFile(credentialsPath(dataDir), 'utf8')));
}

/**
 * Returns the secret of the data folder for the signatures of webhook requests. It is random and made on first use.
 * `isNew` is true when this call has made it.
 */
export async function loadWebhookSecret(dataDir: string): Promise<{ secret: string; isNew: boolean }> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'webhook-secret');
  const isNew = await createFile(path, randomBytes(24).toString('hex'));
  return { secret: await readFile(path, 'utf8'), isNew };
}

/** Returns true when a studio has ever used the folder. */
export function hasStudio(dataDir: string): Promise<boolean> {
  return access(credentialsPath(dataDir)).then(
    () => true,
    () => false,
  );
}
