/**
 * Reads the packages of package-lock.json for the licence list and the SBOM. The lockfile is better than node_modules
 * for this, because it names the binaries of every platform and is the same on every machine.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';

export const projectDir = resolve(import.meta.dirname, '../..');

const entrySchema = z.object({
  name: z.string().optional(),
  version: z.string(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  dev: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  optional: z.boolean().default(false),
  inBundle: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
type Entry = z.infer<typeof entrySchema>;

/**
 * The packages of `devDependencies` whose code is in a bundle (build/package.ts) or beside it. Users run them, and get
 * them with the bundles.
 */
const bundled: readonly string[] = [
  ...['@aws-sdk/client-cloudformation', '@aws-sdk/client-cloudwatch-logs', '@aws-sdk/client-codedeploy'],
  ...['@aws-sdk/client-eventbridge', '@aws-sdk/client-lambda', '@aws-sdk/client-s3', '@aws-sdk/client-sqs'],
  ...['@aws-sdk/s3-presigned-post', '@aws-sdk/s3-request-presigner', 'fast-png', 'flatbuffers'],
  ...['minisearch', 'onnxruntime-node', 'prom-client', 'protobufjs', 'tar', 'tinyglobby'],
  ...['@fontsource-variable/instrument-sans', '@preact/signals', 'client-zip', 'preact'],
];

const rootSchema = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const lockfileSchema = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), z.unknown()) });

/** A package at one place in node_modules. */
export interface LockedPackage {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** SPDX expression of the package, or of the one that it is a platform part of; null when none is stated. */
  readonly licence: string | null;
  /** Subresource integrity of the tarball; null for a bundled package and for one that was never downloaded here. */
  readonly integrity: string | null;
  /** Address of the tarball; null when the lockfile does not name it. */
  readonly resolved: string | null;
  /** True when no function, no page and no command for users contains or loads it. */
  readonly isTool: boolean;
  /** True when it is for certain platforms only, which may not be that of this machine. */
  readonly isPlatformPart: boolean;
  /** True when it is inside the tarball of another package, whose integrity covers it. */
  readonly isBundled: boolean;
  readonly hasInstallScript: boolean;
}

export interface Lockfile {
  /** The versions in package.json, by name. */
  readonly requested: Readonly<Record<string, string>>;
  readonly packages: readonly LockedPackage[];
}

/** Parses a lockfile. @throws Fault `bad-config` for text that is no lockfile of version 3. */
export function parseLockfile(text: string): Lockfile {
  const parsed = lockfileSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Fault('bad-config', 'package-lock.json is not a lockfile of version 3');
  const { '': root, ...rest } = parsed.data.packages;
  const { dependencies, devDependencies } = rootSchema.parse(root);
  const entries = Object.entries(rest).map(([path, entry]) => ({ path, entry: entrySchema.parse(entry) }));
  const running = withDependencies(bundled, new Map(entries.map(({ path, entry }) => [path, entry])));
  const owners = new Map<string, string>();
  for (const { entry } of entries) {
    const parts = Object.entries(entry.optionalDependencies);
    for (const [part, version] of parts) if (entry.license) owners.set(`${part}@${version}`, entry.license);
  }
  return {
    requested: { ...dependencies, ...devDependencies },
    packages: entries.map(({ path, entry }) => {
      const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return {
        ...{ path, name, version: entry.version, hasInstallScript: entry.hasInstallScript },
        licence: entry.license ?? owners.get(`${name}@${entry.version}`) ?? null,
        integrity: entry.integrity ?? null,
        resolved: entry.resolved ?? null,
        isTool: (entry.dev || entry.devOptional) && !running.has(path),
        isPlatformPart: entry.optional && (entry.os !== undefined || entry.cpu !== undefined),
        isBundled: entry.inBundle,
      };
    }),
  };
}

/** Returns the paths of packages and of all that they need, as Node finds them. */
function withDependencies(names: readonly string[], entries: ReadonlyMap<string, Entry>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string, from: string) => {
    const path = `${from}node_modules/${name}`;
    const entry = entries.get(path);
    if (!entry && from !== '') return visit(name, from.slice(0, Math.max(0, from.lastIndexOf('node_modules/'))));
    if (!entry || found.has(path)) return;
    found.add(path);
    const needed = { ...entry.dependencies, ...entry.optionalDependencies };
    for (const other of Object.keys(needed)) visit(other, `${path}/`);
  };
  for (const name of names) visit(name, '');
  return found;
}

/** Reads the lockfile of this project. */
export function readLockfile(): Lockfile {
  return parseLockfile(readFileSync(join(projectDir, 'package-lock.json'), 'utf8'));
}
