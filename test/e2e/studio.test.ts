/** The real local runtime: photos uploaded over S3, and instances that start, are killed and end. */
import { copyFile, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { type DeadPhoto, deadPhotosOf } from '../../cli/dead-photos.ts';
import { parsePreparedModels } from '../../core/model-card.ts';
import type { ModelVersion } from '../../core/model-versions.ts';
import { objectResultSchema } from '../../core/object-result.ts';
import { tagResultSchema } from '../../core/tag-result.ts';
import { ensureModels } from '../../layers/model/ensure.ts';
import type { InvocationReport } from '../../local/lambda/host.ts';
import { connect, type StudioClient } from '../../local/studio/client.ts';
import { hostedFor } from '../../local/studio/model-versions.ts';
import type { StudioOptions } from '../../local/studio/options.ts';
import { type Studio, startStudio } from '../../local/studio/studio.ts';
import { openLocalTarget } from '../../ops/local-target.ts';
import { reportFunctions } from '../../ops/report.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { drawnPortrait } from '../support/drawn.ts';
import { claiming } from '../support/odd-images.ts';

let portrait: Uint8Array;
let modelDir: string;
beforeAll(async () => {
  portrait = await drawnPortrait('glasses');
  modelDir = (await ensureModels()).storeDir;
});

interface TestStudio extends Studio {
  readonly dataDir: string;
  readonly client: StudioClient;
  readonly lines: string[];
  readonly dead: Map<string, DeadPhoto>;
}

async function openStudio(options: Partial<StudioOptions> = {}): Promise<TestStudio> {
  const dataDir = await temporaryDir();
  const lines: string[] = [];
  const dead = new Map<string, DeadPhoto>();
  const studio = await startStudio({
    dataDir,
    modelDir,
    retryDelaysMs: [50, 50],
    onLog: (_, line) => lines.push(line),
    onDeadLetter: (deadLetter) => {
      for (const photo of deadPhotosOf(deadLetter)) dead.set(photo.photoId, photo);
    },
    ...options,
  });
  const client = connect(studio);
  onTestFinished(async () => {
    client.close();
    await studio.close();
  });
  return { ...studio, dataDir, client, lines, dead };
}

async function temporaryDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-e2e-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function until(condition: () => boolean, limitMs = 30_000): Promise<void> {
  for (const deadline = Date.now() + limitMs; !condition(); await delay(10)) {
    if (Date.now() > deadline) throw new Error('the condition was not met in time');
  }
}

test('an uploaded portrait becomes a photo; instances start for it and end after it; no name is logged', async () => {
  const reports: InvocationReport[] = [];
  const onReport = (report: InvocationReport) => void reports.push(report);
  const { client, host, lines, dead } = await openStudio({ idleMs: 1_000, onReport });
  expect(host.instances()).toEqual([]);
  await client.upload('us-passport+white/jane-doe.jpg', portrait);
  const record = await client.waitForRecord('us-passport+white/jane-doe.jpg', () => dead.size > 0);
  expect(record).toMatchObject({ status: 'done', order: { standards: ['us-passport'], backdrops: ['white'] } });
  for (const code of Object.values(record?.versions.code ?? {}))
    expect(code?.replace(/\+[0-9a-f]{12}$/, '+DIGEST')).toBe(`${packageJson.version}+DIGEST`);
  const [output] = record?.outputs ?? [];
  const photo = await client.fetchResult(output.key);
  expect(await sharp(photo).metadata()).toMatchObject({ format: 'jpeg', width: 600, height: 600, density: 300 });
  await until(() => host.instances().length === 0);
  const started = (name: string) =>
    new Set(reports.filter((report) => report.functionName === name).map(({ instanceId }) => instanceId)).size;
  expect(started('matting')).toBe(1);
  // As on Lambda, a second instance starts when the first is still starting or has ended. This happens on a busy machine.
  expect([1, 2]).toContain(started('compose'));
  expect(new Set(reports.map(({ functionName }) => functionName))).toEqual(new Set(['compose', 'matting']));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => /jane|doe|us-passport/i.test(line))).toEqual([]);
});

/** Returns a key that goes to the version of objects. */
function keyFor(name: string, versions: readonly ModelVersion[]): string {
  const keys = Array.from({ length: 100 }, (_, at) => `boxes/somebody-${at}.jpg`);
  const key = keys.find((one) => hostedFor('objects', `objects/${one}`, versions) === `objects_${name}`);
  if (key === undefined) throw new Error(`no key goes to ${name}`);
  return key;
}

test('the functions of the table take the uploads under their prefixes, one added by the recipe and versions, too', async () => {
  const entry = join(await temporaryDir(), 'handler.mjs');
  // The smallest function: it logs one line for each of its uploads.
  await writeFile(entry, "export const handler = async ({ Records }) => console.log('toy', Records[0].s3.object.key);");
  const toy = { name: 'toy', uploadPrefix: 'toys/', handsOnTo: null, models: [] } as const;
  const sizes = { memoryMb: 128, cpuShare: 1, timeoutMs: 5_000 };
  const version = { functionName: 'objects', modelId: 'nanodet-g-320', task: 'object-detection', share: 1 } as const;
  const versions = [
    { ...version, name: 'small', memoryMb: 384 },
    { ...version, name: 'usual', memoryMb: null },
  ];
  const studio = await openStudio({ functions: [{ ...toy, ...sizes, entry }], versions });
  const { client, host, lines, dead, dataDir, endpoint, region, credentials } = studio;
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  onTestFinished(() => s3.destroy());
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: 'zerobooth-uploads', Key, Body: portrait }));
  const ids = versions.map(({ name }) => keyFor(name, versions));
  const others = ['tags/somebody.jpg', 'toys/one.jpg', 'elsewhere/two.jpg'];
  await Promise.all([...ids.map((id) => `objects/${id}`), ...others].map(put));
  const isOf = (name: string) => (line: string) => line.includes(`"function":"objects","version":"${name}"`);
  const isTagged = (line: string) => line.includes('"function":"tags"');
  await until(() => lines.includes('toy toys/one.jpg') && lines.some(isTagged));
  await until(() => versions.every(({ name }) => lines.some(isOf(name))));
  for (const [at, { name }] of versions.entries()) {
    const stored = async (key: string) => client.fetchResult(`results/objects/${ids[at]}/${key}`);
    const result = objectResultSchema.parse(JSON.parse(Buffer.from(await stored('objects.json')).toString()));
    const model = { id: 'nanodet-g-320', version: name };
    expect(result).toMatchObject({ status: 'done', pictureId: ids[at], model });
    expect(result.objects[0]).toMatchObject({ label: 'person', en: 'person', zh: '人' });
    expect((await sharp(await stored('boxes.jpg')).metadata()).format).toBe('jpeg');
  }
  const tagged = await client.fetchResult('results/tags/somebody.jpg/tags.json');
  const { status, tags, limits } = tagResultSchema.parse(JSON.parse(Buffer.from(tagged).toString()));
  expect(status).toBe('done');
  const zhOf = Object.fromEntries(tags.map(({ tag, zh }) => [tag, zh]));
  expect(zhOf).toMatchObject({ person: '人', 'one-face': '一张人脸', portrait: '人像', colour: '彩色' });
  expect(tags.filter(({ kind }) => kind === 'colour').every(({ colour }) => /^#[0-9a-f]{6}$/.test(colour ?? ''))).toBe(
    true,
  );
  expect(limits.map(({ code }) => code)).toEqual(['places', 'things', 'people', 'meaning']);
  const started = host.instances().map(({ functionName }) => functionName);
  expect(new Set(started)).toEqual(new Set(['objects_small', 'objects_usual', 'tags', 'toy']));
  await host.idle();
  const target = await openLocalTarget(dataDir);
  const filter = { sinceMs: 0, status: undefined, photo: undefined, functionName: 'objects' };
  const reports = await reportFunctions(target, filter).finally(() => target.close());
  expect(reports).toMatchObject([
    { functionName: 'objects@small', pictures: 1, failures: 0, memoryMb: 384 },
    { functionName: 'objects@usual', pictures: 1, failures: 0, memoryMb: 512 },
  ]);
  for (const { p50Ms, peakMb, gbSeconds, usdPerThousand } of reports) {
    for (const figure of [p50Ms, peakMb, gbSeconds, usdPerThousand]) expect(figure).toBeGreaterThan(0);
  }
  // Broken and hostile files end with a record of the reason, and nothing is tried again.
  const hostile = {
    'text.jpg': [Buffer.from('<svg onload="alert(1)"></svg>'), 'unsupported-format'],
    'half.jpg': [portrait.subarray(0, 2_000), 'unreadable'],
    'bomb.png': [await claiming('png', 60_000, 60_000), 'too-many-pixels'],
    'empty.jpg': [Buffer.alloc(0), 'empty'],
  } as const;
  const results = [
    ['tags', tagResultSchema],
    ['objects', objectResultSchema],
  ] as const;
  for (const [name, [Body]] of Object.entries(hostile)) {
    for (const [of] of results) {
      await s3.send(new PutObjectCommand({ Bucket: 'zerobooth-uploads', Key: `${of}/${name}`, Body }));
    }
  }
  await host.idle();
  for (const [name, [, code]] of Object.entries(hostile)) {
    for (const [of, schema] of results) {
      const stored = await client.fetchResult(`results/${of}/${name}/${of}.json`);
      const rejected = schema.parse(JSON.parse(Buffer.from(stored).toString()));
      expect(rejected, `${of}/${name}`).toMatchObject({ status: 'rejected', picture: null, rejection: { code } });
      expect(rejected.rejection?.message).toMatch(/\w/);
      expect(rejected.rejection?.advice).toMatch(/\w/);
      expect(lines.some((line) => line.includes(`"function":"${of}"`) && line.includes(`"${code}"`))).toBe(true);
    }
  }
  expect(lines.filter((line) => /somebody/.test(line))).toEqual([]);
  expect(dead.size).toBe(0);
});

test('a photo is still made when its instance is killed during the work', async () => {
  const { client, host, dead } = await openStudio();
  await client.upload('killed.jpg', portrait, {});
  const busy = () => host.instances().find(({ functionName, state }) => functionName === 'matting' && state === 'busy');
  await until(() => busy() !== undefined);
  const { pid } = busy() ?? {};
  if (pid === undefined) throw new Error('the instance has no process');
  process.kill(pid, 'SIGKILL');
  expect(await client.waitForRecord('killed.jpg', () => dead.size > 0)).toMatchObject({ status: 'done' });
});

test('a corrupt model file stops the function before it takes a photo, and the error names the digest', async () => {
  const broken = await temporaryDir();
  const [prior] = parsePreparedModels(await readFile(join(modelDir, 'models.json'), 'utf8')).models.filter(
    ({ task }) => task === 'person-prior',
  );
  const corrupt = new Set(prior.variants.map(({ files }) => files[0].name));
  for (const name of await readdir(modelDir)) {
    const [from, to] = [join(modelDir, name), join(broken, name)];
    if (!corrupt.has(name)) await symlink(from, to);
    else {
      await copyFile(from, to);
      const bytes = await readFile(to);
      bytes[bytes.length >> 1] ^= 1;
      await writeFile(to, bytes);
    }
  }
  const { client, dead } = await openStudio({ modelDir: broken });
  await client.upload('unlucky.jpg', portrait, {});
  expect(await client.waitForRecord('unlucky.jpg', () => dead.has('unlucky.jpg'))).toBeNull();
  expect(dead.get('unlucky.jpg')?.message).toMatch(/expected .* sha256 [0-9a-f]{64}; found/);
});
