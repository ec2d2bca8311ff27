/** `npm run ops -- versions`: lists the versions of matting and compose, and makes the studio use another one. */
import { stdout } from 'node:process';
import type { OpsTarget, StageName } from '../ops/target.ts';
import { type FunctionVersion, listVersions, useVersion } from '../ops/versions.ts';
import type { OpsOptions } from './ops-options.ts';
import { UsageError } from './usage.ts';

const stages: readonly StageName[] = ['matting', 'compose'];

/** @returns 0. @throws UsageError for wrong words; Fault for a local studio, or a version that does not exist. */
export async function runVersions(target: OpsTarget, { words, json }: OpsOptions): Promise<number> {
  const [action, ...rest] = words;
  if (action === 'list' && rest.length === 0) await list(target, json);
  else if (action === 'use') await use(target, rest);
  else throw new UsageError('Use versions list, or versions use matting|compose [NUMBER].');
  return 0;
}

async function list(target: OpsTarget, json: boolean): Promise<void> {
  for (const stage of stages) {
    for (const version of await listVersions(target, stage)) {
      stdout.write(`${json ? JSON.stringify({ function: stage, ...version }) : format(stage, version)}\n`);
    }
  }
}

function format(stage: StageName, { number, createdAt, share }: FunctionVersion): string {
  const use = share > 0 ? `in use${share < 1 ? ` for ${Math.round(share * 100)} %` : ''}` : '';
  return [stage.padEnd(7), String(number).padStart(4), createdAt.slice(0, 16), use].join('  ').trimEnd();
}

async function use(target: OpsTarget, [name, number, ...others]: readonly string[]): Promise<void> {
  const stage = stages.find((one) => one === name);
  const isNumber = number === undefined || /^[1-9]\d*$/.test(number);
  if (!stage || !isNumber || others.length > 0) throw new UsageError('Use versions use matting|compose [NUMBER].');
  const { before, now } = await useVersion(target, stage, number === undefined ? undefined : Number(number));
  stdout.write(
    now === before ? `${stage} already uses version ${now}.\n` : `${stage} uses version ${now} instead of ${before}.\n`,
  );
}
