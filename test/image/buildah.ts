/**
 * Builds and reads container images without an engine, by Debian's `buildah` with its own storage in one folder.
 * image-test.ts makes the stand-in base and the functions' images with it.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** One layer, as its tar file is. */
export interface Layer {
  /** sha256 of the tar, with `sha256:` before it. */
  readonly digest: string;
  readonly sizeBytes: number;
}

/** How a container of the image begins. */
export interface ImageConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workDir: string;
}

export interface BuildRequest {
  readonly tag: string;
  /** Absolute. */
  readonly dockerfile: string;
  readonly context: string;
  readonly args: Readonly<Record<string, string>>;
  /** Files of this machine that RUN sees and the image does not get, as `from:to:ro`. */
  readonly volumes: readonly string[];
  /** Hears each line that the build writes. */
  readonly onLine?: (line: string) => void;
}

export class Buildah {
  readonly #dir: string;
  readonly #driver: 'overlay' | 'vfs';

  private constructor(dir: string, driver: 'overlay' | 'vfs') {
    this.#dir = dir;
    this.#driver = driver;
  }

  /** Opens the storage in `dir`: as overlays where the kernel lets us, else with a full copy for each layer. */
  static async open(dir: string): Promise<Buildah> {
    await mkdir(dir, { recursive: true });
    const driver = (await canOverlay(dir)) ? 'overlay' : 'vfs';
    return new Buildah(join(dir, driver), driver);
  }

  async has(tag: string): Promise<boolean> {
    return this.#run(['inspect', '--type', 'image', tag]).then(
      () => true,
      () => false,
    );
  }

  /** Makes an image of one layer from a folder. */
  async fromFolder(tag: string, folder: string): Promise<void> {
    const container = await this.#run(['from', 'scratch']);
    await this.#run(['copy', '--quiet', container, folder, '/']);
    await this.#run(['commit', '--quiet', '--rm', container, tag]);
  }

  async build({ tag, dockerfile, context, args, volumes, onLine }: BuildRequest): Promise<void> {
    const buildArgs = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
    const mounts = volumes.flatMap((volume) => ['--volume', volume]);
    const isolation = ['--isolation', 'chroot', '--layers', '--pull-never', '--format', 'oci'];
    const rest = ['--tag', tag, '--file', dockerfile, ...buildArgs, ...mounts, context];
    await this.#run(['build-using-dockerfile', ...isolation, ...rest], onLine);
  }

  /** Layers from the bottom, uncompressed. */
  async layers(tag: string): Promise<readonly Layer[]> {
    const dir = await mkdtemp(join(this.#dir, 'pushed-'));
    try {
      // This form of a folder alone takes layers as they are, uncompressed.
      await this.#run(['push', '--quiet', '--disable-compression', tag, `dir:${dir}`]);
      const manifest = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8'));
      return manifest.layers.map(({ digest, size }: { digest: string; size: number }) => ({ digest, sizeBytes: size }));
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }

  async config(tag: string): Promise<ImageConfig> {
    const { config } = JSON.parse(await this.#run(['inspect', '--type', 'image', tag])).OCIv1;
    const env = (config.Env as string[]).map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]);
    const { Entrypoint: entrypoint = [], Cmd: cmd = [], WorkingDir: workDir = '/' } = config;
    return { env: Object.fromEntries(env), entrypoint, cmd, workDir };
  }

  /** Calls `use` with the folder that holds the image's files, which are gone again afterwards. */
  async mounted<Result>(tag: string, use: (root: string) => Promise<Result>): Promise<Result> {
    const container = await this.#run(['from', '--pull-never', tag]);
    try {
      return await use(await this.#run(['mount', container]));
    } finally {
      await this.#run(['rm', container]);
    }
  }

  /** @returns what it wrote to stdout, trimmed. @throws Error with its last lines. */
  #run(args: readonly string[], onLine?: (line: string) => void): Promise<string> {
    const storage = ['--root', join(this.#dir, 'root'), '--runroot', join(this.#dir, 'run')];
    return runTool('buildah', [...storage, '--storage-driver', this.#driver, ...args], onLine);
  }
}

/** Runs a program to its end. @returns its stdout, trimmed. @throws Error with the last lines that it wrote. */
export function runTool(name: string, args: readonly string[], onLine?: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let tail = '';
    const listen = (text: string) => {
      tail = (tail + text).slice(-4000);
      for (const line of text.split('\n')) if (line) onLine?.(line);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      listen(text);
    });
    child.stderr.setEncoding('utf8').on('data', listen);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(out.trim());
      else reject(new Error(`${name} ${args.slice(-1)} ended with ${code}:\n${tail}`));
    });
  });
}

async function canOverlay(dir: string): Promise<boolean> {
  const trial = await mkdtemp(join(dir, 'overlay-'));
  const [lower, upper, work, merged] = ['lower', 'upper', 'work', 'merged'].map((name) => join(trial, name));
  try {
    await Promise.all([lower, upper, work, merged].map((path) => mkdir(path)));
    const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
    await runTool('mount', ['-t', 'overlay', 'overlay', '-o', options, merged]);
    await runTool('umount', [merged]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(trial, { recursive: true, force: true });
  }
}
