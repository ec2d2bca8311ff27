/**
 * `npm run release`: builds and packs the npm package, checks it with publint and Are The Types Wrong, installs it and
 * runs its examples, compares version, changelog and git, and publishes it. With `--dry-run` it does all but publish.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, exit, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { packageDir } from '../../files/package-dir.ts';
import { obstaclesOf } from './obstacles.ts';

/** The tools are not in the lockfile, because they have many packages and only this command needs them. */
const publint = 'publint@0.3.25';
const attw = '@arethetypeswrong/cli@0.18.5';

class StepFailed extends Error {}

async function release(isDryRun: boolean): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'zerobooth-release-'));
  try {
    step('build', 'node', ['--import', 'tsx', join('build', 'package.ts')]);
    const packed = step('pack', 'npm', ['pack', '--json', '--pack-destination', dir], 'pipe');
    const [{ filename, size, unpackedSize }] = JSON.parse(packed) as PackedFile[];
    const tarball = join(dir, filename);
    say(`${filename}: ${megabytes(size)} packed, ${megabytes(unpackedSize)} installed`);
    step('publint', 'npm', ['exec', '--yes', `--package=${publint}`, '--', 'publint', tarball, '--strict']);
    // The package has only ES modules, which Node 20.19 and newer can also require.
    const profile = ['--profile', 'esm-only', '--no-color'];
    step('types', 'npm', ['exec', '--yes', `--package=${attw}`, '--', 'attw', tarball, ...profile]);
    step('installed package', 'npm', ['run', '--silent', 'package-test'], 'inherit', { ZEROBOOTH_TARBALL: tarball });
    const obstacles = findObstacles();
    for (const obstacle of obstacles) say(`not yet: ${obstacle}`);
    if (isDryRun) return say('dry run: everything but the publication was done');
    if (obstacles.length > 0) throw new StepFailed('the package is not published');
    step('publish', 'npm', ['publish', tarball]);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

interface PackedFile {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
}

function findObstacles(): readonly string[] {
  const read = (name: string) => readFileSync(join(packageDir(), name), 'utf8');
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const changes = step('git', 'git', ['status', '--porcelain'], 'pipe');
  const tags = step('git', 'git', ['tag', '--points-at', 'HEAD'], 'pipe').split('\n');
  return obstaclesOf({ version, changelog: read('CHANGELOG.md'), isClean: changes.trim() === '', tags });
}

/** Runs a program in the project. @returns its stdout if it is piped. @throws StepFailed. */
function step(
  name: string,
  program: string,
  args: readonly string[],
  output: 'inherit' | 'pipe' = 'inherit',
  further: Readonly<Record<string, string>> = {},
): string {
  const options = { cwd: packageDir(), env: { ...env, ...further }, encoding: 'utf8', maxBuffer: 16 << 20 } as const;
  const {
    status,
    error,
    stdout: text,
  } = spawnSync(program, args, { ...options, stdio: ['ignore', output, 'inherit'] });
  if (status === 0) return text ?? '';
  throw new StepFailed(`${name} failed: ${error?.message ?? `${program} ended with ${status}`}`);
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const say = (line: string): void => void stdout.write(`release: ${line}\n`);

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
try {
  await release(values['dry-run']);
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  stderr.write(`release: ${error.message}\n`);
  exit(1);
}
