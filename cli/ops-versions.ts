/** `npm run ops -- versions`: lists the versions of the functions, and makes the studio use another one. */
import { stdout } from 'node:process';
import type { OpsTarget } from '../ops/target.ts';
import { type FunctionVersion, listVersions, useVersion } from '../ops/versions.ts';
import type { OpsOptions } from './ops-options.ts';
import { UsageError } from './usage.ts';

/** The functions that every stack has. One of an earlier version does not name them, and is then refused. */
const always = ['matting', 'compose'];

/** @returns 0. @throws UsageError for wrong words; Fault for a local studio, or a version that does not exist. */
export async function runVersions(target: OpsTarget, { words, json }: OpsOptions): Promise<number> {
  const [action, ...rest] = words;
  if (action === 'list' && rest.length === 0) await list(target, json);
  else if (action === 'use') await use(target, rest);
  else throw new UsageError(usage(target));
  return 0;
}

async function list(target: OpsTarget, json: boolean): Promise<void> {
  for (const name of namesIn(target)) {
    for (const version of await listVersions(target, name)) {
      stdout.write(`${json ? JSON.stringify({ function: name, ...version }) : format(name, version)}\n`);
    }
  }
}

/** Returns the names of the functions that have versions. */
const namesIn = ({ deployed = {} }: OpsTarget): readonly string[] => [
  ...new Set([...always, ...Object.keys(deployed)]),
];

const usage = (target: OpsTarget) => `Use versions list, or versions use ${namesIn(target).join('|')} [NUMBER].`;

function format(name: string, { number, createdAt, share }: FunctionVersion): string {
  const use = share > 0 ? `in use${share < 1 ? ` for ${Math.round(share * 100)} %` : ''}` : '';
  return [name.padEnd(7), String(number).padStart(4), createdAt.slice(0, 16), use].join('  ').trimEnd();
}

async function use(target: OpsTarget, [name, number, ...others]: readonly string[]): Promise<void> {
  const isNumber = number === undefined || /^[1-9]\d*$/.test(number);
  if (name === undefined || !namesIn(target).includes(name) || !isNumber || others.length > 0) {
    throw new UsageError(usage(target));
  }
  const { before, now } = await useVersion(target, name, number === undefined ? undefined : Number(number));
  stdout.write(
    now === before ? `${name} already uses version ${now}.\n` : `${name} uses version ${now} instead of ${before}.\n`,
  );
}
