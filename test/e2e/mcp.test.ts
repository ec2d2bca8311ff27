/** `zerobooth mcp` as a process, driven by the SDK's own client: every tool, on a drawn portrait and on bad paths. */
import { mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { drawnPortrait } from '../support/drawn.ts';

let dir: string;
let photos: string;
let client: Client;
/** Errors of the transport: a line on stdout that is no message is one. */
const transportErrors: Error[] = [];

beforeAll(async () => {
  dir = await realpath(await mkdtemp(join(tmpdir(), 'zerobooth-mcp-')));
  photos = join(dir, 'photos');
  await mkdir(photos);
  const portrait = await drawnPortrait('beard');
  await writeFile(join(photos, 'jane.jpg'), portrait);
  await writeFile(join(photos, 'note.txt'), 'this is no picture');
  await writeFile(join(dir, 'secret.jpg'), portrait);
  await symlink(join(dir, 'secret.jpg'), join(photos, 'link.jpg'));
  await symlink(dir, join(photos, 'up'));
  client = await connect(['--root', photos]);
});
afterAll(async () => {
  await client.close();
  await rm(dir, { recursive: true, force: true });
});

async function connect(args: readonly string[], cwd?: string): Promise<Client> {
  const program = join(import.meta.dirname, '../../cli/zerobooth.cjs');
  const transport = new StdioClientTransport({
    ...{
      command: process.execPath,
      args: [program, 'mcp', ...args],
      stderr: 'ignore',
      ...(cwd !== undefined && { cwd }),
    },
    env: { ...(process.env as Record<string, string>), LC_ALL: 'C' },
  });
  const opened = new Client({ name: 'test', version: '1' });
  opened.onerror = (error) => transportErrors.push(error);
  await opened.connect(transport);
  return opened;
}

interface Answer {
  readonly isError?: boolean;
  readonly structuredContent?: Record<string, unknown>;
  readonly content: readonly { readonly type: string; readonly text?: string; readonly data?: string }[];
}

const call = async (name: string, args: Record<string, unknown> = {}, of = client) =>
  (await of.callTool({ name, arguments: args }, undefined, { timeout: 110_000 })) as Answer;

/** Calls a tool that has to refuse. @returns code, message and advice. */
async function refusal(name: string, args: Record<string, unknown>, of = client) {
  const { isError, content } = await call(name, args, of);
  expect(isError).toBe(true);
  const told = JSON.parse(content[0].text ?? '');
  expect(told.advice).not.toBe('');
  return told as { code: string; message: string; advice: string };
}

test('lists its tools with schemas, and names the allowed folder', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['find_standards', 'explain_standard', 'check_photo', 'make_photo']);
  for (const { inputSchema, outputSchema, description } of tools) {
    expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(outputSchema).toMatchObject({ type: 'object' });
    expect(description).toMatch(/\.$/);
  }
  expect(client.getServerVersion()).toMatchObject({ name: 'zerobooth', version: packageJson.version });
  expect(client.getInstructions()).toContain(photos);
});

describe('the tools about standards', () => {
  test('list all, find by words, and choose a country', async () => {
    const all = await call('find_standards', { limit: 3, offset: 1 });
    expect(all.structuredContent).toMatchObject({ match: 'all', standards: [{}, {}, {}] });
    expect(all.structuredContent?.total).toBeGreaterThan(200);
    const { structuredContent } = await call('find_standards', { query: 'us passport' });
    expect(structuredContent).toMatchObject({ match: 'found' });
    expect(JSON.stringify(structuredContent)).toContain('"us-passport"');
    const french = await call('find_standards', { country: 'fr' });
    expect(french.structuredContent?.standards).toContainEqual(expect.objectContaining({ country: 'FR' }));
    expect(await refusal('find_standards', { country: 'XX' })).toMatchObject({ code: 'bad-request' });
  });

  test('explain rules, sources and verdicts', async () => {
    const { structuredContent, content } = await call('explain_standard', { name: '一寸' });
    const verdicts = { ready: expect.any(String), 'will-be-refused': expect.any(String) };
    expect(structuredContent).toMatchObject({ standards: [{ id: 'cn-1-inch' }], verdicts });
    expect(structuredContent?.page).toContain('295 x 413 px');
    expect(JSON.parse(content[0].text ?? '')).toEqual(structuredContent);
    const unknown = await refusal('explain_standard', { name: 'us-pasprt-7' });
    expect(unknown).toMatchObject({ code: 'unknown-standard', advice: expect.stringContaining('find_standards') });
  });
});

test('make_photo writes photo and sheet below the allowed folder and returns paths; a bad file stops nothing', async () => {
  const order = { standards: ['us-passport'], backdrops: ['white'], sheet: { paper: '4R' } };
  const args = { paths: ['jane.jpg', join(photos, 'note.txt')], order, outDir: 'done', preview: true };
  const { structuredContent, content } = await call('make_photo', args);
  expect(structuredContent).toMatchObject({
    photos: [
      { status: 'done', verdict: expect.any(String), outputs: [{ kind: 'photo', widthPx: 600 }, { kind: 'sheet' }] },
      { status: 'rejected', code: 'unsupported-format', outputs: [] },
    ],
  });
  const names = ['jane-sheet-4r.jpg', 'jane-us-passport-white.jpg'];
  expect((await readdir(join(photos, 'done'))).filter((name) => !name.startsWith('.')).sort()).toEqual(names);
  const [first] = (structuredContent as { photos: { outputs: { path: string }[] }[] }).photos;
  expect(first.outputs[0].path).toBe(join(photos, 'done', names[1]));
  const [, preview, ...rest] = content;
  expect([preview.type, rest]).toEqual(['image', []]);
  expect(await sharp(Buffer.from(preview.data ?? '', 'base64')).metadata()).toMatchObject({ width: 256, height: 256 });
  const again = await call('make_photo', { ...args, preview: false });
  expect(again.content).toHaveLength(1);
  expect(again.structuredContent).toMatchObject({ photos: [{ earlier: true }, {}] });
});

test('check_photo returns verdict and checks, and writes nothing', async () => {
  const before = await readdir(photos);
  const { structuredContent, content } = await call('check_photo', { path: 'jane.jpg' });
  const [photo] = (structuredContent as { photos: { outputs: Record<string, unknown>[] }[] }).photos;
  expect(photo).toMatchObject({ status: 'done', outputs: [{ standard: 'cn-1-inch', verdict: expect.any(String) }] });
  expect(photo.outputs[0]).not.toHaveProperty('path');
  expect(content.map(({ type }) => type)).toEqual(['text']);
  expect(await readdir(photos)).toEqual(before);
});

describe('refuses', () => {
  test.each([
    ['a file outside', 'check_photo', { path: '../secret.jpg' }],
    ['a file outside that is not there', 'check_photo', { path: '/nowhere/jane.jpg' }],
    ['a link that leads outside', 'check_photo', { path: 'link.jpg' }],
    ['a folder with a link that leads outside', 'make_photo', { paths: ['.'] }],
    ['results outside', 'make_photo', { paths: ['jane.jpg'], outDir: '../out' }],
    ['results behind a link', 'make_photo', { paths: ['jane.jpg'], outDir: 'up/out/deep' }],
    ['a backdrop outside', 'make_photo', { paths: ['jane.jpg'], backdropImage: join('..', 'secret.jpg') }],
  ])('%s', async (_, name, args) => {
    const { code, message } = await refusal(name, args);
    expect([code, message]).toEqual(['path-not-allowed', expect.stringContaining(photos)]);
    expect((await readdir(dir)).sort()).toEqual(['photos', 'secret.jpg']);
  });

  test('a missing file, a place for results that is a file, an unknown standard, a sheet without room', async () => {
    expect(await refusal('check_photo', { path: 'no.jpg' })).toMatchObject({ code: 'no-such-file' });
    const blocked = await refusal('make_photo', { paths: ['jane.jpg'], outDir: 'note.txt' });
    expect(blocked).toMatchObject({ code: 'bad-request', message: expect.stringContaining('it is a file') });
    const odd = await refusal('check_photo', { path: 'jane.jpg', order: { standards: ['us-pasprt-7'] } });
    expect(odd.code).toBe('unknown-standard');
    const order = { sheet: { paper: '3R', marginMm: 40 } };
    expect(await refusal('make_photo', { paths: ['jane.jpg'], order })).toMatchObject({ code: 'sheet-too-small' });
  });

  test('arguments that the schema does not have, with the name of the field', async () => {
    const { isError, content } = await call('make_photo', { paths: ['jane.jpg'], order: { standart: 'x' } });
    expect([isError, content[0].text]).toEqual([true, expect.stringContaining('standart')]);
    expect(await call('check_photo', { path: 7 })).toMatchObject({ isError: true });
  });

  test('every file when it was started in the root of the file system without --root', async () => {
    const everywhere = await connect([], '/');
    const told = await refusal('check_photo', { path: join(photos, 'jane.jpg') }, everywhere);
    expect(told).toMatchObject({ code: 'path-not-allowed', advice: expect.stringContaining('--root') });
    await everywhere.close();
  });
});

test('writes nothing but messages to stdout', () => {
  expect(transportErrors).toEqual([]);
});
