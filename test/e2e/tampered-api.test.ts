/** Attacks on the API over HTTP: none is accepted, nothing breaks, and the API still answers. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { namedRequests } from '../../bench/tamper/api.ts';
import { mixedForms, movedFields } from '../../bench/tamper/fields.ts';
import { Attacker } from '../../bench/tamper/form.ts';
import { apiAttacks, capture, runAttacks, type Target } from '../../bench/tamper/run.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import { resultsBucket, uploadsBucket } from '../../local/studio/folder.ts';
import { type Studio, startStudio } from '../../local/studio/studio.ts';

let studio: Studio;
let target: Target;
let dataDir: string;
const lines: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'zerobooth-tampered-'));
  const { storeDir } = await ensureModels();
  studio = await startStudio({ dataDir, modelDir: storeDir, pagePort: 0, onLog: (_, line) => lines.push(line) });
  const { endpoint, region, credentials, pageUrl = '' } = studio;
  target = { endpoint, region, credentials, uploads: uploadsBucket, results: resultsBucket, apiUrl: pageUrl };
});
afterAll(async () => {
  await studio?.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('of hundreds of tampered requests and tickets none is accepted, none causes a fault and nothing is changed', async () => {
  const { tallies, changes } = await runAttacks(target, async function* (against, client) {
    const captured = await capture(against, client);
    yield* movedFields(captured);
    yield* mixedForms(captured);
    yield* apiAttacks(against, captured);
  });
  expect(tallies.flatMap(({ family, wrong }) => wrong.map((one) => `${family}: ${one}`))).toEqual([]);
  expect(changes).toEqual([]);
  const ofApi = tallies.filter(({ family }) => family.startsWith('api'));
  expect(ofApi.reduce((sum, { attempts }) => sum + attempts, 0)).toBeGreaterThan(500);
  // No photo was accepted, so only the API has run.
  expect(new Set(studio.host.instances().map(({ functionName }) => functionName))).toEqual(new Set(['api']));
  expect((await fetch(`${target.apiUrl}/api/settings`)).status).toBe(200);
});

test('a file name with markup, control characters or a path is accepted, but neither stored nor sent back', async () => {
  const attacker = new Attacker(Number(new URL(target.apiUrl ?? '').port));
  for (const { fileName, request } of namedRequests()) {
    const { status, text, headers } = await attacker.send(request);
    expect(status, fileName).toBe(201);
    const piece = fileName.replace(/\.jpg$/, '');
    for (const where of [text, JSON.stringify(headers), lines.join('\n')]) {
      expect(where.includes(piece) || where.includes(JSON.stringify(piece).slice(1, -1)), fileName).toBe(false);
    }
    expect(headers).not.toHaveProperty('set-cookie');
  }
  attacker.close();
});
