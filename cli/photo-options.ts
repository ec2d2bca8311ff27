/** Reads the command line of `npm run photo` and finds the files that it names. */
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

  --standard ID[,ID...]       photo standards, for example us-passport or 一寸 (npm run standards lists and searches
                              them), or sizes of your own: 35x45mm, 2x2in, 600x600px, 35x45mm@350 (default: cn-1-inch)
  --backdrop NAME[,NAME...]   blue, white, red, #RRGGBB, linear:blue-white, radial:#FFFFFF-#438EDB, original (the photo's
                              own background) or transparent (default: the photo's own background where the authority
                              forbids to replace it, else the first backdrop of the standard)
  --backdrop-image FILE       use your own picture as the backdrop (JPEG, PNG or WebP)
  --format auto|jpeg|png      file format of the photos (default: auto)
  --progressive               write progressive JPEG files
  --profile print|upload      make the photo for paper or for an online form, when the standard has both
                              (default: the one that applicants usually need)
  --infant                    a baby or small child: eyes, gaze and mouth are not judged
  --strict                    refuse backdrops and edits that the authority forbids (default: add a note)
  --require VERDICT           exit with 1 unless every photo has this verdict: ready; or look-again, which also takes ready
  --dpi N                     print density (default: the standard's)
  --sheet PAPER               also make a sheet for printing: 3R, 4R, 5R, 10x15, A6, A5, A4, Letter or a size in mm
                              such as 120x180
  --margin-mm N               margin of the sheet (default: 3)
  --gap-mm N                  gap between the photos on the sheet (default: 2)
  --marks ticks|lines|none    cutting marks on the sheet (default: ticks)
  --ruler                     print a ruler of 50 mm on the sheet, to check the size of the print
  --sheet-format jpeg|png|pdf file format of the sheet (default: jpeg)
  --main-face                 with several faces, use the main one if it is clearly larger (default: refuse the photo)
  --cutout                    only cut out the subject; it need not be a person
  --model ID                  use another matting model (npm run model -- --list)
  --out DIR                   folder for the finished photos (default: out)
  --debug DIR                 also write pictures of the matting steps: network, prior, joined, trimap, matte, foreground
  --concurrency N             number of photos in work at the same time
  --json                      print one JSON object to stdout and nothing else
  -h, --help                  print this text
`;

/** The id of the batch's own backdrop picture. One id is enough, because the studio runs only for this batch. */
export const ownBackdropId = 'own';

/** The command line of `npm run photo`, checked. */
export interface PhotoCommand {
  readonly files: readonly string[];
  readonly order: PhotoOrder;
  /** Path of a backdrop picture, which is uploaded as {@link ownBackdropId} before the photos; undefined: none. */
  readonly backdropImage: string | undefined;
  readonly outDir: string;
  /** The folder for pictures of the steps of matting; undefined: they are not written. */
  readonly debugDir: string | undefined;
  /** Empty: the default model. */
  readonly modelId: string;
  /** Instances of matting at the same time; undefined: the default of the studio. */
  readonly concurrency: number | undefined;
  readonly json: boolean;
  /** The worst verdict for the exit code 0; null: every verdict will do. */
  readonly require: 'ready' | 'look-again' | null;
}

const options = {
  standard: { type: 'string', multiple: true },
  backdrop: { type: 'string', multiple: true },
  'backdrop-image': { type: 'string' },
  format: { type: 'string' },
  progressive: { type: 'boolean', default: false },
  profile: { type: 'string' },
  strict: { type: 'boolean', default: false },
  infant: { type: 'boolean', default: false },
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
  require: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @returns null when help was asked for. @throws UsageError for anything that cannot be carried out. */
export async function readPhotoCommand(args: string[]): Promise<PhotoCommand | null> {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  if (positionals.length === 0) throw new UsageError(`Name at least one file, folder or glob.\n\n${photoUsage}`);
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
    require: readVerdict(values),
  };
}

function readVerdict({ require, cutout }: Values): PhotoCommand['require'] {
  if (require === undefined) return null;
  if (require !== 'ready' && require !== 'look-again') {
    throw new UsageError(`--require must be ready or look-again, not ${JSON.stringify(require)}.`);
  }
  if (cutout)
    throw new UsageError('--require needs photos for an office. No rule judges a cutout; leave out one of both.');
  return require;
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
      infant: values.infant,
      ...(values.dpi !== undefined && { densityDpi: readCount('--dpi', values.dpi) }),
      ...readSheet(values),
      faces: values['main-face'] ? 'main' : 'one',
    });
    // A wrong word is refused here, before anything is uploaded.
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
  const fields = {
    ...(values['margin-mm'] !== undefined && { marginMm: Number(values['margin-mm']) }),
    ...(values['gap-mm'] !== undefined && { gapMm: Number(values['gap-mm']) }),
    ...(values.marks !== undefined && { marks: values.marks as SheetMarks }),
    ...(values.ruler !== undefined && { ruler: values.ruler }),
    ...(values['sheet-format'] !== undefined && { format: values['sheet-format'] as SheetFormat }),
  };
  if (values.sheet !== undefined) return { sheet: { paper: values.sheet, ...fields } };
  if (Object.keys(fields).length === 0) return {};
  throw new UsageError(
    '--margin-mm, --gap-mm, --marks, --ruler and --sheet-format need a sheet: name its paper with --sheet PAPER.',
  );
}

function readCount(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new UsageError(`${name} must be a whole number above 0, not ${JSON.stringify(text)}.`);
}

/**
 * Returns the files that the patterns name, each once and in order: files, the files of a folder (without subfolders),
 * globs.
 */
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
  if (names.length === 0) throw new UsageError(`The folder ${folder} has no files.`);
  return names.map((name) => join(folder, basename(name))).sort();
}

async function expand(pattern: string): Promise<string[]> {
  const paths = await glob(pattern, { onlyFiles: true, expandDirectories: false, absolute: isAbsolute(pattern) });
  if (paths.length === 0) throw new UsageError(`No file matches ${pattern}.`);
  return paths.sort();
}
