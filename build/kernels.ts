/**
 * Compiles the AssemblyScript of functions/matting/kernels/assembly/ to the module that the matting function carries
 * (`npm run kernels`). The result is kept beside the source, so that nothing has to be compiled to run the studio; a test
 * holds the two together.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'functions', 'matting', 'kernels');

/** The files whose exports the function calls; planes.ts is theirs. */
const entries = ['memory', 'sample', 'refine', 'colour-opacity', 'foreground'];

/** No objects, so no collector (`stub`), and nothing asked of JavaScript (`abort`). */
const options = [
  ...['--optimizeLevel', '3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--use', 'abort='],
  // Vectors are passed between functions, never to JavaScript.
  ...['--disableWarning', '112'],
];

export const kernelsFile = join(folder, 'kernels-wasm.ts');

/** @returns the text of {@link kernelsFile}. @throws Error with the compiler's messages, warnings included. */
export async function compileKernels(): Promise<string> {
  let wasm = new Uint8Array();
  const sources = entries.map((name) => join('assembly', `${name}.ts`));
  const { error, stderr } = await asc.main([...sources, '--outFile', 'kernels.wasm', ...options], {
    readFile: (name, baseDir) => readFile(join(folder, baseDir, name), 'utf8').catch(() => null),
    writeFile: (_, contents) => {
      wasm = Buffer.from(contents);
    },
    listFiles: () => [],
  });
  if (error || stderr.toString()) throw new Error(`the kernels do not compile\n${stderr.toString()}`, { cause: error });
  return [
    '/** Made by `npm run kernels` from assembly/: WebAssembly, base64. */',
    `export const wasmBase64 =\n  '${Buffer.from(wasm).toString('base64')}';`,
    '',
  ].join('\n');
}

async function writeKernels(): Promise<void> {
  const text = await compileKernels();
  await writeFile(kernelsFile, text);
  stdout.write(`${kernelsFile}: ${text.length} characters\n`);
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) await writeKernels();
