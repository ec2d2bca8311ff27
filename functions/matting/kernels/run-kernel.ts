/**
 * Runs the WebAssembly kernels: loops over pixels that are too slow in JavaScript. kernels.ts has a typed function for
 * each. Their AssemblyScript lies in assembly/; `npm run kernels` compiles it to kernels-wasm.ts. Reasons:
 * docs/decisions/0019-webassembly.md.
 */
import { kernelParameters, wasmBase64 } from './kernels-wasm.ts';

declare global {
  /** The part of WebAssembly that is used here. Node's own types declare an empty namespace. */
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

export type KernelName = keyof typeof kernelParameters;

/** The arguments of a kernel by the names of its AssemblyScript parameters: pixels for an address (`usize`), else a number. */
export type KernelArguments<Name extends KernelName> = {
  readonly [Parameter in keyof (typeof kernelParameters)[Name]]: (typeof kernelParameters)[Name][Parameter] extends 'usize'
    ? Uint8Array | Float32Array
    : number;
};

/** A kernel takes addresses and numbers, and returns the address of its result. */
type Kernel = (...args: readonly number[]) => number;

interface Exports extends Record<KernelName, Kernel> {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly clear: () => void;
  /** Returns the address of so many bytes. */
  readonly take: (byteLength: number) => number;
}

let wasm: Exports | undefined;

/** Compiles the module at the first call; it stays for the life of the process. */
function loadModule(): Exports {
  wasm ??= new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(wasmBase64, 'base64')))
    .exports as unknown as Exports;
  return wasm;
}

/**
 * Runs one kernel. Pixels are copied into its memory.
 * @param byteLength length of the result.
 * @returns a copy of the result, because the next call reuses the memory.
 */
export function runKernel<Name extends KernelName>(
  name: Name,
  input: KernelArguments<Name>,
  byteLength: number,
): Uint8Array {
  const { memory, clear, take, [name]: kernel } = loadModule();
  const copyIn = (pixels: Uint8Array | Float32Array): number => {
    const address = take(pixels.byteLength);
    new Uint8Array(memory.buffer).set(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength), address);
    return address;
  };
  const values: Readonly<Record<string, number | Uint8Array | Float32Array>> = input;
  clear();
  const args = Object.keys(kernelParameters[name]).map((parameter) => {
    const value = values[parameter];
    return typeof value === 'number' ? value : copyIn(value);
  });
  const address = kernel(...args);
  return new Uint8Array(memory.buffer, address, byteLength).slice();
}
