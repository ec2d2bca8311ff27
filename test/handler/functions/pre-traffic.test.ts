/** The pre-traffic check of matting on the real local runtime: CodeDeploy's event in, the report to CodeDeploy out. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readyFunctions } from '../../../build/ready-parts.ts';
import type { Config } from '../../../functions/runtime/config.ts';
import {
  answer,
  hookEvent,
  openPreTrafficWorld,
  type PreTrafficWorld,
  patienceMs,
} from '../../support/pre-traffic-world.ts';
import { prepareToyStore } from '../../support/toy-store.ts';

vi.setConfig({ testTimeout: patienceMs.test });

let world: PreTrafficWorld;
beforeAll(async () => {
  world = await openPreTrafficWorld();
});
afterAll(() => world.close());

/** Starts a version of matting with these settings, compose, and the check. */
async function startHost(settings: Partial<Config> = {}) {
  const { matting, compose, 'pre-traffic': check } = await readyFunctions();
  const version = { mattingFunction: 'matting:7' };
  return world.startHost([
    {
      ...{ name: 'matting', entry: matting, memoryMb: 2048, cpuShare: 2 },
      settings: { composeFunction: 'compose', ...settings },
    },
    { name: 'compose', entry: compose, memoryMb: 512, cpuShare: 1 },
    { name: 'pre-traffic', entry: check, memoryMb: 256, cpuShare: 1, settings: version },
  ]);
}

/** Runs the check of a version with these settings, once for each deployment. @returns the type of the error of the last one. */
async function deploy(deploymentIds: readonly string[], settings: Partial<Config> = {}) {
  const host = await startHost(settings);
  let functionError: string | undefined;
  for (const id of deploymentIds) ({ functionError } = await host.invoke('pre-traffic', hookEvent(id)));
  await host.close();
  return functionError;
}

test('a good version passes, by networks that really ran, and the check leaves nothing behind', async () => {
  const functionError = await deploy(['d-GOOD1', 'd-GOOD2']);
  const { answers, logs, reports } = world;
  expect(functionError, logs.join('\n')).toBeUndefined();
  expect(answers, logs.join('\n')).toEqual([answer('d-GOOD1', 'Succeeded'), answer('d-GOOD2', 'Succeeded')]);
  const ran = reports.map(({ functionName, status }) => `${functionName} ${status}`);
  const once = ['compose success', 'matting success', 'pre-traffic success'];
  // Compose once more, because matting woke it with its first photo.
  expect(ran.sort()).toEqual([...once, ...once, 'compose success'].sort());
  expect(await world.keysLeft()).toEqual([]);
  // No event started the version in use meanwhile.
  expect(world.uploadEvents).toEqual([]);
});

test('a version whose cutouts are off fails the deployment, and says by how much', async () => {
  await deploy(['d-OFF'], await prepareToyStore(world.dataDir));
  expect(world.answers.at(-1), world.logs.join('\n')).toEqual(answer('d-OFF', 'Failed'));
  expect(world.logs.some((line) => /"complaint":"[a-z ]+ off by [\d.]+/.test(line))).toBe(true);
  expect(await world.keysLeft()).toEqual([]);
});

test('a version that cannot start fails the deployment at once', async () => {
  expect(await deploy(['d-BROKEN'], { modelDir: '/no/such/folder' })).toBeUndefined();
  expect(world.answers.at(-1)).toEqual(answer('d-BROKEN', 'Failed'));
  expect(world.logs.some((line) => line.includes('"complaint":"matting failed: '))).toBe(true);
  expect(await world.keysLeft()).toEqual([]);
});

test('what is not from CodeDeploy is refused, with no answer to anybody', async () => {
  const before = world.answers.length;
  const host = await startHost();
  const { functionError } = await host.invoke('pre-traffic', { DeploymentId: 'd-HALF' });
  await host.close();
  expect(functionError).toBe('Unhandled');
  expect(world.answers).toHaveLength(before);
});
