/**
 * Compiles the AssemblyScript of functions/kernels/assembly/ to the WebAssembly modules of matting and compose
 * (`npm run kernels`). The results are committed, so that nothing is compiled when the studio starts. A test compiles the
 * source again and compares.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'functions', 'kernels');

/** The modules: for each the AssemblyScript files whose exported functions are its kernels. */
export const kernelModules = {
  'matting-wasm.ts': ['sample', 'refine', 'settle-opacity', 'foreground'],
  'compose-wasm.ts': ['resample'],
  'comic-wasm.ts': ['comic/lab-plane', 'comic/flow', 'comic/smooth', 'comic/lines', 'comic/tone', 'comic/rim'],
} as const;

type ModuleName = keyof typeof kernelModules;

const options = [
  // There are no objects, so there is no garbage collector (`stub`). The module imports nothing from JavaScript (`abort`).
  ...['--optimizeLevel', '3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--use', 'abort='],
  // Vectors are passed between AssemblyScript functions only, never to JavaScript.
  ...['--disableWarning', '112'],
];

export const moduleFile = (name: ModuleName): string => join(folder, name);

/** @returns the text of a module's file. @throws Error with the compiler's messages, warnings included. */
export async function compileKernels(name: ModuleName): Promise<string> {
  let wasm = new Uint8Array();
  const kernelFiles = kernelModules[name];
  const sources = ['memory', ...kernelFiles].map(pathOf);
  const { error, stderr } = await asc.main([...sources, '--outFile', 'kernels.wasm', ...options], {
    readFile: (name, baseDir) => readFile(join(folder, baseDir, name), 'utf8').catch(() => null),
    writeFile: (_, contents) => {
      wasm = Buffer.from(contents);
    },
    listFiles: () => [],
  });
  if (error || stderr.toString()) {
    throw new Error(`The kernels do not compile.\n${stderr.toString()}`, { cause: error });
  }
  return [
    '/** Made by `npm run kernels` from assembly/: the WebAssembly module, base64. */',
    `export const wasmBase64 =\n  '${Buffer.from(wasm).toString('base64')}';`,
    '',
    '/** The parameters of each kernel and their AssemblyScript types, in the order in which the kernel takes them. */',
    'export const kernelParameters = {',
    ...(await Promise.all(kernelFiles.map(parametersOf))).flat(),
    '} as const;',
    '',
  ].join('\n');
}

const pathOf = (name: string): string => join('assembly', `${name}.ts`);

/** @returns the lines of `kernelParameters` for one AssemblyScript file: every exported function with its parameters. */
async function parametersOf(name: string): Promise<readonly string[]> {
  const source = await readFile(join(folder, pathOf(name)), 'utf8');
  return [...source.matchAll(/^export function (\w+)\(([^)]*)\)/gm)].flatMap(([, kernel, parameters]) => [
    `  ${kernel}: {`,
    ...[...parameters.matchAll(/(\w+): (\w+)/g)].map(([, parameter, type]) => `    ${parameter}: '${type}',`),
    '  },',
  ]);
}

async function writeKernels(): Promise<void> {
  for (const name of Object.keys(kernelModules) as ModuleName[]) {
    const text = await compileKernels(name);
    await writeFile(moduleFile(name), text);
    stdout.write(`${moduleFile(name)}: ${text.length} characters\n`);
  }
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) await writeKernels();
