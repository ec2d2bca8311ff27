/** The pre-traffic check of compose on the real local runtime. Bad versions are today's code with one place changed. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readyFunctions } from '../../../build/ready-parts.ts';
import type { FunctionHost } from '../../../local/lambda/host.ts';
import {
  answer,
  hookEvent,
  openPreTrafficWorld,
  type PreTrafficWorld,
  patienceMs,
} from '../../support/pre-traffic-world.ts';

vi.setConfig({ testTimeout: patienceMs.test, hookTimeout: patienceMs.test });

/** For each version, a text of the code, and what stands there instead. */
const versions = {
  good: ['', ''],
  wide: ['widthPx: Math.round(width),', 'widthPx: Math.round(width) + 1,'],
  pale: ['r: value >> 16,', 'r: (value >> 16) - 5,'],
  high: ['airShareOfHeight = 0.1,', 'airShareOfHeight = 0.07,'],
  broken: ['', 'throw new Error("broken");'],
} as const;
type Version = keyof typeof versions;
const names = Object.keys(versions) as Version[];

let world: PreTrafficWorld;
let host: FunctionHost;
let versionsDir: string;
beforeAll(async () => {
  world = await openPreTrafficWorld();
  const { compose, 'pre-traffic': check } = await readyFunctions();
  // Below dist/, so that its packages are found.
  versionsDir = join(dirname(dirname(dirname(compose))), 'compose-versions');
  const code = await readFile(compose, 'utf8');
  const functions = names.map(async (name) => {
    const [before, after] = versions[name];
    expect(code).toContain(before);
    const entry = join(versionsDir, name, 'handler.mjs');
    await mkdir(dirname(entry), { recursive: true });
    await writeFile(entry, code.replace(before, after));
    const settings = { checkedStage: 'compose', composeFunction: `compose-${name}:7` } as const;
    return [
      { name: `compose-${name}`, entry, memoryMb: 512, cpuShare: 1 },
      { name: `check-${name}`, entry: check, memoryMb: 256, cpuShare: 1, settings },
    ];
  });
  host = await world.startHost((await Promise.all(functions)).flat());
});
afterAll(async () => {
  await host.close();
  await world.close();
  await rm(versionsDir, { recursive: true, force: true });
});

/** Runs the check of a version. @returns its complaints. */
async function deploy(version: Version): Promise<readonly string[]> {
  const before = world.logs.length;
  const { functionError } = await host.invoke(`check-${version}`, hookEvent(`d-${version}`));
  const logs = world.logs.slice(before);
  expect(functionError, logs.join('\n')).toBeUndefined();
  expect(await world.keysLeft()).toEqual([]);
  return logs.flatMap((line) => (line.includes('"complaint"') ? JSON.parse(line).complaint : []));
}

test('a good version passes, twice, and the check leaves nothing behind', async () => {
  for (let round = 0; round < 2; round++) {
    expect(await deploy('good')).toEqual([]);
    expect(world.answers.at(-1)).toEqual(answer('d-good', 'Succeeded'));
  }
  const ran = world.reports.map(({ functionName, status }) => `${functionName} ${status}`);
  const once = ['check-good success', 'compose-good success'];
  expect(ran.sort()).toEqual([...once, ...once].sort());
});

test.each([
  ['wide', ['the photo has 301 x 400 px instead of 300 x 400']],
  [
    'pale',
    ['left', 'right'].map((side) => `the backdrop at the upper ${side} is 235, 192, 96 instead of 240, 192, 96`),
  ],
  [
    'high',
    ['top of the hair', 'left eye', 'right eye', 'chin'].map((name) =>
      expect.stringMatching(new RegExp(`^${name} off by 0\\.04\\d head heights$`)),
    ),
  ],
  ['broken', [expect.stringMatching(/^compose failed: /)]],
] as const)('a version that is %s fails the deployment, and says by how much', async (version, complaints) => {
  expect(await deploy(version)).toEqual(complaints);
  expect(world.answers.at(-1)).toEqual(answer(`d-${version}`, 'Failed'));
});
