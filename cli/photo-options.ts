/** Reads the command line of `npm run photo` and finds the files it names. */
import { stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { glob } from 'tinyglobby';
import { PhotoRejected } from '../core/errors.ts';
import { type PhotoOrder, type PhotoOrderInput, parseOrder } from '../core/order.ts';
import type { SheetFormat, SheetMarks } from '../core/sheet-order.ts';
import { jobsOf } from '../functions/compose/jobs.ts';
import { sheetJob } from '../functions/compose/sheet/sheet.ts';
import { readArguments, UsageError } from './usage.ts';

export const photoUsage = `Usage: npm run photo -- FILE|FOLDER|GLOB... [options]

  --standard ID[,ID...]       photo standards (npm run standards lists them), for example cn-1-inch (default), us-passport;
                              or sizes of your own: 35x45mm, 600x600px, 35x45mm@350
  --backdrop NAME[,NAME...]   blue, white, red, #RRGGBB, linear:blue-white, radial:#FFFFFF-#438EDB, original (the photo's
                              own), transparent; default: what the standard names first
  --format auto|jpeg|png      default: auto
  --progressive               JPEG files that load from coarse to fine
  --profile print|upload      for paper or for a portal, where a standard has both; default: what applicants hand in
  --backdrop-image FILE       a picture of your own behind the person (JPEG, PNG or WebP)
  --strict                    refuse what the office forbids (backdrop, editing) instead of noting it
  --dpi N                     print density, when not the standard's
  --sheet PAPER               also a sheet to print: 3R, 4R, 5R, 10x15, A6, A5, A4, DeadLetter or a size in mm such as 120x180
  --margin-mm N, --gap-mm N   white around the sheet's photos and between them (default: 3, 2)
  --marks ticks|lines|none    where to cut (default: ticks)
  --ruler                     50 mm on the sheet, to hold a real ruler to
  --sheet-format jpeg|png|pdf default: jpeg
  --main-face                 several faces: take the main one when it is clearly larger, instead of refusing
  --cutout                    cut out any subject and no more
  --model ID                  another matting model (npm run model -- --list)
  --out DIR                   where finished photos go (default: out)
  --debug DIR                 also write what matting saw on the way: network, prior, joined, trimap, matte, foreground
  --concurrency N             photos in work at once
  --json                      one JSON object on stdout and nothing else
`;

/** Name of the one backdrop picture of a batch; the studio lives no longer than the batch. */
export const ownBackdropId = 'own';

export interface PhotoCommand {
  readonly files: readonly string[];
  readonly order: PhotoOrder;
  /** A picture to stand behind the people, sent as {@link ownBackdropId} before the photos. */
  readonly backdropImage: string | undefined;
  readonly outDir: string;
  /** Where the steps of matting go as pictures. */
  readonly debugDir: string | undefined;
  readonly modelId: string;
  readonly concurrency: number | undefined;
  readonly json: boolean;
}

const options = {
  standard: { type: 'string', multiple: true },
  backdrop: { type: 'string', multiple: true },
  'backdrop-image': { type: 'string' },
  format: { type: 'string' },
  progressive: { type: 'boolean', default: false },
  profile: { type: 'string' },
  strict: { type: 'boolean', default: false },
  dpi: { type: 'string' },
  sheet: { type: 'string' },
  'margin-mm': { type: 'string' },
  'gap-mm': { type: 'string' },
  marks: { type: 'string' },
  ruler: { type: 'boolean' },
  'sheet-format': { type: 'string' },
  'main-face': { type: 'boolean' },
  cutout: { type: 'boolean' },
  model: { type: 'string', default: '' },
  out: { type: 'string', default: 'out' },
  debug: { type: 'string' },
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
    backdropImage: values['backdrop-image'],
    outDir: values.out,
    debugDir: values.debug,
    modelId: values.model,
    concurrency: values.concurrency === undefined ? undefined : readCount('--concurrency', values.concurrency),
    json: values.json,
  };
}

const parse = (args: string[]) => readArguments({ args, options, allowPositionals: true }, photoUsage);

type Values = ReturnType<typeof parse>['values'];

function readOrder(values: Values): PhotoOrder {
  const list = (texts: readonly string[] = []) => texts.flatMap((text) => text.split(',')).filter(Boolean);
  const standards = list(values.standard);
  try {
    const order = parseOrder({
      kind: values.cutout ? 'cutout' : 'photo',
      ...(standards.length > 0 && { standards }),
      backdrops: [...list(values.backdrop), ...(values['backdrop-image'] ? [`image:${ownBackdropId}`] : [])],
      ...(values.format !== undefined && { format: values.format }),
      ...(values.profile !== undefined && { profile: values.profile }),
      progressive: values.progressive,
      strict: values.strict,
      ...(values.dpi !== undefined && { densityDpi: readCount('--dpi', values.dpi) }),
      ...readSheet(values),
      faces: values['main-face'] ? 'main' : 'one',
    });
    // Refused here, a mistyped word costs no upload.
    if (order.kind === 'photo') checkJobs(order);
    return order;
  } catch (error) {
    if (error instanceof PhotoRejected) throw new UsageError(`${error.message} ${error.advice}`);
    throw error;
  }
}

function checkJobs(order: PhotoOrder): void {
  const jobs = jobsOf(order);
  if (order.sheet) sheetJob(order, order.sheet, jobs);
}

function readSheet(values: Values): Pick<PhotoOrderInput, 'sheet'> {
  const asked = {
    ...(values['margin-mm'] !== undefined && { marginMm: Number(values['margin-mm']) }),
    ...(values['gap-mm'] !== undefined && { gapMm: Number(values['gap-mm']) }),
    ...(values.marks !== undefined && { marks: values.marks as SheetMarks }),
    ...(values.ruler !== undefined && { ruler: values.ruler }),
    ...(values['sheet-format'] !== undefined && { format: values['sheet-format'] as SheetFormat }),
  };
  if (values.sheet !== undefined) return { sheet: { paper: values.sheet, ...asked } };
  if (Object.keys(asked).length === 0) return {};
  throw new UsageError('Margin, gap, marks, ruler and sheet format are about a sheet: name its paper with --sheet.');
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
