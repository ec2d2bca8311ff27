/** Sets the code version of a function in its environment, as the stack does on AWS. Records contain it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { codeVersion } from '../../core/photo-record.ts';
import { configToEnv } from '../../functions/runtime/config.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { FunctionSpec } from '../lambda/spec.ts';

/** Returns the spec with the code version: the package's version and the digest of the function's bundle. */
export async function withCodeVersion(spec: FunctionSpec): Promise<FunctionSpec> {
  const digest = createHash('sha256').update(await readFile(spec.entry));
  const version = configToEnv({ codeVersion: codeVersion(packageJson.version, digest.digest('hex')) });
  return { ...spec, env: { ...spec.env, ...version } };
}
