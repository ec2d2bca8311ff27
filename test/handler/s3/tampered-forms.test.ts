/** Tests that changed forms and presigned URLs are refused, whichever byte or field is changed. */
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { hostileKeys, jsonBombs } from '../../../bench/tamper/bodies.ts';
import { Attacker, type Field, type Form, formRequest } from '../../../bench/tamper/form.ts';
import { harmlessForms, runAttacks, type Target } from '../../../bench/tamper/run.ts';
import { deriveSigningKey, signText } from '../../../local/s3/sigv4-signing.ts';
import { credentials, filesIn, region, startTestServer, type TestServer } from './server-setup.ts';

const Bucket = 'photos';
const file = Buffer.from('a photo');

const targetOf = ({ server }: TestServer): Target => ({
  ...{ endpoint: server.endpoint, region, credentials, uploads: 'photos', results: 'results' },
});

function attackerOf({ server }: TestServer): Attacker {
  const attacker = new Attacker(server.port);
  onTestFinished(() => attacker.close());
  return attacker;
}

async function signedForm({ client }: TestServer, Key: string, more: Record<string, string> = {}): Promise<Form> {
  const { fields } = await createPresignedPost(client, {
    ...{ Bucket, Key, Conditions: [['content-length-range', file.length, file.length]], Expires: 600 },
    Fields: { 'Content-Type': 'image/jpeg', ...more },
  });
  return { fields: Object.entries(fields), file, fileName: 'jane.jpg' };
}

/** Makes a form with any text as its policy, and a valid signature. */
function signedBy(policy: string, fields: readonly Field[] = []): Form {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const encoded = Buffer.from(policy).toString('base64');
  const key = deriveSigningKey(credentials.secretAccessKey, { accessKeyId: credentials.accessKeyId, day, region });
  const scope: readonly Field[] = [
    ['key', 'uploads/form/a.jpg'],
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${day}/${region}/s3/aws4_request`],
    ['X-Amz-Date', `${day}T000000Z`],
    ['Policy', encoded],
    ['X-Amz-Signature', signText(key, encoded)],
  ];
  return { fields: [...scope, ...fields], file, fileName: 'jane.jpg' };
}

test('none of more than a thousand tampered forms and URLs is accepted or causes an internal error', async () => {
  const s3 = await startTestServer();
  const { tallies, changes } = await runAttacks(targetOf(s3));
  expect(tallies.flatMap(({ family, wrong }) => wrong.map((one) => `${family}: ${one}`))).toEqual([]);
  expect(changes).toEqual([]);
  expect(s3.internalErrors).toEqual([]);
  expect(s3.events.map((event) => event.Records[0].s3.bucket.name)).not.toContain('photos');
  const attempts = tallies.reduce((sum, tally) => sum + tally.attempts, 0);
  expect(attempts).toBeGreaterThan(1500);
  for (const tally of tallies) expect(tally, tally.family).toMatchObject({ accepted: 0, faults: 0, cut: 0 });
});

test('differences between browsers are accepted', async () => {
  const s3 = await startTestServer();
  expect((await harmlessForms(targetOf(s3))).filter(({ status }) => status !== 201)).toEqual([]);
  const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket }));
  expect(Contents.map(({ Key }) => Key)).toEqual([`uploads/form/${'a'.repeat(32)}.jpg`]);
});

/** Fields that a form must have unchanged. The bucket may be missing. */
type Change = (fields: Field[], at: number, text: string) => Field[];
const changes: readonly Change[] = [
  (fields, at) =>
    fields[at][0] === 'bucket' ? fields.toSpliced(at, 1, ['bucket', 'results']) : fields.toSpliced(at, 1),
  (fields, at, text) => fields.toSpliced(at, 1, [fields[at][0], text === fields[at][1] ? `${text}x` : text]),
  (fields, at, text) => fields.toSpliced(at, 0, [fields[at][0], text]),
  (fields, at, text) => [...fields, [`x-amz-meta-${at}`, text]],
  (fields, at, text) => fields.toSpliced(at, 1, [fields[at][0], `${text}${fields[at][1]}`]).concat([['acl', text]]),
];

/** Returns the same text for equal forms. The order of fields does not count, and the bucket may be missing. */
const meaningOf = ({ fields }: Form) =>
  JSON.stringify(
    fields
      .filter(([name, value]) => name !== 'bucket' || value !== Bucket)
      .map(String)
      .sort(),
  );

test('any change of any fields is refused, in every combination and order', async () => {
  const s3 = await startTestServer();
  const attacker = attackerOf(s3);
  const own = await signedForm(s3, 'uploads/form/own.jpg', { 'x-amz-meta-order': '{"standards":["cn-1-inch"]}' });
  const step = fc.record({
    change: fc.nat(changes.length - 1),
    at: fc.nat(own.fields.length - 1),
    text: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(...hostileKeys.slice(0, 30), 'true', '0'),
    ),
  });
  const attempt = fc.asyncProperty(
    fc.array(step, { minLength: 1, maxLength: 4 }),
    fc.infiniteStream(fc.nat()),
    async (steps, order) => {
      let fields = [...own.fields];
      for (const { change, at, text } of steps) fields = changes[change](fields, at % fields.length, text);
      const sorted = fields.map((field) => ({ field, rank: order.next().value })).sort((a, b) => a.rank - b.rank);
      // Parts are cut at the boundary, so text must not hold line ends that would end the form early.
      const form = { ...own, fields: sorted.map(({ field }) => field) };
      fc.pre(meaningOf(form) !== meaningOf(own));
      const { status, code } = await attacker.send(formRequest(Bucket, form));
      expect(status, `${status} ${code}`).toBeGreaterThanOrEqual(400);
      expect(status, `${status} ${code}`).toBeLessThan(500);
    },
  );
  await fc.assert(attempt, { numRuns: 300 });
  expect(s3.internalErrors).toEqual([]);
  expect(await filesIn(s3.dataDir)).toEqual([]);
  expect((await attacker.send(formRequest(Bucket, own))).status).toBe(204);
});

test('a policy that would exhaust the parser is refused, also with a valid signature', async () => {
  const s3 = await startTestServer();
  const attacker = attackerOf(s3);
  for (const bomb of jsonBombs) {
    const { status } = await attacker.send(formRequest(Bucket, signedBy(bomb)));
    expect([400, 403], bomb.slice(0, 60)).toContain(status);
  }
  const expiration = new Date(Date.now() + 60_000).toISOString();
  const good = {
    expiration,
    conditions: [{ bucket: Bucket }, ['starts-with', '$key', 'uploads/'], ['starts-with', '$x-amz-meta-order', '']],
  };
  const scope = ['$x-amz-algorithm', '$x-amz-credential', '$x-amz-date'];
  const conditions = [
    ...good.conditions,
    ...signedBy('')
      .fields.slice(1, 4)
      .map(([, value], at) => ['eq', scope[at], value]),
  ];
  for (const order of jsonBombs.filter((bomb) => bomb.length < 1500)) {
    const form = signedBy(JSON.stringify({ ...good, conditions }), [['x-amz-meta-order', order]]);
    const { status, code } = await attacker.send(formRequest(Bucket, form));
    expect(status, `${code} ${order.slice(0, 60)}`).toBeLessThan(500);
  }
  expect(s3.internalErrors).toEqual([]);
});

test('signed metadata comes back as metadata, never as another header or line', async () => {
  const s3 = await startTestServer();
  const attacker = attackerOf(s3);
  const values = [
    'a\r\nx-evil: 1',
    'a\n\nb',
    '\u010d\u010ax-evil: 1',
    '<script>alert(1)</script>',
    'caf\u00e9',
    '\u{1f600}',
    ' a ',
    '=?UTF-8?B?YQ==?=',
  ];
  for (const value of values) {
    const form = await signedForm(s3, 'uploads/form/meta.jpg', { 'x-amz-meta-order': value });
    const { status } = await attacker.send(formRequest(Bucket, form));
    expect([204, 400, 403]).toContain(status);
    if (status !== 204) continue;
    const { Metadata, $metadata } = await s3.client.send(
      new GetObjectCommand({ Bucket, Key: 'uploads/form/meta.jpg' }),
    );
    expect($metadata.httpStatusCode).toBe(200);
    expect(Object.keys(Metadata ?? {})).toEqual(['order']);
  }
  expect(s3.internalErrors).toEqual([]);
});

test('signed hostile keys stay in the bucket, and each Unicode form is a different key', async () => {
  const s3 = await startTestServer();
  const attacker = attackerOf(s3);
  const taken = new Set<string>();
  for (const key of hostileKeys.filter((one) => one !== '' && !one.includes('$'))) {
    const { status } = await attacker.send(formRequest(Bucket, await signedForm(s3, key)));
    expect([204, 400, 403], JSON.stringify(key.slice(0, 40))).toContain(status);
    if (status === 204) taken.add(key);
  }
  const listed: string[] = [];
  const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key = '' } of Contents) listed.push(Key);
  expect(listed.sort()).toEqual([...taken].sort());
  expect(listed.filter((key) => key.normalize('NFKC').includes('Zo\u00eb'))).toHaveLength(4);
  const strays = (await filesIn(s3.dataDir)).filter((path) => !/^photos\/(files|meta)\//.test(path));
  expect(strays).toEqual([]);
  expect(s3.internalErrors).toEqual([]);
});
