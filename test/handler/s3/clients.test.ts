/** Drives the S3 clients of other people against the server. A client that is not installed is skipped. */
import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { credentials, newDataDir, read, region, startTestServer, type TestServer } from './server-setup.ts';

const execute = promisify(execFile);

function runs(program: string, ...words: string[]): boolean {
  try {
    execFileSync(program, words, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const python = ['python3', '/usr/bin/python3'].find((each) => runs(each, '-c', 'import boto3')) ?? '';

interface Session {
  readonly s3: TestServer;
  readonly dir: string;
  /** A file of 9 MB, which every client sends in parts. */
  readonly big: string;
  readonly run: (program: string, ...words: string[]) => Promise<string>;
}

async function openSession(): Promise<Session> {
  const [s3, dir] = [await startTestServer(), await newDataDir()];
  const big = join(dir, 'big file.bin');
  await writeFile(big, randomBytes(9 * 1024 * 1024));
  const env = {
    ...{ ...process.env, AWS_EC2_METADATA_DISABLED: 'true', ENDPOINT: s3.server.endpoint },
    ...{
      AWS_PROFILE: undefined,
      AWS_SESSION_TOKEN: undefined,
      AWS_CA_BUNDLE: undefined,
      AWS_CONFIG_FILE: join(dir, 'config'),
    },
    ...{ AWS_SHARED_CREDENTIALS_FILE: join(dir, 'credentials') },
    ...{ AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
    ...{ AWS_REGION: region, AWS_DEFAULT_REGION: region, RCLONE_CONFIG: join(dir, 'rclone.conf') },
  };
  const run = async (program: string, ...words: string[]) =>
    (await execute(program, words, { cwd: dir, env, timeout: 120_000 })).stdout;
  return { s3, dir, big, run };
}

/** Expects the file of the session in the bucket and in a second file that the client has read. */
async function expectCopies({ s3, big }: Session, key: string, copy: string): Promise<void> {
  const bytes = await readFile(big);
  expect((await read(s3, key)).equals(bytes)).toBe(true);
  expect((await readFile(copy)).equals(bytes)).toBe(true);
}

test.skipIf(!runs('aws', '--version'))(
  'awscli stores, lists, reads and deletes',
  async () => {
    const session = await openSession();
    const { s3, big, dir, run } = session;
    const aws = (...words: string[]) => run('aws', 's3', ...words, '--endpoint-url', s3.server.endpoint);
    await aws('cp', big, 's3://photos/aws/big file.bin');
    await aws('cp', 's3://photos/aws/big file.bin', join(dir, 'copy'));
    await expectCopies(session, 'aws/big file.bin', join(dir, 'copy'));
    expect(await aws('ls', 's3://photos/')).toContain('PRE aws/');
    await aws('rm', '--recursive', 's3://photos/aws/');
    expect(await aws('ls', '--recursive', 's3://photos/').catch(() => '')).toBe('');
  },
  300_000,
);

test.skipIf(python === '')(
  'boto3 stores, lists, reads and deletes',
  async () => {
    const session = await openSession();
    const program = `
import boto3, os
from botocore.config import Config
config = Config(s3={'addressing_style': 'path'})
bucket = boto3.resource('s3', endpoint_url=os.environ['ENDPOINT'], config=config).Bucket('photos')
bucket.upload_file('big file.bin', 'boto/big file.bin')
bucket.download_file('boto/big file.bin', 'copy')
print([each.key for each in bucket.objects.all()])
print([each.key for each in bucket.objects.filter(Prefix='boto/', MaxKeys=1)])
bucket.put_object(Key='boto/two', Body=b'2')
bucket.objects.filter(Prefix='boto/t').delete()
print([each.key for each in bucket.objects.all()])
`;
    expect(await session.run(python, '-c', program)).toBe("['boto/big file.bin']\n".repeat(3));
    await expectCopies(session, 'boto/big file.bin', join(session.dir, 'copy'));
  },
  300_000,
);

test.skipIf(!runs('s3cmd', '--version'))(
  's3cmd stores, lists, reads and deletes',
  async () => {
    const session = await openSession();
    const { s3, big, dir, run } = session;
    const host = new URL(s3.server.endpoint).host;
    const config = [
      '[default]',
      `access_key = ${credentials.accessKeyId}`,
      `secret_key = ${credentials.secretAccessKey}`,
      `host_base = ${host}\nhost_bucket = ${host}\nuse_https = False\nmultipart_chunk_size_mb = 5`,
    ];
    await writeFile(join(dir, '.s3cfg'), config.join('\n'));
    const s3cmd = (...words: string[]) => run('s3cmd', '-c', join(dir, '.s3cfg'), ...words);
    await s3cmd('put', big, 's3://photos/s3cmd/big file.bin');
    await s3cmd('get', 's3://photos/s3cmd/big file.bin', join(dir, 'copy'));
    await expectCopies(session, 's3cmd/big file.bin', join(dir, 'copy'));
    expect(await s3cmd('ls', 's3://photos/')).toContain('s3://photos/s3cmd/');
    await s3cmd('del', '--recursive', '--force', 's3://photos/s3cmd/');
    expect(await s3cmd('ls', '--recursive', 's3://photos/')).toBe('');
  },
  300_000,
);

test.skipIf(!runs('rclone', 'version'))(
  'rclone stores, lists, reads and deletes',
  async () => {
    const session = await openSession();
    const { s3, big, dir, run } = session;
    await writeFile(
      join(dir, 'rclone.conf'),
      `[local]\ntype = s3\nprovider = Other\nenv_auth = true\nregion = ${region}\nendpoint = ${s3.server.endpoint}\n`,
    );
    const rclone = (...words: string[]) => run('rclone', '--s3-upload-cutoff', '5M', ...words);
    await rclone('copyto', big, 'local:photos/rclone/big file.bin');
    await rclone('copyto', 'local:photos/rclone/big file.bin', join(dir, 'copy'));
    await expectCopies(session, 'rclone/big file.bin', join(dir, 'copy'));
    expect((await rclone('lsf', '-R', 'local:photos')).split('\n')).toContain('rclone/big file.bin');
    await rclone('purge', 'local:photos/rclone');
    expect(await rclone('lsf', '-R', 'local:photos')).toBe('');
  },
  300_000,
);
