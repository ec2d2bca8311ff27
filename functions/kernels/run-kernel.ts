/**
 * Runs the WebAssembly kernels: loops over pixels that are too slow in JavaScript. Their AssemblyScript lies in assembly/;
 * `npm run kernels` compiles it to one module for each function. Reasons: docs/decisions/0019-webassembly.md.
 */

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

/** A compiled module, as build/kernels.ts writes it. */
interface KernelModule {
  readonly wasmBase64: string;
  /** The parameters of each kernel and their AssemblyScript types, in order. */
  readonly kernelParameters: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The arguments of a kernel by the names of its AssemblyScript parameters: pixels for an address (`usize`), else a number. */
type KernelArguments<Parameters extends Readonly<Record<string, string>>> = {
  readonly [Name in keyof Parameters]: Parameters[Name] extends 'usize' ? Uint8Array | Float32Array : number;
};

/** A kernel takes addresses and numbers, and returns the address of its result. */
type Kernel = (...args: readonly number[]) => number;

interface Memory {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly clear: () => void;
  /** Returns the address of so many bytes. */
  readonly take: (byteLength: number) => number;
}

/** Returns a function that runs the kernels of a module. The module is compiled at the first call. */
export function kernelsOf<Module extends KernelModule>({ wasmBase64, kernelParameters }: Module) {
  let exports: Readonly<Record<string, unknown>> | undefined;
  /** The photo that lies at the start of the memory. Weak, so that it does not stay until the next one comes. */
  let placed: WeakRef<Uint8Array> | undefined;

  /**
   * Runs one kernel. Pixels are copied into its memory. The parameter `photo` goes first, and is not copied again when the
   * kernel before had the same one. So a photo must not be changed after a kernel has read it.
   * @param byteLength length of the result.
   * @returns a copy of the result, because the next call reuses the memory.
   */
  return function runKernel<Name extends keyof Module['kernelParameters'] & string>(
    name: Name,
    input: KernelArguments<Module['kernelParameters'][Name]>,
    byteLength: number,
  ): Uint8Array {
    exports ??= new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(wasmBase64, 'base64'))).exports;
    const { memory, clear, take } = exports as unknown as Memory;
    const kernel = exports[name] as Kernel;
    const copyIn = (pixels: Uint8Array | Float32Array): number => {
      const address = take(pixels.byteLength);
      new Uint8Array(memory.buffer).set(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength), address);
      return address;
    };
    const values: Readonly<Record<string, number | Uint8Array | Float32Array>> = input;
    clear();
    const photo = values.photo instanceof Uint8Array ? values.photo : undefined;
    const isPlaced = photo !== undefined && placed?.deref() === photo;
    const photoAt = photo && (isPlaced ? take(photo.byteLength) : copyIn(photo));
    placed = photo && new WeakRef(photo);
    const args = Object.keys(kernelParameters[name]).map((parameter) => {
      const value = values[parameter];
      if (typeof value === 'number') return value;
      return value === photo && photoAt !== undefined ? photoAt : copyIn(value);
    });
    const address = kernel(...args);
    return new Uint8Array(memory.buffer, address, byteLength).slice();
  };
}
