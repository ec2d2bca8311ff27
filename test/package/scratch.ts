/** Installs the npm package in an empty folder, as a user does, and runs programs there. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { catalogue } from '../../portraits/catalogue.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';

const run = promisify(execFile);
const project = resolve(import.meta.dirname, '../..');

/** Packages that the examples need beside the installed one. Links to those of the project save their installation. */
const linked = ['aws-cdk-lib', 'constructs', 'typescript', '@types/node', 'undici-types'];

/** The folder with the installed package. */
export interface Scratch {
  readonly dir: string;
  /** The names of the packages that npm has installed. */
  readonly installed: readonly string[];
  /** The environment of its programs. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a program there. @returns its stdout. @throws with its output when its exit code is not 0. */
  run(program: string, args: readonly string[]): Promise<string>;
  /** Starts a program that stays up. */
  start(program: string, args: readonly string[]): ChildProcess;
}

/**
 * Makes the folder, with `jane.jpg` in it. The home folder of its programs is empty, their models are those of the project.
 * @param tarball path of the package; undefined: it is built and packed.
 */
export async function openScratch(tarball = process.env.ZEROBOOTH_TARBALL): Promise<Scratch> {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-package-'));
  const home = join(dir, 'home');
  await mkdir(home);
  const packed = tarball ?? (await pack(dir));
  const cache = (await run('npm', ['config', 'get', 'cache'], { cwd: project })).stdout.trim();
  // As a user's npm has it, not as .npmrc of the project: install scripts would run.
  const settings = { npm_config_cache: cache, npm_config_ignore_scripts: 'false', npm_config_update_notifier: 'false' };
  const others = { HOME: home, XDG_CACHE_HOME: '', ZEROBOOTH_MODEL_STORE: join(project, 'layers', 'model', 'store') };
  const options = { cwd: dir, env: { ...process.env, ...settings, ...others }, maxBuffer: 16 << 20 };
  await writeFile(join(dir, 'package.json'), '{"name": "scratch", "private": true, "type": "module"}');
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--json'];
  await run('npm', ['install', ...flags, packed], options);
  const list = JSON.parse((await run('npm', ['ls', '--all', '--json'], options)).stdout);
  for (const name of linked) {
    await mkdir(dirname(join(dir, 'node_modules', name)), { recursive: true });
    await symlink(join(project, 'node_modules', name), join(dir, 'node_modules', name));
  }
  await writeFile(join(dir, 'jane.jpg'), await encodeJpeg((await renderPortrait(catalogue.demo)).photo));
  return {
    dir,
    installed: [...new Set(namesIn(list))].sort(),
    env: options.env as Record<string, string>,
    run: async (program, args) => (await run(program, args, options)).stdout,
    start: (program, args) => spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] }),
  };
}

async function pack(to: string): Promise<string> {
  await run(process.execPath, ['--import', 'tsx', join('build', 'package.ts')], { cwd: project });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', to], { cwd: project });
  return join(to, (JSON.parse(stdout) as { filename: string }[])[0].filename);
}

interface Listed {
  /** Undefined for an optional peer that is not installed. */
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, Listed>>;
}

const namesIn = ({ dependencies = {} }: Listed): string[] =>
  Object.entries(dependencies).flatMap(([name, below]) => (below.version ? [name, ...namesIn(below)] : []));
