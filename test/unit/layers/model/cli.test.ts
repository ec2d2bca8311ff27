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
const forbidden = { state: 'non-commercial', reason: 'Its makers say so.' } as const;
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
    expect(notes).toMatch(/^toy-u2net: licence: Apache-2\.0, clear\n/);
    notes = '';
    expect(await runModelCommand(['--model', 'toy-u2net'], terminal, [toy])).toBe(0);
    expect(notes).toBe('');
  });

  it('warns when a model may not be used commercially', async () => {
    const restricted = { ...toy, id: 'restricted', licence: 'CC-BY-NC-4.0', terms: { ...toy.terms, ...forbidden } };
    expect(await runModelCommand(['--model', 'restricted'], terminal, [restricted])).toBe(0);
    expect(lines[0]).toBe(
      'WARNING: restricted may NOT be used commercially (licence: CC-BY-NC-4.0). Its makers say so.',
    );
    expect(lines.join('\n')).toContain('NO COMMERCIAL USE');
  });

  it('lists all models', async () => {
    expect(await runModelCommand(['--list'], terminal)).toBe(0);
    const output = lines.join('\n');
    for (const id of ['isnet-general', 'selfie-segmentation', 'birefnet-portrait']) expect(output).toContain(id);
    expect(output).toMatch(/silueta .*NO COMMERCIAL USE/);
    expect(output).toMatch(/isnet-general-int8 .*not stated, UNCLEAR/);
    expect(output).toMatch(/nanodet-g-320 .*Apache-2\.0, UNCLEAR/);
    expect(output).toMatch(/selfie-segmentation .*Apache-2\.0 {2}/);
  });

  it('says at the first fetch why a licence is unclear, and refuses the model under --licence clear', async () => {
    const unclear = { state: 'unclear', reason: 'Nothing is said on the weights.', sources: ['https://example.org/7'] };
    const doubtful = { ...toy, id: 'doubtful', terms: { ...toy.terms, ...unclear } } as ManifestEntry;
    await runModelCommand(['--model', 'doubtful'], terminal, [doubtful]);
    expect(notes).toContain(
      'doubtful: licence: Apache-2.0, UNCLEAR. Nothing is said on the weights. (https://example.org/7)\n',
    );
    notes = '';
    await runModelCommand(['--model', 'doubtful'], terminal, [doubtful]);
    expect(notes).toBe('');
    await expect(
      runModelCommand(['--model', 'doubtful', '--licence', 'clear'], terminal, [doubtful]),
    ).rejects.toMatchObject({ code: 'bad-config' });
  });

  it('prepares the models whose licence is clear', async () => {
    const unclear = { ...toy, id: 'usual', default: true, terms: { ...toy.terms, state: 'unclear' as const } };
    await runModelCommand(['--licence', 'clear'], terminal, [unclear, toy]);
    expect(lines.join('\n')).toContain('toy-u2net  matting');
    expect(lines.join('\n')).not.toContain('usual');
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
