/**
 * The loops over pixels that plain typed arrays are too slow for, as WebAssembly with vectors of four floats. Their source
 * lies in wasm/; `npm run kernels` compiles it to kernels-wasm.ts. Why: docs/decisions/0019-webassembly.md.
 */
import { wasmBase64 } from './kernels-wasm.ts';

declare global {
  /** What of it is used here: Node's own types have an empty namespace. */
  namespace WebAssembly {
    class Module {
      constructor(bytes: Uint8Array);
    }
    class Instance {
      constructor(module: Module);
      readonly exports: Readonly<Record<string, unknown>>;
    }
  }
}

type Bytes = Uint8Array | Float32Array;

/** What wasm/ exports. Numbers are lengths, or places: byte offsets in the memory. */
interface Exports extends Record<KernelName, Kernel> {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly clear: () => void;
  readonly take: (byteLength: number) => number;
}

type KernelName = 'halve' | 'sample' | 'knownPixels' | 'refine' | 'settleOpacity' | 'estimateForeground';

/** @returns the place of its result. */
type Kernel = (...args: readonly number[]) => number;

const compiled = new WebAssembly.Module(Buffer.from(wasmBase64, 'base64'));
const wasm = new WebAssembly.Instance(compiled).exports as unknown as Exports;

/** Copies planes into the memory. @returns their places. */
const put = (plane: Bytes): number => {
  const place = wasm.take(plane.byteLength);
  new Uint8Array(wasm.memory.buffer).set(new Uint8Array(plane.buffer, plane.byteOffset, plane.byteLength), place);
  return place;
};

/**
 * Runs one kernel on planes.
 * @param planes copied to the memory, in the kernel's order. @param numbers follow their places among its arguments.
 * @returns the first `byteLength` bytes of its result, copied: the memory is the next call's.
 */
export function runKernel(
  name: KernelName,
  planes: readonly Bytes[],
  numbers: readonly number[],
  byteLength: number,
): Uint8Array {
  wasm.clear();
  const place = wasm[name](...planes.map(put), ...numbers);
  return new Uint8Array(wasm.memory.buffer, place, byteLength).slice();
}
