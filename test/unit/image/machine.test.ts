/**
 * The search of image-test.ts for files of the wrong processor, tested on onnxruntime's package, which has files for several.
 */
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { nativeFiles } from '../../image/machine.ts';

const binaries = resolve(import.meta.dirname, '../../../node_modules/onnxruntime-node/bin/napi-v6');

test.each([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
])('files of linux/%s are found to be for %s', async (folder, machine) => {
  expect(await nativeFiles(join(binaries, 'linux', folder))).toEqual([
    { path: 'libonnxruntime.so.1', machine },
    { path: 'onnxruntime_binding.node', machine },
  ]);
});

test('a file that is not an ELF file is for no processor', async () => {
  expect(await nativeFiles(join(binaries, 'darwin'))).toEqual([
    { path: 'arm64/onnxruntime_binding.node', machine: undefined },
  ]);
});
