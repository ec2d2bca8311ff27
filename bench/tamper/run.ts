/** Tries attacks against a running object server and counts what became of them. */
import { setTimeout as delay } from 'node:timers/promises';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Ticket } from '../../core/api.ts';
import { apiBombs, apiDoor, apiIds, apiOrders, apiValues } from './api.ts';
import { brokenBodies, hostileText, ownPolicies } from './bodies.ts';
import { type Attack, addedFields, type Captured, changedBytes, mixedForms, movedFields } from './fields.ts';
import { Attacker, type Field, type Form, formRequest } from './form.ts';
import { type Links, tamperedLinks, unsignedRequests } from './links.ts';
import { pictureAttacks } from './pictures.ts';

/** The results of all attacks of one family. */
export interface Tally {
  readonly family: string;
  attempts: number;
  /** Answered with 2xx or 3xx: somebody got in. */
  accepted: number;
  /** Answered with 5xx. */
  faults: number;
  /** Cut off without an answer. */
  cut: number;
  /** The number of answers per refusal. */
  readonly codes: Map<string, number>;
  /** Names of what should not have happened, the first few. */
  readonly wrong: string[];
}

export interface Target {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly uploads: string;
  readonly results: string;
  /** Front door of the studio; with it the forms are the API's own tickets, and the API is attacked as well. */
  readonly apiUrl?: string;
}

const photo = Buffer.from('\xff\xd8\xff\xe0 a photo that was signed for', 'latin1');
const idOf = (digit: string) => `form/${digit.repeat(32)}.jpg`;
const resultKey = `results/${idOf('a')}/us-passport-original.jpg`;
const otherKey = `results/${idOf('b')}/us-passport-original.jpg`;

/** Every attack there is, on forms and links that are made for them. */
async function* allAttacks(target: Target, client: S3Client): AsyncGenerator<Attack> {
  const captured = await capture(target, client);
  yield* changedBytes(captured);
  yield* movedFields(captured);
  yield* mixedForms(captured);
  yield* addedFields(captured);
  yield* hostileText(captured);
  yield* ownPolicies(captured);
  yield* brokenBodies(captured);
  const links = await takeLinks(target, client);
  yield* tamperedLinks(links);
  yield* unsignedRequests(links);
  yield* apiAttacks(target, captured);
}

/** Everything against the API; nothing where there is none. */
export function* apiAttacks({ apiUrl }: Target, { own }: Captured): Generator<Attack> {
  if (apiUrl === undefined) return;
  const photoId = (own.fields.find(([name]) => name === 'key')?.[1] ?? '').toString().replace('uploads/', '');
  yield* apiBombs(photoId);
  yield* apiValues();
  yield* apiOrders();
  yield* apiIds(photoId);
  yield* apiDoor(photoId);
  yield* pictureAttacks(photoId);
}

/** Runs them all and looks in the end whether the buckets hold what they held before, and nothing else. */
export async function runAttacks(
  target: Target,
  attacks = allAttacks,
): Promise<{ tallies: Tally[]; changes: string[] }> {
  const client = clientOf(target);
  const buckets = new Attacker(Number(new URL(target.endpoint).port));
  const api = new Attacker(Number(new URL(target.apiUrl ?? target.endpoint).port));
  const tallies = new Map<string, Tally>();
  try {
    for (const key of [resultKey, otherKey]) {
      await client.send(new PutObjectCommand({ Bucket: target.results, Key: key, Body: photo }));
    }
    const before = await contents(target, client);
    for await (const attack of attacks(target, client)) {
      const tally = tallies.get(attack.family) ?? newTally(attack.family);
      tallies.set(attack.family, tally);
      count(tally, attack, await (attack.door === 'api' ? api : buckets).send(attack.request));
    }
    const after = await contents(target, client);
    const changes = [...after].filter((line) => !before.has(line));
    const losses = [...before].filter((line) => !after.has(line));
    return { tallies: [...tallies.values()], changes: [...changes, ...losses] };
  } finally {
    buckets.close();
    api.close();
    client.destroy();
  }
}

const newTally = (family: string): Tally => ({
  ...{ family, attempts: 0, accepted: 0, faults: 0, cut: 0, codes: new Map(), wrong: [] },
});

function count(tally: Tally, { name }: Attack, { status, code }: { status: number; code: string }): void {
  const [accepted, fault, cut] = [status >= 200 && status < 400, status >= 500, status === 0];
  tally.attempts += 1;
  tally.accepted += Number(accepted);
  tally.faults += Number(fault);
  tally.cut += Number(cut);
  const word = `${status} ${code}`.trim();
  tally.codes.set(word, (tally.codes.get(word) ?? 0) + 1);
  if ((accepted || fault) && tally.wrong.length < 20) tally.wrong.push(`${name}: ${word}`);
}

/** Forms that must be taken, although they differ: what a browser may do, and what the policy leaves open. */
export async function harmlessForms(target: Target): Promise<{ name: string; status: number }[]> {
  const client = clientOf(target);
  const attacker = new Attacker(Number(new URL(target.endpoint).port));
  try {
    const { own } = await capture(target, client);
    const reversed = { ...own, fields: own.fields.toReversed() };
    const rotated = own.fields.map((_, at) => ({
      ...own,
      fields: [...own.fields.slice(at), ...own.fields.slice(0, at)],
    }));
    const shouted = { ...own, fields: own.fields.map(([name, value]): Field => [name.toUpperCase(), value]) };
    const forms: [string, Form][] = [
      ['as it was signed', own],
      ['once more', own],
      ['fields in reverse', reversed],
      ...rotated.map((form, at): [string, Form] => [`fields turned by ${at}`, form]),
      ['names in capitals', shouted],
      [
        'without the bucket, which the address names',
        { ...own, fields: own.fields.filter(([name]) => name !== 'bucket') },
      ],
      ['a field that is to be ignored', { ...own, fields: [...own.fields, ['x-ignore-me', 'x']] }],
      ['a button behind the file', { ...own, behind: [['submit', 'Send']] }],
      ['a file name with markup', { ...own, fileName: '<img src=x onerror=alert(1)>.jpg' }],
    ];
    const statuses: { name: string; status: number }[] = [];
    for (const [name, form] of forms) {
      statuses.push({ name, status: (await attacker.send(formRequest(target.uploads, form))).status });
    }
    return statuses;
  } finally {
    attacker.close();
    client.destroy();
  }
}

function clientOf({ endpoint, region, credentials }: Target): S3Client {
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true });
}

/** A ticket of the API, as any person gets it. */
async function askForForm(apiUrl: string, standard: string): Promise<Form> {
  const asked = {
    order: { standards: [standard] },
    fileName: 'photo.jpg',
    sizeBytes: photo.length,
    contentType: 'image/jpeg',
  };
  const answer = await fetch(`${apiUrl}/api/photos`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(asked) },
  });
  const { upload } = (await answer.json()) as Ticket;
  return { fields: Object.entries(upload.fields), file: photo, fileName: 'photo.jpg' };
}

/** The form that the API would sign for a photo (functions/runtime): every field pinned, the size to the byte. */
async function signForm({ uploads }: Target, client: S3Client, photoId: string, seconds: number): Promise<Form> {
  const { fields } = await createPresignedPost(client, {
    Bucket: uploads,
    Key: `uploads/${photoId}`,
    Conditions: [['content-length-range', photo.length, photo.length]],
    Fields: {
      'Content-Type': 'image/jpeg',
      success_action_status: '201',
      'x-amz-meta-order': JSON.stringify({
        kind: 'photo',
        standards: [photoId.includes('b') ? 'us-passport' : 'cn-1-inch'],
      }),
    },
    Expires: seconds,
  });
  return { fields: Object.entries(fields), file: photo, fileName: 'photo.jpg' };
}

export async function capture(target: Target, client: S3Client): Promise<Captured> {
  const { uploads, results, apiUrl } = target;
  const expired = await signForm(target, client, idOf('c'), 1);
  await delay(1100);
  const take = (digit: string, standard: string) =>
    apiUrl ? askForForm(apiUrl, standard) : signForm(target, client, idOf(digit), 600);
  const [own, other] = [await take('a', 'cn-1-inch'), await take('b', 'us-passport')];
  return { uploads, results, own, other, expired };
}

async function takeLinks(target: Target, client: S3Client): Promise<Links> {
  const { uploads, results } = target;
  const sign = async (expiresIn: number) => {
    const command = new GetObjectCommand({ Bucket: results, Key: resultKey });
    const url = new URL(await getSignedUrl(client, command, { expiresIn }));
    return url.pathname + url.search;
  };
  const expired = await sign(1);
  await delay(2100);
  return { good: await sign(600), expired, uploads, results, uploadKey: `uploads/${idOf('a')}`, resultKey, otherKey };
}

async function contents({ uploads, results }: Target, client: S3Client): Promise<Set<string>> {
  const lines = new Set<string>();
  for (const Bucket of [uploads, results]) {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    for (const { Key, ETag, LastModified } of Contents)
      lines.add(`${Bucket}/${Key} ${ETag} ${LastModified?.toISOString()}`);
  }
  return lines;
}
