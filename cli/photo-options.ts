/** Reads the command line of `npm run photo` and finds the files that it names. */
import { stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { glob } from 'tinyglobby';
import { PhotoRejected } from '../core/errors.ts';
import { documentKinds, isDocumentKind } from '../core/forms/document-kinds.ts';
import { type PhotoOrder, type PhotoOrderInput, parseOrder } from '../core/order.ts';
import { inkJobs } from '../functions/compose/ink/ink-jobs.ts';
import { jobsOf } from '../functions/compose/jobs.ts';
import { sheetJob } from '../functions/compose/sheet/sheet.ts';
import { say } from './arguments/language.ts';
import { readCommand } from './arguments/read.ts';
import type { ValuesOf } from './arguments/table.ts';
import type { BatchItem } from './batch.ts';
import { photoTable } from './tables/photo-table.ts';
import { UsageError } from './usage.ts';

/** The id of the batch's own backdrop picture. One id is enough, because the studio runs only for this batch. */
export const ownBackdropId = 'own';

/** The command line of `npm run photo`, checked. */
export interface PhotoCommand {
  readonly files: readonly string[];
  readonly order: PhotoOrder;
  /** The further pictures of a form, each with its order. */
  readonly parts: readonly BatchItem[];
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

/** @throws UsageError for anything that cannot be carried out. */
export async function readPhotoCommand(args: string[]): Promise<PhotoCommand> {
  const { values, words } = readCommand(photoTable, args);
  const parts = readParts(values);
  if (words.length === 0 && parts.length === 0) {
    const texts = {
      en: 'Name at least one file, folder or glob: npm run photo -- jane.jpg',
      zh: '请至少给出一个文件、文件夹或通配符：npm run photo -- jane.jpg',
    };
    throw new UsageError(say(texts));
  }
  const order = readOrder(values);
  const files = await findFiles(words);
  return {
    files,
    order,
    parts,
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
  if (cutout)
    throw new UsageError('--require needs photos for an office. No rule judges a cutout; leave out one of both.');
  return require;
}

type Values = ValuesOf<typeof photoTable.options>;

/** Returns the pictures of ink that the options name. @throws UsageError. */
function readParts(values: Values): BatchItem[] {
  return documentKinds.flatMap((kind) => {
    const file = values[kind];
    if (file === undefined) return [];
    const size = values['ink-size'] ?? values.pack;
    return [{ file, order: checked(() => parseOrder({ kind, ...(size && { standards: [size] }), ...inkOf(values) })) }];
  });
}

function inkOf({ ink, backdrop }: Values): Pick<PhotoOrderInput, 'ink' | 'backdrops'> {
  return {
    ...(ink !== undefined && { ink }),
    ...(backdrop.join(',') === 'transparent' && { backdrops: ['transparent'] }),
  };
}

/** Returns an order that can be made: a wrong word is refused before anything is uploaded. @throws UsageError. */
function checked(make: () => PhotoOrder): PhotoOrder {
  try {
    const order = make();
    const { kind } = order;
    if (kind === 'photo') checkJobs(order);
    else if (isDocumentKind(kind)) inkJobs({ ...order, kind });
    return order;
  } catch (error) {
    if (error instanceof PhotoRejected) throw new UsageError(`${error.message} ${error.advice}`);
    throw error;
  }
}

function readOrder(values: Values): PhotoOrder {
  const list = (texts: readonly string[] = []) => texts.flatMap((text) => text.split(',')).filter(Boolean);
  const { pack, kind = 'photo', 'ink-size': inkSize } = values;
  const ofInk = kind !== 'photo' && inkSize ? [inkSize] : [];
  const standards = [...list(values.standard), ...(pack ? [pack] : []), ...ofInk];
  return checked(() =>
    parseOrder({
      kind: values.cutout ? 'cutout' : kind,
      ...(values.ink !== undefined && { ink: values.ink }),
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
    }),
  );
}

function checkJobs(order: PhotoOrder): void {
  const jobs = jobsOf(order);
  if (order.sheet) sheetJob(order, order.sheet, jobs);
}

function readSheet(values: Values): Pick<PhotoOrderInput, 'sheet'> {
  const fields = {
    ...(values.copies !== undefined && { photos: [{ count: readCount('--copies', values.copies) }] }),
    ...(values['margin-mm'] !== undefined && { marginMm: Number(values['margin-mm']) }),
    ...(values['gap-mm'] !== undefined && { gapMm: Number(values['gap-mm']) }),
    ...(values.marks !== undefined && { marks: values.marks }),
    ...(values.ruler && { ruler: true }),
    ...(values['sheet-format'] !== undefined && { format: values['sheet-format'] }),
  };
  if (values.sheet !== undefined) return { sheet: { paper: values.sheet, ...fields } };
  if (Object.keys(fields).length === 0) return {};
  throw new UsageError(
    '--copies, --margin-mm, --gap-mm, --marks, --ruler and --sheet-format need a sheet: name its paper with --sheet PAPER.',
  );
}

function readCount(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  const given = JSON.stringify(text);
  const texts = {
    en: `${name} must be a whole number above 0, not ${given}.`,
    zh: `${name} 必须是大于 0 的整数，不能是 ${given}。`,
  };
  throw new UsageError(say(texts));
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
  if (names.length === 0)
    throw new UsageError(say({ en: `The folder ${folder} has no files.`, zh: `文件夹 ${folder} 中没有文件。` }));
  return names.map((name) => join(folder, basename(name))).sort();
}

async function expand(pattern: string): Promise<string[]> {
  const paths = await glob(pattern, { onlyFiles: true, expandDirectories: false, absolute: isAbsolute(pattern) });
  if (paths.length === 0)
    throw new UsageError(say({ en: `No file matches ${pattern}.`, zh: `没有文件符合 ${pattern}。` }));
  return paths.sort();
}
