/** Reads from ELF headers for which processor native files were made (System V ABI, "ELF header"). */
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Processors by the names that BuildKit uses in TARGETARCH, each with its value of `e_machine`. */
export const machines = { amd64: 0x3e, arm64: 0xb7 } as const;
export type Machine = keyof typeof machines;

/** The processor of this machine. */
export const ownMachine: Machine = process.arch === 'arm64' ? 'arm64' : 'amd64';

const isNative = (name: string) => /\.node$|\.so(\.\d+)*$/.test(name);

/** A native file and its processor. */
export interface NativeFile {
  /** Relative to the searched folder. */
  readonly path: string;
  /** Undefined for another processor, or when it is not an ELF file. */
  readonly machine: Machine | undefined;
}

/** Finds every `.node` and `.so` file, also with a version number, in a folder and its subfolders. */
export async function nativeFiles(dir: string): Promise<readonly NativeFile[]> {
  const paths = (await readdir(dir, { recursive: true })).filter(isNative).sort();
  return Promise.all(paths.map(async (path) => ({ path, machine: await machineOf(join(dir, path)) })));
}

async function machineOf(path: string): Promise<Machine | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(20), position: 0 });
    if (bytesRead < 20 || buffer.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
    const isLittleEndian = buffer[5] === 1;
    const value = isLittleEndian ? buffer.readUInt16LE(18) : buffer.readUInt16BE(18);
    return (Object.keys(machines) as Machine[]).find((name) => machines[name] === value);
  } finally {
    await file.close();
  }
}
