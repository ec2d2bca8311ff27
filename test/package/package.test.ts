/** The npm package, installed from its file: the command line, and each example of docs/guide/library.md. */
import type { ChildProcess } from 'node:child_process';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { openScratch, type Scratch } from './scratch.ts';

const guide = await readFile(join(import.meta.dirname, '../../docs/guide/library.md'), 'utf8');
const examples = [...guide.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
/** The examples that import an entry. */
const examplesOf = (entry: string) => examples.filter((code) => code.includes(`'zerobooth/${entry}'`));
const entries = Object.keys(packageJson.exports).map((name) => name.slice(2));

let scratch: Scratch;
beforeAll(async () => {
  scratch = await openScratch();
});
afterAll(() => rm(scratch.dir, { recursive: true, force: true }));

const bin = () => join('node_modules', '.bin', 'zerobooth');
const contains = (name: string) => stat(join(scratch.dir, 'node_modules', 'zerobooth', name)).then(() => true);

test('installs its dependencies and nothing else; no package has an install script', async () => {
  const allowed = [
    ...Object.keys(packageJson.dependencies),
    'zerobooth',
    '@canvas/image-data',
    'detect-libc',
    'semver',
  ];
  expect(scratch.installed.filter((name) => !allowed.includes(name) && !name.startsWith('@img/'))).toEqual([]);
  expect(packageJson.dependencies).not.toHaveProperty('onnxruntime-node');
});

test('contains licences, bundles, page, images and types', async () => {
  for (const name of ['LICENSE', 'NOTICE', 'README.md', 'dist/licences.txt', 'dist/web/index.html'])
    await contains(name);
  for (const name of ['functions/image.Dockerfile', 'package-lock.json', 'build/functions.ts']) {
    await contains(`dist/image/${name}`);
  }
});

test('npx zerobooth photo makes a photo', async () => {
  const text = await scratch.run('npx', ['zerobooth', 'photo', 'jane.jpg', '--standard', 'us-passport', '--json']);
  const { photos } = JSON.parse(text);
  expect(photos).toMatchObject([{ status: 'done', outputs: [{ widthPx: 600, heightPx: 600 }] }]);
});

test('zerobooth standards finds a standard', async () => {
  expect(await scratch.run(bin(), ['standards', '一寸'])).toContain('cn-1-inch');
});

test('zerobooth demo makes photos of the drawn portraits', async () => {
  expect(await scratch.run(bin(), ['demo'])).toContain('out/demo/demo-us-passport-original.jpg');
  expect((await stat(join(scratch.dir, 'out/demo/demo-us-passport-original.jpg'))).size).toBeGreaterThan(10_000);
});

test('zerobooth model finds the prepared models, ops finds no studio, and each command has a help', async () => {
  expect(await scratch.run(bin(), ['model'])).toContain('Models in ');
  expect(await scratch.run(bin(), ['model', '--list'])).toContain('isnet-general');
  await expect(scratch.run(bin(), ['ops', 'history', '--local'])).rejects.toThrow('there is no studio in');
  for (const command of ['demo', 'photo', 'standards', 'start', 'ops', 'mcp', 'model', 'completion']) {
    expect(await scratch.run(bin(), [command, '--help'])).toContain(`Usage: npx zerobooth ${command}`);
  }
});

test('zerobooth mcp serves its tools, with paths in the folder where it was started', async () => {
  const transport = new StdioClientTransport({
    ...{ command: process.execPath, args: [bin(), 'mcp'], cwd: scratch.dir, env: scratch.env, stderr: 'ignore' },
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  try {
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('make_photo');
    const call = { name: 'check_photo', arguments: { path: 'jane.jpg' } };
    const { structuredContent } = await client.callTool(call, undefined, { timeout: 110_000 });
    expect(structuredContent).toMatchObject({ photos: [{ status: 'done', verdict: expect.any(String) }] });
  } finally {
    await client.close();
  }
});

describe('each entry', () => {
  test('has an example in the guide', () => {
    const without = entries.filter((entry) => entry !== 'package.json' && examplesOf(entry).length === 0);
    expect(without).toEqual([]);
  });

  test('can be imported, and does nothing then', async () => {
    // zod sets a global name and libvips a variable of its own. aws-cdk-lib changes the process when it is imported.
    for (const entry of entries.filter((name) => !['package.json', 'cdk'].includes(name))) {
      const code = `
        const names = () => Object.getOwnPropertyNames(globalThis).filter((name) => !name.startsWith('__zod'));
        const env = () => Object.entries(process.env).filter(([name]) => name !== 'VIPSHOME');
        const state = () => JSON.stringify([env(), process.cwd(), process.eventNames(), names()]);
        const before = state();
        const entry = await import('zerobooth/${entry}');
        if (state() !== before) throw new Error('the process has changed');
        process.stdout.write(Object.keys(entry).join());`;
      expect(await scratch.run(process.execPath, ['--input-type=module', '--eval', code]), entry).toMatch(/\w/);
    }
  });

  test('has types', async () => {
    const isCdk = (code: string) => code.includes('zerobooth/cdk');
    for (const [name, part] of [
      ['entries', examples.filter((code) => !isCdk(code))],
      ['cdk', examples.filter(isCdk)],
    ] as const) {
      const files = part.map((_, at) => `${name}-${at}.mts`);
      await Promise.all(files.map((file, at) => writeFile(join(scratch.dir, file), part[at])));
      const compilerOptions = { strict: true, noEmit: true, module: 'nodenext', target: 'es2023', types: ['node'] };
      // The declarations of aws-cdk-lib are checked by nobody but its authors.
      const config = { compilerOptions: { ...compilerOptions, skipLibCheck: name === 'cdk' }, files };
      await writeFile(join(scratch.dir, `${name}.json`), JSON.stringify(config));
      const compiler = join('node_modules', 'typescript', 'bin', 'tsc');
      expect(await scratch.run(process.execPath, [compiler, '--project', `${name}.json`])).toBe('');
    }
  });
});

describe('the examples of the guide', () => {
  const runExample = async (code: string) => {
    await writeFile(join(scratch.dir, 'example.mjs'), code);
    return scratch.run(process.execPath, ['example.mjs']);
  };

  test('matting and compose', async () => {
    const [whole, refused] = examplesOf('matting');
    expect(await runExample(whole)).toMatch(/\.jpg 600 600 \S+\n/);
    expect(await runExample(refused)).toContain('unsupported-format');
  });

  test('standards', async () => {
    expect(await runExample(examplesOf('standards')[0])).toMatch(/in-passport/);
  });

  test('object server and function host', async () => {
    expect(await runExample(examplesOf('local/s3')[0])).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n/);
    expect(await runExample(examplesOf('local/lambda')[0])).toBe('"Hello Jane"\n');
  });

  test('cdk', async () => {
    expect(await runExample(examplesOf('cdk')[0])).toContain('Token');
  });

  test('client, with zerobooth start', async () => {
    const studio = scratch.start(process.execPath, [bin(), 'start', '--port', '0', '--s3-port', '0']);
    try {
      const address = await printed(studio, /^Studio +(http:\S+)/m);
      const code = examplesOf('client')[0].replace('http://127.0.0.1:7860', address);
      expect(await runExample(code)).toMatch(/^done \d+ cn-2-inch/);
    } finally {
      const ended = new Promise((resolve) => studio.once('exit', resolve));
      studio.kill('SIGTERM');
      await ended;
    }
  });
});

/** Resolves with the first group when the output of the child matches the pattern. */
function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const found = pattern.exec(output);
      if (found) resolve(found[1]);
    });
    child.once('exit', () => reject(new Error(`the studio ended after it printed ${output}`)));
  });
}
