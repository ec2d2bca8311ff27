/** The properties of this machine on which saved graphs depend. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpuClass, type InferenceMachine } from '../../core/model-card.ts';

/** @returns CPU class and version of onnxruntime. The library itself is not loaded. */
export function thisMachine(): InferenceMachine {
  const cpuInfo = process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  const library = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  return { cpuClass: cpuClass(process.platform, process.arch, cpuInfo), onnxruntime: library.version };
}
