/** What saved graphs depend on, read from this machine. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpuClass, type InferenceMachine } from '../../core/model-card.ts';

/** CPU class and onnxruntime's version; the library itself is not loaded for that. */
export function thisMachine(): InferenceMachine {
  const cpuInfo = process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  const library = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  return { cpuClass: cpuClass(process.platform, process.arch, cpuInfo), onnxruntime: library.version };
}
