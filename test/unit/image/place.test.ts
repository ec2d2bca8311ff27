/** `npm run image-test` where images cannot be built: says so, and fails only when it was required to build them. */
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

function imageTest(...args: string[]): Promise<{ code: number; said: string }> {
  const argv = ['--import', 'tsx', program, '--cache', join(nowhere, 'cache'), ...args];
  return new Promise((done) => {
    execFile(process.execPath, argv, { env: { PATH: nowhere, HOME: nowhere } }, (error, stdout) =>
      done({ code: Number(error?.code ?? 0), said: stdout }),
    );
  });
}

test('without the programs it is skipped, with the line that installs them', async () => {
  const { code, said } = await imageTest();
  expect(code).toBe(0);
  expect(said.trim().split('\n')).toEqual([
    expect.stringMatching(/^image-test: SKIPPED, because .* `apt-get install buildah .*debootstrap .*g\+\+ python3`$/),
  ]);
});

test('where it was required, that is a failure', async () => {
  expect((await imageTest('--required')).code).toBe(1);
});

test('a program that takes too long is ended, with all that it started', async () => {
  const begun = performance.now();
  const late = new Error('too late');
  const signal = AbortSignal.timeout(300);
  await expect(runTool('sh', ['-c', 'sleep 60 & sleep 60'], { signal })).rejects.toThrow(/timeout/);
  const ended = AbortSignal.abort(late);
  await expect(runTool('sh', ['-c', 'sleep 60'], { signal: ended })).rejects.toBe(late);
  expect(performance.now() - begun).toBeLessThan(30_000);
});

test('a program that fails is told by its last words', async () => {
  await expect(runTool('sh', ['-c', 'echo first; echo last >&2; exit 3'])).rejects.toThrow(
    /ended with 3:\n[\s\S]*last/,
  );
});
