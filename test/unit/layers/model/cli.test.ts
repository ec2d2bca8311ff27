import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { progressLines, runModelCommand } from '../../../../layers/model/cli.ts';
import type { ManifestEntry } from '../../../../layers/model/manifest.ts';
import { toyManifestEntry, toyMattingModel } from '../../../support/toy-model.ts';

let folder: string;
let toy: ManifestEntry;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-cli-'));
  const file = join(folder, 'toy.onnx');
  await writeFile(file, toyMattingModel());
  toy = toyManifestEntry(pathToFileURL(file).href);
  vi.stubEnv('ZEROBOOTH_MODEL_STORE', join(folder, 'store'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});
let lines: string[] = [];
let notes = '';
afterEach(() => {
  lines = [];
  notes = '';
});
const terminal = {
  out: (line: string) => lines.push(line),
  note: (text: string) => {
    notes += text;
  },
};

describe('npm run model', () => {
  it('prepares the chosen model, and prints its path and its licence', async () => {
    expect(await runModelCommand(['--model', 'toy-u2net'], terminal, [toy])).toBe(0);
    const output = lines.join('\n');
    expect(output).toContain(join(folder, 'store'));
    expect(output).toMatch(/toy-u2net {2}matting, Apache-2\.0/);
    expect(output).toMatch(/toy-u2net-[0-9a-f]{16}\.onnx/);
    expect(output).not.toContain('WARNING');
    expect(notes).toContain('toy-u2net: preparing');
    notes = '';
    expect(await runModelCommand(['--model', 'toy-u2net'], terminal, [toy])).toBe(0);
    expect(notes).toBe('');
  });

  it('warns when a model may not be used commercially', async () => {
    const restricted = { ...toy, id: 'restricted', licence: 'CC-BY-NC-4.0', commercialUse: false };
    expect(await runModelCommand(['--model', 'restricted'], terminal, [restricted])).toBe(0);
    expect(lines[0]).toBe('WARNING: restricted may NOT be used commercially (licence: CC-BY-NC-4.0).');
    expect(lines.join('\n')).toContain('NO COMMERCIAL USE');
  });

  it('lists all models', async () => {
    expect(await runModelCommand(['--list'], terminal)).toBe(0);
    const output = lines.join('\n');
    for (const id of ['isnet-general', 'selfie-segmentation', 'birefnet-portrait']) expect(output).toContain(id);
    expect(output).toMatch(/silueta .*NO COMMERCIAL USE/);
  });

  it('refuses a wrong argument', async () => {
    for (const args of [['--modle', 'x'], ['u2net'], ['--model']]) {
      await expect(runModelCommand(args, terminal)).rejects.toThrow(/npm run model -- --help$/);
    }
  });

  it('throws for an unknown id', async () => {
    await expect(runModelCommand(['--model', 'modnet'], terminal)).rejects.toMatchObject({ code: 'model-missing' });
  });
});

describe('progressLines', () => {
  it('writes a line for each step and replaces the line of a growing download', () => {
    const report = progressLines(terminal.note);
    report({ id: 'a', step: 'fetch', doneBytes: 1_000_000, totalBytes: 4_000_000 });
    report({ id: 'a', step: 'fetch', doneBytes: 1_000_001, totalBytes: 4_000_000 });
    report({ id: 'a', step: 'fetch', doneBytes: 4_000_000, totalBytes: 4_000_000 });
    report({ id: 'a', step: 'verify' });
    report({ id: 'a', step: 'ready' });
    report({ id: 'b', step: 'fetch' });
    expect(notes).toBe(
      'a: fetching 1.0 MB of 4.0 MB\ra: fetching 4.0 MB of 4.0 MB\na: verifying\na: ready\nb: fetching',
    );
  });
});
