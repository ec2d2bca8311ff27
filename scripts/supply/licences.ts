/**
 * The licence list: every package of the lockfile and every model, each held to allowed-licences.json.
 * `npm run licences` prints it and ends with 1 when something is not allowed.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import parseExpression, { type Info } from 'spdx-expression-parse';
import * as z from 'zod';
import { loadManifest } from '../../layers/model/manifest.ts';
import { projectDir, readLockfile } from './lockfile.ts';

const rulesSchema = z.object({
  everywhere: z.array(z.string()),
  exceptions: z.array(z.object({ licence: z.string(), packages: z.array(z.string()), reason: z.string().min(20) })),
});

/** What allowed-licences.json says. */
export type LicenceRules = z.infer<typeof rulesSchema>;

/** Something that is used under a licence. */
export interface Licensed {
  readonly name: string;
  readonly version: string;
  /** SPDX expression as its author wrote it; null when none is stated. */
  readonly licence: string | null;
  /** What a function or command runs, what builds and tests them, or weights. */
  readonly kind: 'runs' | 'tool' | 'model';
}

/** Text before a final `*`, or the whole name. */
const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/**
 * Whether the expression gives us a way that the rules allow: of an OR one side, of an AND both. Text that is no SPDX
 * expression never does.
 */
export function isAllowed({ name, licence }: Pick<Licensed, 'name' | 'licence'>, rules: LicenceRules): boolean {
  const exceptions = rules.exceptions.filter(({ packages }) => packages.some((pattern) => matches(pattern, name)));
  const allowed = new Set([...rules.everywhere, ...exceptions.map((one) => one.licence)]);
  const holds = (part: Info): boolean => {
    if ('conjunction' in part) {
      const [left, right] = [holds(part.left), holds(part.right)];
      return part.conjunction === 'or' ? left || right : left && right;
    }
    return allowed.has(part.license) && !part.plus && part.exception === undefined;
  };
  try {
    return licence !== null && holds(parseExpression(licence));
  } catch {
    return false;
  }
}

export function readRules(): LicenceRules {
  return rulesSchema.parse(
    JSON.parse(readFileSync(join(projectDir, 'scripts', 'supply', 'allowed-licences.json'), 'utf8')),
  );
}

/** Packages by name and version, then the models that are fetched unless another is asked for. */
export function licensedThings(): Licensed[] {
  const packages = readLockfile().packages.map(
    ({ name, version, licence, isTool }): Licensed => ({ name, version, licence, kind: isTool ? 'tool' : 'runs' }),
  );
  const models = loadManifest()
    .filter((model) => model.default)
    .map(({ id, licence, digest }): Licensed => ({ name: id, version: digest.slice(0, 19), licence, kind: 'model' }));
  const byName = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  return [...[...byName.values()].sort((one, other) => one.name.localeCompare(other.name, 'en')), ...models];
}

function printList(): number {
  const rules = readRules();
  const things = licensedThings();
  for (const { kind, name, version, licence } of things) {
    stdout.write(`${kind.padEnd(6)} ${(licence ?? 'none stated').padEnd(42)} ${name} ${version}\n`);
  }
  const counts = new Map<string, number>();
  for (const { licence } of things)
    counts.set(licence ?? 'none stated', (counts.get(licence ?? 'none stated') ?? 0) + 1);
  const refused = things.filter((one) => !isAllowed(one, rules));
  const total = [...counts].sort(([, one], [, other]) => other - one).map(([licence, count]) => `${count} ${licence}`);
  stdout.write(`\n${things.length} in all: ${total.join(', ')}.\n`);
  for (const { licence, packages, reason } of rules.exceptions) {
    stdout.write(`${licence} is allowed for ${packages.join(', ')} only. ${reason}\n`);
  }
  for (const { name, licence } of refused) stdout.write(`NOT ALLOWED: ${name} (${licence ?? 'none stated'})\n`);
  return refused.length > 0 ? 1 : 0;
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) process.exitCode = printList();
