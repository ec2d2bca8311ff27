/** Reads Dockerfiles and the renovate rules about their base images. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { projectDir } from './synthesised.ts';

/** Returns the stages of a Dockerfile by name, the last one as `final`: their instructions with continued lines joined. */
export function stagesOf(path: string): Readonly<Record<string, readonly string[]>> {
  const text = readFileSync(join(projectDir, path), 'utf8');
  const instructions = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter(Boolean);
  const stages: Record<string, string[]> = {};
  let current: string[] = [];
  for (const instruction of instructions) {
    const from = /^FROM .*?(?: AS (\w+))?$/.exec(instruction);
    if (from) {
      current = [];
      stages[from[1] ?? 'final'] = current;
    }
    current.push(instruction);
  }
  return stages;
}

/** Returns the files and folders that a stage takes from the build context. */
export const copiedBy = (stage: readonly string[]): readonly string[] =>
  stage.filter((line) => /^COPY (?!--from)/.test(line)).flatMap((line) => line.split(' ').slice(1, -1));

/** Returns whether a stage that copies these files and folders has the file. */
export const isCopied = (copied: readonly string[], path: string): boolean =>
  copied.some((entry) => path === entry || path.startsWith(`${entry}/`));

/** Returns the packages whose files a stage copies. */
export const packagesOf = (stage: readonly string[]): ReadonlySet<string> =>
  new Set(
    stage
      .join(' ')
      .match(/(?<= node_modules\/)(@[^/ ]+\/)?[^/ ]+/g)
      ?.map((name) => name.replace(/\$\{cpu\}/, 'x64')),
  );

/** Returns the source files that an entry imports, relative to the project. */
export async function inputsOf(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    ...{ entryPoints: [entry], bundle: true, write: false, metafile: true, platform: 'node', format: 'esm' },
    ...{ packages: 'external', absWorkingDir: projectDir, logLevel: 'silent' },
  });
  return Object.keys(metafile.inputs);
}

interface Renovate {
  readonly packageRules: readonly {
    readonly matchPackageNames?: readonly string[];
    readonly versioning?: string;
    readonly allowedVersions?: string;
  }[];
}

/** Returns the patterns of tags that renovate.json understands and allows for an image. */
export function tagPatterns(image: string): readonly RegExp[] {
  const { packageRules } = JSON.parse(readFileSync(join(projectDir, 'renovate.json'), 'utf8')) as Renovate;
  const rule = packageRules.find(({ matchPackageNames = [] }) => matchPackageNames.includes(image));
  const patterns = [rule?.versioning?.replace(/^regex:/, ''), rule?.allowedVersions?.replace(/^\/|\/$/g, '')];
  return patterns.flatMap((pattern) => (pattern === undefined ? [] : [new RegExp(pattern)]));
}
