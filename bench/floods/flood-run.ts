/** A pile of photos dropped at once on a studio that is besieged meanwhile; floods.ts words what comes of it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { accessCodeKey, resultsPrefix } from '../../core/keys.ts';
import { photoReference } from '../../functions/runtime/log.ts';
import { connect } from '../../local/studio/client.ts';
import { newMessages, type StudioChild, type StudioMessages, startStudioChild } from '../faults/studio-child.ts';
import { viewBuckets } from '../fuzz/bucket-view.ts';
import type { Photo } from '../performance/photos.ts';
import type { Measured, MeterOptions } from './api-meter.ts';
import { type AttackResult, besiege } from './attackers.ts';

export interface FloodOptions {
  readonly modelDir: string;
  readonly dataDir: string;
  readonly photos: readonly Photo[];
  /** Connections of each kind of attack at each server. */
  readonly attackers: number;
  readonly say: (line: string) => void;
}

export interface FloodResult {
  readonly done: number;
  readonly deadLetters: number;
  readonly wallMs: number;
  /** Resident memory of the host before, and its greatest meanwhile, MB. */
  readonly idleMb: number;
  readonly peakMb: number;
  readonly mostQueued: number;
  /** From the answer to an upload until its photo was taken up, ms. */
  readonly waitsMs: readonly number[];
  /** Answers of the API while it all went on. */
  readonly api: readonly Measured[];
  readonly attackResults: readonly AttackResult[];
  /** The statuses of wrong access codes in order, and the last wait that the API demanded, s. */
  readonly wrongCodes: readonly number[];
  readonly retryAfter: number;
  readonly rightCodeMeanwhile: number;
  readonly enforcement: StudioChild['enforcement'];
}

const order = 'cn-1-inch';
const studio = {
  settings: { inferenceSidePx: 192, access: 'code' },
  sizes: { matting: { memoryMb: 512, cpuShare: 1 }, compose: { memoryMb: 256, cpuShare: 1 } },
  ...{ concurrency: 2, pagePort: 0 },
} as const;

export async function runFlood({ modelDir, dataDir, photos, attackers, say }: FloodOptions): Promise<FloodResult> {
  const messages = newMessages();
  const child = await startStudioChild({ ...studio, modelDir, dataDir }, messages);
  const view = viewBuckets(child.studio);
  try {
    const pageUrl = child.studio.pageUrl ?? '';
    const code = await readCode(pageUrl, view.read);
    await warmUp(child, photos[0]);
    const [warmed, idleMb] = [messages.reports.length, child.residentMb()];
    const stop = new AbortController();
    const memory = watchMemory(child, stop.signal);
    const meter = startMeter({ pageUrl, code, jpegBase64: Buffer.from(photos[0].bytes).toString('base64') });
    const targets = [
      { name: 'api', port: Number(new URL(pageUrl).port), request: 'POST /api/photos' },
      {
        name: 'object server',
        port: Number(new URL(child.studio.endpoint).port),
        request: 'PUT /zerobooth-uploads/uploads/x',
      },
    ];
    const attackResult = besiege(targets, attackers, stop.signal);
    const begun = performance.now();
    const ackedAtMs = await dropAll(child, photos);
    say(`${photos.length} photos are in after ${Math.round((performance.now() - begun) / 1000)} s`);
    await settle(child, say);
    const wallMs = performance.now() - begun;
    const api = await meter();
    stop.abort();
    const { peakMb, mostQueued } = await memory;
    const attackResults = await attackResult;
    const keys = await view.results();
    const done = photos.filter(({ name }) =>
      keys.some((key) => key.startsWith(resultsPrefix(`${order}/${name}`))),
    ).length;
    const waitsMs = waitsOf(messages, warmed, ackedAtMs);
    const deadLetters = (await child.deadLetters()).length;
    const codes = await tryWrongCodes(pageUrl, code);
    return {
      done,
      deadLetters,
      wallMs,
      idleMb,
      peakMb,
      mostQueued,
      waitsMs,
      api,
      attackResults,
      ...codes,
      enforcement: child.enforcement,
    };
  } finally {
    view.close();
    await child.stop();
  }
}

/** The first question makes the code; its operator reads it from the bucket. */
async function readCode(pageUrl: string, read: ReturnType<typeof viewBuckets>['read']): Promise<string> {
  const headers = { authorization: 'Bearer nobody-knows-it-yet' };
  await fetch(`${pageUrl}/api/photos/form/${'0'.repeat(32)}.jpg`, { headers });
  const stored = await read(accessCodeKey);
  return new TextDecoder().decode(stored?.bytes).trim();
}

async function warmUp(child: StudioChild, { bytes }: Photo): Promise<void> {
  const copies = [0, 1, 2, 3].map((at) => ({ name: `warm-${at}.jpg`, bytes: Buffer.concat([bytes, Buffer.of(at)]) }));
  await dropAll(child, copies);
  await settle(child, () => {});
}

/** All at once. @returns when each upload was answered, epoch ms by photo reference. */
async function dropAll(child: StudioChild, photos: readonly Photo[]): Promise<ReadonlyMap<string, number>> {
  const client = connect(child.studio);
  const acked = new Map<string, number>();
  const drop = async ({ name, bytes }: Photo) => {
    const photoId = `${order}/${name}`;
    await client.upload(photoId, bytes);
    acked.set(photoReference(photoId), Date.now());
  };
  await Promise.all(photos.map(drop));
  client.close();
  return acked;
}

async function settle(child: StudioChild, say: (line: string) => void): Promise<void> {
  for (let [quiet, turn] = [0, 1]; quiet < 3; turn++) {
    const depth = await child.depth();
    quiet = depth === 0 ? quiet + 1 : 0;
    if (turn % 60 === 0) say(`${depth} events wait`);
    await delay(500);
  }
}

async function watchMemory(child: StudioChild, stop: AbortSignal): Promise<{ peakMb: number; mostQueued: number }> {
  let [peakMb, mostQueued] = [0, 0];
  while (!stop.aborted) {
    peakMb = Math.max(peakMb, child.residentMb() || 0);
    mostQueued = Math.max(mostQueued, await child.depth());
    await delay(250);
  }
  return { peakMb, mostQueued };
}

/** @returns what ends it and brings the figures. */
function startMeter(options: MeterOptions): () => Promise<readonly Measured[]> {
  const child = fork(fileURLToPath(new URL('./api-meter.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
  child.send(options);
  return async () => {
    const answered = once(child, 'message');
    child.send('stop');
    const [measured] = (await answered) as [readonly Measured[]];
    return measured;
  };
}

function waitsOf(
  { reports, lines }: StudioMessages,
  from: number,
  ackedAtMs: ReadonlyMap<string, number>,
): readonly number[] {
  const photos = new Map<string, string>();
  for (const line of lines.filter((one) => one.includes('"event":"photo"'))) {
    const { requestId, photo } = JSON.parse(line) as { requestId: string; photo: string };
    photos.set(requestId, photo);
  }
  return reports.slice(from).flatMap(({ functionName, requestId, startedAtMs }) => {
    const acked = functionName === 'matting' ? ackedAtMs.get(photos.get(requestId) ?? '') : undefined;
    return acked === undefined ? [] : [Math.max(0, startedAtMs - acked)];
  });
}

/** More than every instance of the API lets pass, each counting for itself. */
const wrongTries = 60;

async function tryWrongCodes(pageUrl: string, code: string) {
  const ask = (given: string) =>
    fetch(`${pageUrl}/api/photos/form/${'0'.repeat(32)}.jpg`, { headers: { authorization: `Bearer ${given}` } });
  const wrongCodes: number[] = [];
  let retryAfter = 0;
  for (let at = 0; at < wrongTries; at++) {
    const { status, headers } = await ask(`wrong-code-${at}`);
    wrongCodes.push(status);
    retryAfter = Number(headers.get('retry-after') ?? 0);
  }
  return { wrongCodes, retryAfter, rightCodeMeanwhile: (await ask(code)).status };
}
