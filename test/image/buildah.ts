/**
 * Builds and reads container images with Debian's `buildah`, without a container engine. The storage is one folder.
 * image-test.ts makes the base image and the images of the functions with it.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool, type ToolOptions } from './run-tool.ts';

/** One uncompressed layer of an image. */
export interface Layer {
  /** `sha256:` and the digest of the tar file. */
  readonly digest: string;
  readonly sizeBytes: number;
}

/** The configuration with which a container of the image starts. */
export interface ImageConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workDir: string;
  /** Name or id; undefined: root. */
  readonly user?: string;
}

export interface BuildRequest {
  readonly tag: string;
  /** Absolute path. */
  readonly dockerfile: string;
  readonly context: string;
  /** Absolute path. Default: .dockerignore of the context. */
  readonly ignoreFile?: string;
  readonly args: Readonly<Record<string, string>>;
  /** Files of this machine that RUN can read and that are not part of the image, as `from:to:ro`. */
  readonly volumes: readonly string[];
}

/** `onLine` is called for each line of a build; `signal` stops every running command. */
export type BuildahOptions = Pick<ToolOptions, 'onLine' | 'signal'>;

export class Buildah {
  /** The storage driver. */
  readonly driver: 'overlay' | 'vfs';
  readonly #dir: string;
  readonly #options: BuildahOptions;

  private constructor(dir: string, driver: 'overlay' | 'vfs', options: BuildahOptions) {
    this.driver = driver;
    this.#dir = dir;
    this.#options = options;
  }

  /** Opens the storage in `dir`. It uses overlays when the kernel allows them, otherwise a full copy for each layer. */
  static async open(dir: string, options: BuildahOptions = {}): Promise<Buildah> {
    await mkdir(dir, { recursive: true });
    const driver = (await canOverlay(dir)) ? 'overlay' : 'vfs';
    return new Buildah(join(dir, driver), driver, options);
  }

  async has(tag: string): Promise<boolean> {
    return this.#run(['inspect', '--type', 'image', tag]).then(
      () => true,
      () => false,
    );
  }

  /**
   * Makes an image with one layer more than the image `from`. `fill` writes its files to the folder `root`. The environment
   * of `from` stays, except the variables that `config` sets to an empty text.
   */
  async make(tag: string, config: ImageConfig, fill: (root: string) => Promise<void>, from = 'scratch'): Promise<void> {
    const container = await this.#run(['from', '--pull-never', from]);
    try {
      await fill(await this.#run(['mount', container]));
      const env = Object.entries(config.env).flatMap(([name, value]) => {
        return ['--env', value === '' ? `${name}-` : `${name}=${value}`];
      });
      const start = ['--entrypoint', JSON.stringify(config.entrypoint), '--cmd', config.cmd.join(' ')];
      await this.#run(['config', ...env, ...start, '--workingdir', config.workDir, container]);
      await this.#run(['commit', '--quiet', container, tag]);
    } finally {
      await this.#run(['rm', container]);
    }
  }

  /** Runs a command in a container of the image, as RUN does in a build. @returns its stdout, trimmed. */
  async run(tag: string, command: readonly string[], volumes: readonly string[]): Promise<string> {
    const container = await this.#run(['from', '--pull-never', tag]);
    try {
      const mounts = volumes.flatMap((volume) => ['--volume', volume]);
      return await this.#run(['run', '--isolation', 'chroot', ...mounts, container, '--', ...command]);
    } finally {
      await this.#run(['rm', container]);
    }
  }

  async build({ tag, dockerfile, context, ignoreFile, args, volumes }: BuildRequest): Promise<void> {
    const buildArgs = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
    const mounts = volumes.flatMap((volume) => ['--volume', volume]);
    const isolation = ['--isolation', 'chroot', '--layers', '--pull-never', '--format', 'oci'];
    const ignore = ignoreFile === undefined ? [] : ['--ignorefile', ignoreFile];
    const rest = ['--tag', tag, '--file', dockerfile, ...ignore, ...buildArgs, ...mounts, context];
    await this.#run(['build-using-dockerfile', ...isolation, ...rest], this.#options.onLine);
  }

  /** Returns the layers of an image from the bottom. They are uncompressed in this storage. */
  async layers(tag: string): Promise<readonly Layer[]> {
    const { Manifest } = JSON.parse(await this.#run(['inspect', '--type', 'image', tag]));
    const { layers } = JSON.parse(Manifest) as { layers: { mediaType: string; digest: string; size: number }[] };
    return layers.map(({ mediaType, digest, size }) => {
      if (!mediaType.endsWith('.tar')) throw new Error(`a layer of ${tag} is compressed: ${mediaType}`);
      return { digest, sizeBytes: size };
    });
  }

  async config(tag: string): Promise<ImageConfig> {
    const { config } = JSON.parse(await this.#run(['inspect', '--type', 'image', tag])).OCIv1;
    const env = (config.Env as string[]).map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]);
    const { Entrypoint: entrypoint = [], Cmd: cmd = [], WorkingDir: workDir = '/', User: user } = config;
    return { env: Object.fromEntries(env), entrypoint, cmd, workDir, ...(user && { user }) };
  }

  /** Mounts the files of an image, calls `use` with the folder, and unmounts them. */
  async mounted<Result>(tag: string, use: (root: string) => Promise<Result>): Promise<Result> {
    const container = await this.#run(['from', '--pull-never', tag]);
    try {
      return await use(await this.#run(['mount', container]));
    } finally {
      await this.#run(['rm', container]);
    }
  }

  /** Runs buildah. @returns its stdout, trimmed. @throws Error with its last lines of output. */
  #run(args: readonly string[], onLine?: BuildahOptions['onLine']): Promise<string> {
    const storage = ['--root', join(this.#dir, 'root'), '--runroot', join(this.#dir, 'run')];
    return runTool('buildah', [...storage, '--storage-driver', this.driver, ...args], {
      ...{ onLine, signal: this.#options.signal },
    });
  }
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
