/** Reads the command line of `npm run photo` and finds the files it names. */
import { stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import { glob } from 'tinyglobby';
import { PhotoRejected } from '../core/errors.ts';
import { type PhotoOrder, parseOrder } from '../core/order.ts';
import { findStandard } from '../core/standards.ts';
import { UsageError } from './usage.ts';

export const photoUsage = `Usage: npm run photo -- FILE|FOLDER|GLOB... [options]

  --standard ID[,ID...]       photo standards, for example cn-1-inch (default), us-passport, eu-schengen-visa
  --backdrop NAME[,NAME...]   blue, white, red, #RRGGBB, original, transparent; default: what the standard names first
  --format auto|jpeg|png      default: auto
  --dpi N                     print density, when not the standard's
  --main-face                 several faces: take the main one when it is clearly larger, instead of refusing
  --cutout                    cut out any subject and no more
  --model ID                  another matting model (npm run model -- --list)
  --out DIR                   where finished photos go (default: out)
  --concurrency N             photos in work at once
  --json                      one JSON object on stdout and nothing else
`;

export interface PhotoCommand {
  readonly files: readonly string[];
  readonly order: PhotoOrder;
  readonly outDir: string;
  readonly modelId: string;
  readonly concurrency: number | undefined;
  readonly json: boolean;
}

const options = {
  standard: { type: 'string', multiple: true },
  backdrop: { type: 'string', multiple: true },
  format: { type: 'string' },
  dpi: { type: 'string' },
  'main-face': { type: 'boolean' },
  cutout: { type: 'boolean' },
  model: { type: 'string', default: '' },
  out: { type: 'string', default: 'out' },
  concurrency: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @returns null when help was asked for. @throws UsageError for anything that cannot be carried out. */
export async function readPhotoCommand(args: string[]): Promise<PhotoCommand | null> {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  if (positionals.length === 0) throw new UsageError(`Name at least one photo.\n\n${photoUsage}`);
  const files = await findFiles(positionals);
  return {
    files,
    order: readOrder(values),
    outDir: values.out,
    modelId: values.model,
    concurrency: values.concurrency === undefined ? undefined : readCount('--concurrency', values.concurrency),
    json: values.json,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${photoUsage}`);
  }
}

type Values = ReturnType<typeof parse>['values'];

function readOrder(values: Values): PhotoOrder {
  const list = (texts: readonly string[] = []) => texts.flatMap((text) => text.split(',')).filter(Boolean);
  const standards = list(values.standard);
  try {
    const order = parseOrder({
      kind: values.cutout ? 'cutout' : 'photo',
      ...(standards.length > 0 && { standards }),
      backdrops: list(values.backdrop),
      ...(values.format !== undefined && { format: values.format }),
      ...(values.dpi !== undefined && { densityDpi: readCount('--dpi', values.dpi) }),
      faces: values['main-face'] ? 'main' : 'one',
    });
    for (const id of order.standards) findStandard(id);
    return order;
  } catch (error) {
    if (error instanceof PhotoRejected) throw new UsageError(`${error.message} ${error.advice}`);
    throw error;
  }
}

function readCount(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new UsageError(`${name} takes a whole number above 0, not ${JSON.stringify(text)}.`);
}

/** Every file named, folders opened (not their subfolders), globs expanded; in order, each once. */
async function findFiles(patterns: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pattern of patterns) {
    const entry = await stat(pattern).catch(() => null);
    if (entry?.isFile()) found.push(pattern);
    else if (entry?.isDirectory()) found.push(...(await listFolder(pattern)));
    else found.push(...(await expand(pattern)));
  }
  return [...new Set(found)];
}

async function listFolder(folder: string): Promise<string[]> {
  const names = await glob('*', { cwd: folder, onlyFiles: true });
  if (names.length === 0) throw new UsageError(`There is no file in ${folder}.`);
  return names.map((name) => join(folder, basename(name))).sort();
}

async function expand(pattern: string): Promise<string[]> {
  const paths = await glob(pattern, { onlyFiles: true, expandDirectories: false, absolute: isAbsolute(pattern) });
  if (paths.length === 0) throw new UsageError(`There is no file ${pattern}.`);
  return paths.sort();
}
