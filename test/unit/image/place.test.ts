/** `npm run image-test` on a machine that cannot build images: it prints so, and fails only with `--required`. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runTool } from '../../image/run-tool.ts';

const program = resolve(import.meta.dirname, '../../image/image-test.ts');

let nowhere: string;
beforeAll(async () => {
  nowhere = await mkdtemp(join(tmpdir(), 'zerobooth-no-tools-'));
});
afterAll(() => rm(nowhere, { recursive: true }));

function imageTest(...args: string[]): Promise<{ code: number; output: string }> {
  const argv = ['--import', 'tsx', program, '--cache', join(nowhere, 'cache'), ...args];
  return new Promise((done) => {
    execFile(process.execPath, argv, { env: { PATH: nowhere, HOME: nowhere } }, (error, stdout) =>
      done({ code: Number(error?.code ?? 0), output: stdout }),
    );
  });
}

test('without the programs, the test is skipped and prints the command that installs them', async () => {
  const { code, output } = await imageTest();
  expect(code).toBe(0);
  expect(output.trim().split('\n')).toEqual([
    expect.stringMatching(/^image-test: SKIPPED, because .* `apt-get install buildah .*debootstrap .*g\+\+ python3`$/),
  ]);
});

test('with --required, a skipped test is a failure', async () => {
  expect((await imageTest('--required')).code).toBe(1);
});

test('a program that takes too long is ended with all its child processes', async () => {
  const begun = performance.now();
  const reason = new Error('too late');
  const signal = AbortSignal.timeout(300);
  await expect(runTool('sh', ['-c', 'sleep 60 & sleep 60'], { signal })).rejects.toThrow(/timeout/);
  const ended = AbortSignal.abort(reason);
  await expect(runTool('sh', ['-c', 'sleep 60'], { signal: ended })).rejects.toBe(reason);
  expect(performance.now() - begun).toBeLessThan(30_000);
});

test('the error of a failed program contains its last output', async () => {
  await expect(runTool('sh', ['-c', 'echo first; echo last >&2; exit 3'])).rejects.toThrow(
    /ended with 3:\n[\s\S]*last/,
  );
});
