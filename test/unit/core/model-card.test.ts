import { describe, expect, it } from 'vitest';
import {
  chooseVariant,
  cpuClass,
  findPreparedModel,
  type PreparedModel,
  type PreparedVariant,
  parsePreparedModels,
} from '../../../core/model-card.ts';

const file = (name: string) => ({ name, sizeBytes: 1, sha256: 'a'.repeat(64) });
const portable: PreparedVariant = { optimisedFor: null, files: [file('m.onnx'), file('m.onnx.data')] };
const saved = (name: string, onnxruntime = '1.30.0'): PreparedVariant => ({
  optimisedFor: { cpuClass: name, onnxruntime },
  files: [file(`m.${name}.onnx`)],
});
const model: PreparedModel = {
  id: 'm',
  task: 'matting',
  default: true,
  title: 'M',
  licence: 'MIT',
  upstream: '',
  terms: { state: 'clear' as const, reason: 'A test made it.', sources: [], readOn: null },
  input: {
    name: 'in',
    layout: 'NCHW',
    channels: 'RGB',
    size: { kind: 'multiple', ofPx: 64 },
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
  outputs: [{ name: 'out', meaning: 'probability' }],
  labels: null,
  memory: null,
  variants: [portable, saved('linux-x64-avx512f')],
};

describe('cpuClass', () => {
  const cpuInfo = (flags: string) => `processor\t: 0\nflags\t\t: fpu ${flags} sse2\nbugs\t\t:\n`;

  it.each([
    ['linux', 'x64', cpuInfo('avx avx2 avx512f avx512vl'), 'linux-x64-avx512f'],
    ['linux', 'x64', cpuInfo('avx avx2'), 'linux-x64-avx2'],
    ['linux', 'x64', cpuInfo('avx'), null],
    ['linux', 'x64', cpuInfo('avx512fake xavx2'), null],
    ['linux', 'x64', '', null],
    ['linux', 'arm64', '', 'linux-arm64'],
    ['darwin', 'arm64', '', 'darwin-arm64'],
    ['win32', 'x64', '', null],
  ])('%s %s', (platform, arch, info, expected) => expect(cpuClass(platform, arch, info)).toBe(expected));
});

describe('chooseVariant', () => {
  const onnxruntime = '1.30.0';

  it('takes the graph of this CPU class and version of onnxruntime', () => {
    expect(chooseVariant(model, { cpuClass: 'linux-x64-avx512f', onnxruntime })).toBe(model.variants[1]);
  });

  it.each([
    ['another CPU class', { cpuClass: 'linux-x64-avx2', onnxruntime }],
    ['another onnxruntime', { cpuClass: 'linux-x64-avx512f', onnxruntime: '1.31.0' }],
    ['an unknown CPU', { cpuClass: null, onnxruntime }],
  ])('takes the portable graph on %s', (_, machine) => expect(chooseVariant(model, machine)).toBe(portable));

  it('throws when there is no file for the machine', () => {
    const only = { ...model, variants: [saved('linux-arm64')] };
    expect(() => chooseVariant(only, { cpuClass: 'linux-x64-avx2', onnxruntime })).toThrow(
      expect.objectContaining({ code: 'model-missing' }),
    );
  });
});

describe('models.json', () => {
  const other: PreparedModel = { ...model, id: 'other', default: false };
  const models = { version: 1, models: [model, other] } as const;

  it('is parsed as it is written', () => expect(parsePreparedModels(JSON.stringify(models))).toEqual(models));

  it('of 0.2, which has no terms, is read; the right to use its models is then unclear', () => {
    const { terms: _, ...old } = model;
    const text = JSON.stringify({ version: 1, models: [{ ...old, commercialUse: true }] });
    expect(parsePreparedModels(text).models[0].terms.state).toBe('unclear');
  });

  it('returns the default model of a task, or the named one', () => {
    const read = parsePreparedModels(JSON.stringify(models));
    expect(findPreparedModel(read, 'matting').id).toBe('m');
    expect(findPreparedModel(read, 'matting', 'other').id).toBe('other');
    for (const wrong of [() => findPreparedModel(read, 'face-box'), () => findPreparedModel(read, 'face-box', 'm')]) {
      expect(wrong).toThrow(expect.objectContaining({ code: 'model-missing' }));
    }
  });

  it.each([
    ['no JSON', '{'],
    ['another version', JSON.stringify({ ...models, version: 2 })],
    ['a file outside the folder', JSON.stringify(models).replace('m.onnx.data', '../m.onnx.data')],
    ['a digest cut short', JSON.stringify(models).replace('a'.repeat(64), 'a'.repeat(63))],
  ])('is refused when it holds %s', (_, text) => {
    expect(() => parsePreparedModels(text)).toThrow(expect.objectContaining({ name: 'Fault', code: 'model-corrupt' }));
  });
});
