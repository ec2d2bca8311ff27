/**
 * `npm run licences`: prints the licence of every package of the lockfile and every model, and checks it against
 * allowed-licences.json. The exit code is 1 when a licence is not allowed.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import parseExpression, { type Info } from 'spdx-expression-parse';
import * as z from 'zod';
import { licenceExpression, loadManifest } from '../../layers/model/manifest.ts';
import { projectDir, readLockfile } from './lockfile.ts';

const rulesSchema = z.object({
  everywhere: z.array(z.string()),
  exceptions: z.array(z.object({ licence: z.string(), packages: z.array(z.string()), reason: z.string().min(20) })),
});

/** The contents of allowed-licences.json. */
export type LicenceRules = z.infer<typeof rulesSchema>;

/** A package or model that is used under a licence. */
export interface Licensed {
  readonly name: string;
  readonly version: string;
  /** SPDX expression as the author wrote it; null when none is stated. */
  readonly licence: string | null;
  /** `runs`: used by a function or command. `tool`: used to build and test them. `model`: weights of a network. */
  readonly kind: 'runs' | 'tool' | 'model';
}

/** Returns true for the same name, or for a name that begins with the text before a final `*`. */
const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/**
 * Returns true when the rules allow the licence. Of an OR they must allow one side, of an AND both. Text that is no SPDX
 * expression is not allowed.
 */
export function isAllowed({ name, licence }: Pick<Licensed, 'name' | 'licence'>, rules: LicenceRules): boolean {
  const exceptions = rules.exceptions.filter(({ packages }) => packages.some((pattern) => matches(pattern, name)));
  const allowed = new Set([...rules.everywhere, ...exceptions.map((one) => one.licence)]);
  const isPartAllowed = (part: Info): boolean => {
    if ('conjunction' in part) {
      const [left, right] = [isPartAllowed(part.left), isPartAllowed(part.right)];
      return part.conjunction === 'or' ? left || right : left && right;
    }
    return allowed.has(part.license) && !part.plus && part.exception === undefined;
  };
  try {
    return licence !== null && isPartAllowed(parseExpression(licence));
  } catch {
    return false;
  }
}

export function readRules(): LicenceRules {
  return rulesSchema.parse(
    JSON.parse(readFileSync(join(projectDir, 'scripts', 'supply', 'allowed-licences.json'), 'utf8')),
  );
}

/** Returns the packages by name and version, then the default models. */
export function listLicensed(): Licensed[] {
  const packages = readLockfile().packages.map(
    ({ name, version, licence, isTool }): Licensed => ({ name, version, licence, kind: isTool ? 'tool' : 'runs' }),
  );
  const models = loadManifest()
    .filter((model) => model.default)
    .map((model): Licensed => {
      const { id, digest } = model;
      return { name: id, version: digest.slice(0, 19), licence: licenceExpression(model), kind: 'model' };
    });
  const byName = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  return [...[...byName.values()].sort((one, other) => one.name.localeCompare(other.name, 'en')), ...models];
}

function printList(): number {
  const rules = readRules();
  const all = listLicensed();
  for (const { kind, name, version, licence } of all) {
    stdout.write(`${kind.padEnd(6)} ${(licence ?? 'none stated').padEnd(42)} ${name} ${version}\n`);
  }
  const counts = new Map<string, number>();
  for (const { licence } of all) counts.set(licence ?? 'none stated', (counts.get(licence ?? 'none stated') ?? 0) + 1);
  const refused = all.filter((one) => !isAllowed(one, rules));
  const total = [...counts].sort(([, one], [, other]) => other - one).map(([licence, count]) => `${count} ${licence}`);
  stdout.write(`\n${all.length} in all: ${total.join(', ')}.\n`);
  for (const { licence, packages, reason } of rules.exceptions) {
    stdout.write(`${licence} is allowed for ${packages.join(', ')} only. ${reason}\n`);
  }
  for (const { name, licence } of refused) stdout.write(`NOT ALLOWED: ${name} (${licence ?? 'none stated'})\n`);
  return refused.length > 0 ? 1 : 0;
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) process.exitCode = printList();
