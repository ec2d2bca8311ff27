/** Tests that `local/lambda` works outside of this project: with `local/sandbox`, `files` and Node alone. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';

const folders = ['local/lambda', 'local/sandbox', 'files'];

/** The folders that each folder may import from, besides Node's modules. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'local/lambda': ['local/lambda', 'local/sandbox', 'files'],
  'local/sandbox': ['local/sandbox', 'files'],
  files: ['files'],
};

/** Returns every module specifier in the source text, of static and dynamic imports, types included. */
function specifiersIn(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/\b(?:from\s+|import\s*\(?\s*)['"]([^'"]+)['"]/g)].map(([, specifier = '']) => specifier);
}

it.each(folders)('%s imports only Node and the folders that belong to it', (folder) => {
  const modules = readdirSync(folder).filter((name) => /\.m?[jt]s$/.test(name));
  const foreign = modules.flatMap((name) => {
    const path = join(folder, name);
    return specifiersIn(readFileSync(path, 'utf8'))
      .filter((specifier) => !specifier.startsWith('node:'))
      .map((specifier) => (specifier.startsWith('.') ? relative('.', join(dirname(path), specifier)) : specifier))
      .filter((target) => !allowed[folder]?.includes(dirname(target)))
      .map((target) => `${path} imports ${target}`);
  });
  expect(foreign).toEqual([]);
});

it('serves an SDK client in a folder outside of the project', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'standalone-host-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const folder of folders) cpSync(folder, join(dir, folder), { recursive: true });
  symlinkSync(resolve('node_modules'), join(dir, 'node_modules'));
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(dir, 'code'));
  writeFileSync(
    join(dir, 'code', 'handler.mjs'),
    `export const handler = async ({ name }, { functionName }) => functionName + ' greets ' + name;`,
  );
  writeFileSync(
    join(dir, 'program.ts'),
    `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
     import { formatReport, startFunctionHost } from './local/lambda/host.ts';
     const entry = new URL('./code/handler.mjs', import.meta.url).pathname;
     const functions = [{ name: 'greeter', entry, env: {}, memoryMb: 128, timeoutMs: 30_000, maxConcurrency: 1 }];
     const reports: string[] = [];
     const host = await startFunctionHost({
       ...{ stateDir: './state', functions },
       onReport: (report) => reports.push(formatReport(report)),
     });
     const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
     const client = new LambdaClient({ endpoint: host.endpoint, region: 'us-east-1', credentials });
     const { Payload } = await client.send(new InvokeCommand({ FunctionName: 'greeter', Payload: '{"name":"Ada"}' }));
     await host.close();
     console.log(JSON.stringify({ result: JSON.parse(Payload?.transformToString() ?? 'null'), reports }));`,
  );
  const program = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), 'program.ts'], {
    cwd: dir,
    env: { PATH: process.env.PATH, TMPDIR: tmpdir(), AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  const ended = new Promise((done) => program.once('exit', done));
  const [output, errors, exitCode] = await Promise.all([text(program.stdout), text(program.stderr), ended]);
  expect({ errors, exitCode }).toEqual({ errors: '', exitCode: 0 });
  const { result, reports } = JSON.parse(output);
  expect(result).toBe('greeter greets Ada');
  expect(reports).toEqual([expect.stringMatching(/^REPORT RequestId: .*\tInit Duration: [\d.]+ ms$/)]);
});
