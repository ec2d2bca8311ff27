/** `cdk synth` as people run it: with Node alone, no Docker, no credentials, no network and nothing written at home. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { projectDir } from './synthesised.ts';

// Two processes start one after the other and load all of CDK. No test is about time: a busy machine may take minutes.
vi.setConfig({ testTimeout: 600_000 });

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'zerobooth-cli-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function synth(name: string, ...args: string[]) {
  const home = join(scratch, name);
  mkdirSync(home);
  const cli = join(projectDir, 'node_modules/aws-cdk/bin/cdk');
  // A port without a server: an attempt to connect would fail with an error.
  const nowhere = 'http://127.0.0.1:9';
  const run = spawnSync(process.execPath, [cli, 'synth', '--quiet', '--output', join(home, 'out'), ...args], {
    cwd: projectDir,
    encoding: 'utf8',
    env: { PATH: dirname(process.execPath), HOME: home, HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere },
  });
  return { home, status: run.status, said: run.stdout + run.stderr };
}

test('builds before it all that npm run build builds', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(projectDir, name), 'utf8'));
  const { build } = read('package.json').scripts;
  expect(read('cdk.json').build).toBe(build.replaceAll('tsx ', 'node --import tsx '));
});

test('makes the template', () => {
  const { home, status, said } = synth('plain');
  expect(said).not.toMatch(/error|docker/i);
  expect(status).toBe(0);
  expect(JSON.parse(readFileSync(join(home, 'out/Zerobooth.template.json'), 'utf8')).Resources).toBeDefined();
  // Hashes of the build context, but no id for telemetry and no notices.
  expect(readdirSync(join(home, '.cdk/cache'))).toEqual(['fingerprints']);
});

test('refuses a wrong value and a wrong name with the sentence that says what is allowed', () => {
  const wrong = ['architecture=mips', 'uploadsDays=never', 'memory=2048'];
  // Without the build, which is the same as before.
  const { status, said } = synth('wrong', '--build', ':', ...wrong.flatMap((pair) => ['--context', pair]));
  expect(status).not.toBe(0);
  expect(said).toContain('architecture must be x86_64 or arm64; it is "mips".');
  expect(said).toContain('uploadsDays must be a whole number of days from 1 to 365; it is "never".');
  expect(said).toContain('memory is not an option. The options are architecture, mattingMemoryMb,');
  expect(said).not.toMatch(/^\s+at /m);
});
