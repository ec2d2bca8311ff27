/** cdk-nag's rules: every finding is explained where it arises, and every explanation still answers a finding. */
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { beforeEach, expect, test, vi } from 'vitest';
import { findingsOf } from './synthesised.ts';

const explained: { at: string; rule: string; reason: string }[] = [];
const silent = vi.hoisted(() => ({ on: false }));

vi.mock('../../infra/acknowledge.ts', async (importOriginal) => {
  const { acknowledge } = await importOriginal<typeof import('../../infra/acknowledge.ts')>();
  return {
    acknowledge: (construct: IConstruct, reasons: Record<string, string>) => {
      for (const [rule, reason] of Object.entries(reasons)) explained.push({ at: construct.node.path, rule, reason });
      if (!silent.on) acknowledge(construct, reasons);
    },
  };
});

beforeEach(() => {
  explained.length = 0;
  silent.on = false;
});

test('nothing is left unexplained', () => {
  expect(findingsOf()).toEqual([]);
});

test('the checks are awake', () => {
  const found = findingsOf((stack) => new Bucket(stack, 'Open'));
  expect(found).toContainEqual({ rule: 'AwsSolutions-S10', at: 'Zerobooth/Open/Resource' });
});

test('every explanation answers exactly one finding, with a reason', () => {
  silent.on = true;
  const found = findingsOf();
  const answers = found.map(({ rule, at }) => explained.filter((said) => said.rule === rule && isWithin(at, said.at)));
  expect(answers.map((said) => said.length)).toEqual(found.map(() => 1));
  expect(explained).toHaveLength(found.length);
  expect(explained.filter(({ reason }) => reason.length < 30)).toEqual([]);
});

const isWithin = (path: string, scope: string) => path === scope || path.startsWith(`${scope}/`);
