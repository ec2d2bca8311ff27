/** Tells each function of the local studio what it was built from, as the stack tells those on AWS: records say it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { codeVersion } from '../../core/photo-record.ts';
import { configToEnv } from '../../functions/runtime/config.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { FunctionSpec } from '../lambda/spec.ts';

export async function withCodeVersion(spec: FunctionSpec): Promise<FunctionSpec> {
  const digest = createHash('sha256').update(await readFile(spec.entry));
  const version = configToEnv({ codeVersion: codeVersion(packageJson.version, digest.digest('hex')) });
  return { ...spec, env: { ...spec.env, ...version } };
}
