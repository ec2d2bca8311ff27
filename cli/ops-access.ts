/** `npm run ops -- access`: reads the words after the command, and prints codes and lists. */
import { stderr, stdout } from 'node:process';
import { codeNamePattern, firstCodeName } from '../functions/runtime/access-codes.ts';
import { addCode, type ListedCode, listCodes, revokeCode } from '../ops/access.ts';
import type { OpsTarget } from '../ops/target.ts';
import type { OpsOptions } from './ops-options.ts';
import { UsageError } from './usage.ts';

/** @returns 0. @throws UsageError for wrong words; Fault when the name is taken or unknown. */
export async function runAccess(target: OpsTarget, options: OpsOptions): Promise<number> {
  const [action, ...words] = options.words;
  if (action === 'list' && words.length === 0) await list(target, options);
  else if (action === 'add') await add(target, nameOf(words), options);
  else if (action === 'revoke') await revoke(target, nameOf(words));
  else throw new UsageError('Use access list, access add NAME or access revoke NAME.');
  return 0;
}

async function list(target: OpsTarget, { json }: OpsOptions): Promise<void> {
  const codes = await listCodes(target);
  for (const code of codes) stdout.write(`${json ? JSON.stringify(code) : formatCode(code)}\n`);
  stderr.write(`${codes.length} access code${codes.length === 1 ? '' : 's'}.\n`);
}

function formatCode({ name, createdAt, photosPerDay, photosToday }: ListedCode): string {
  const limit = photosPerDay === null ? 'no limit' : `${photosToday} of ${photosPerDay} photos today`;
  return [name.padEnd(20), (createdAt ?? '').slice(0, 10).padEnd(10), limit].join('  ');
}

/** Prints the code alone to stdout, so that a script can use it. */
async function add(target: OpsTarget, name: string, { photosPerDay }: OpsOptions): Promise<void> {
  if (name === firstCodeName)
    throw new UsageError(`The name ${firstCodeName} belongs to the first code. Choose another.`);
  stdout.write(`${await addCode(target, name, photosPerDay)}\n`);
  stderr.write('Keep this code: it cannot be shown again. It is valid within a minute.\n');
}

async function revoke(target: OpsTarget, name: string): Promise<void> {
  await revokeCode(target, name);
  const replaced = 'The first code is replaced by a new one; the old one ends within a minute.';
  stderr.write(`${name === firstCodeName ? replaced : `The code ${name} ends within a minute.`}\n`);
}

function nameOf(words: readonly string[]): string {
  const [name, ...others] = words;
  if (name !== undefined && others.length === 0 && codeNamePattern.test(name)) return name;
  throw new UsageError('Give one name of at most 40 lower-case letters, digits and dashes, such as photo-shop-2.');
}
