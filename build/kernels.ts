/**
 * Compiles the AssemblyScript of functions/matting/kernels/assembly/ to the WebAssembly module of the matting function
 * (`npm run kernels`). The result is committed, so that nothing is compiled when the studio starts. A test compiles the
 * source again and compares.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'functions', 'matting', 'kernels');

/** The files whose exported functions are kernels. */
const kernelFiles = ['sample', 'refine', 'settle-opacity', 'foreground'];
/** The files whose exports are in the module. The kernel files import planes.ts. */
const entries = ['memory', ...kernelFiles];

const options = [
  // There are no objects, so there is no garbage collector (`stub`). The module imports nothing from JavaScript (`abort`).
  ...['--optimizeLevel', '3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--use', 'abort='],
  // Vectors are passed between AssemblyScript functions only, never to JavaScript.
  ...['--disableWarning', '112'],
];

export const kernelsFile = join(folder, 'kernels-wasm.ts');

/** @returns the text of {@link kernelsFile}. @throws Error with the compiler's messages, warnings included. */
export async function compileKernels(): Promise<string> {
  let wasm = new Uint8Array();
  const sources = entries.map(pathOf);
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
  const text = await compileKernels();
  await writeFile(kernelsFile, text);
  stdout.write(`${kernelsFile}: ${text.length} characters\n`);
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) await writeKernels();
