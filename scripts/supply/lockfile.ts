/**
 * The packages of package-lock.json as the licence list and the SBOM need them. Read from the lockfile rather than from
 * node_modules, because it names the binaries of every platform and says the same wherever it is read.
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
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
const rootSchema = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const lockfileSchema = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), z.unknown()) });

/** One package at one place of node_modules. */
export interface LockedPackage {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** SPDX expression, its own or that of the package it is a platform's part of; null when nobody states one. */
  readonly licence: string | null;
  /** Subresource integrity of the tarball; null for what lies in another package's tarball or was never seen here. */
  readonly integrity: string | null;
  /** Address it is downloaded from, where the lockfile holds it. */
  readonly resolved: string | null;
  /** A tool: no function and no command of a user needs it. */
  readonly isTool: boolean;
  /** For other machines than the one at hand, perhaps: named with the platforms it is for. */
  readonly isPlatformPart: boolean;
  /** It comes inside another package, whose integrity covers it. */
  readonly isBundled: boolean;
  readonly hasInstallScript: boolean;
}

export interface Lockfile {
  /** What package.json asks for, by name. */
  readonly asked: Readonly<Record<string, string>>;
  readonly packages: readonly LockedPackage[];
}

/** @throws Fault `bad-config` for text that is no lockfile of version 3. */
export function parseLockfile(text: string): Lockfile {
  const parsed = lockfileSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Fault('bad-config', 'package-lock.json is not a lockfile of version 3');
  const { '': root, ...rest } = parsed.data.packages;
  const { dependencies, devDependencies } = rootSchema.parse(root);
  const entries = Object.entries(rest).map(([path, entry]) => ({ path, entry: entrySchema.parse(entry) }));
  const owners = new Map<string, string>();
  for (const { entry } of entries) {
    const parts = Object.entries(entry.optionalDependencies);
    for (const [part, version] of parts) if (entry.license) owners.set(`${part}@${version}`, entry.license);
  }
  return {
    asked: { ...dependencies, ...devDependencies },
    packages: entries.map(({ path, entry }) => {
      const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return {
        ...{ path, name, version: entry.version, hasInstallScript: entry.hasInstallScript },
        licence: entry.license ?? owners.get(`${name}@${entry.version}`) ?? null,
        integrity: entry.integrity ?? null,
        resolved: entry.resolved ?? null,
        isTool: entry.dev || entry.devOptional,
        isPlatformPart: entry.optional && (entry.os !== undefined || entry.cpu !== undefined),
        isBundled: entry.inBundle,
      };
    }),
  };
}

/** The project's own lockfile. */
export function readLockfile(): Lockfile {
  return parseLockfile(readFileSync(join(projectDir, 'package-lock.json'), 'utf8'));
}
