/** Reads the command line of `npm run photo` and finds the files that it names. */
import { dirname, posix } from 'node:path';
import { documentKinds } from '../core/forms/document-kinds.ts';
import type { LicenceChoice } from '../core/model-card.ts';
import type { PhotoOrder } from '../core/order.ts';
import { safeName } from '../core/roster/safe-name.ts';
import { say } from './arguments/language.ts';
import { readCommand } from './arguments/read.ts';
import type { BatchItem } from './batch-item.ts';
import { findFiles, placedBelow } from './input/find-files.ts';
import { readCopies, readCount, readInkOrder, readOrder, type Values, wantsCommonSheets } from './input/photo-order.ts';
import { type RefusedRow, readRoster } from './input/roster.ts';
import type { CommonSheets } from './results/common-sheets.ts';
import { photoTable } from './tables/photo-table.ts';
import { UsageError } from './usage.ts';

/** The command line of `npm run photo`, checked. */
export interface PhotoCommand {
  /** The photos, then the further pictures of a form. Places may still be equal (distinctPlaces). */
  readonly items: readonly BatchItem[];
  /** True for a roster and for several photos: results.csv and contact sheets are written. */
  readonly isListed: boolean;
  /** Rows of the roster that cannot be carried out. */
  readonly wrong: readonly RefusedRow[];
  /** Sheets with several people; null: each photo has its own sheet, or none. */
  readonly common: CommonSheets | null;
  /** Path of a backdrop picture, which is uploaded as {@link ownBackdropId} before the photos; undefined: none. */
  readonly backdropImage: string | undefined;
  readonly outDir: string;
  /** The folder for pictures of the steps of matting; undefined: they are not written. */
  readonly debugDir: string | undefined;
  /** Empty: the default model. */
  readonly modelId: string;
  /** `clear`: only models whose licence is clear. */
  readonly licence: LicenceChoice;
  /** Instances of matting at the same time; undefined: the default of the studio. */
  readonly concurrency: number | undefined;
  /** True: photos of an earlier run are made again. */
  readonly again: boolean;
  readonly json: boolean;
  /** The worst verdict for the exit code 0; null: every verdict will do. */
  readonly require: 'ready' | 'look-again' | null;
}

/** @throws UsageError for anything that cannot be carried out. A wrong row of the roster is no error. */
export async function readPhotoCommand(args: string[]): Promise<PhotoCommand> {
  const { values, words } = readCommand(photoTable, args.flatMap(withLook));
  const order = readOrder(values);
  const common = readCommonSheets(values, order);
  const parts = readParts(values);
  checkSources(values, words.length + parts.length);
  const { items, wrong } = await readItems(values, words, common !== null);
  return {
    items: [...items, ...parts],
    isListed: values.roster !== undefined || items.length > 1,
    ...{ wrong, common },
    backdropImage: values['backdrop-image'],
    outDir: values.out,
    debugDir: values.debug,
    modelId: values.model,
    licence: values.licence ?? 'any',
    concurrency: values.concurrency === undefined ? undefined : readCount('--concurrency', values.concurrency),
    again: values.again,
    json: values.json,
    require: readVerdict(values),
  };
}

/** Returns `--comic=LOOK` as the two options that it stands for, and every other argument as it is. */
function withLook(argument: string): string[] {
  const look = /^--comic=(.*)$/s.exec(argument)?.[1];
  return look === undefined ? [argument] : ['--comic', `--look=${look}`];
}

/** Returns the pictures of ink that the options name. @throws UsageError. */
function readParts(values: Values): BatchItem[] {
  return documentKinds.flatMap((kind) => {
    const path = values[kind];
    if (path === undefined) return [];
    return [{ ...placedBelow(path, dirname(path)), name: null, order: readInkOrder(kind, values), copies: 1 }];
  });
}

/** @param count words and further pictures of a form. @throws UsageError for nothing to make, or for a roster beside files. */
function checkSources({ roster }: Values, count: number): void {
  if (count > 0 === (roster === undefined)) return;
  const texts = {
    en: 'Name files, folders or globs, or a roster: npm run photo -- jane.jpg, or npm run photo -- --roster class.csv',
    zh: '请给出文件、文件夹或通配符，或名单：npm run photo -- jane.jpg，或 npm run photo -- --roster class.csv',
  };
  throw new UsageError(say(texts));
}

async function readItems(
  values: Values,
  words: readonly string[],
  isCommon: boolean,
): Promise<Pick<PhotoCommand, 'items' | 'wrong'>> {
  // Common sheets are made after the photos, so the orders have none.
  const orderOf = (own: Values) => {
    const { sheet, ...photos } = readOrder(own);
    return sheet && !isCommon ? { ...photos, sheet } : photos;
  };
  if (values.roster !== undefined) return readRosterItems(values.roster, values, orderOf);
  const order = orderOf(values);
  const files = await findFiles(words, values.out);
  const copies = readCopies(values) ?? 1;
  return { items: files.map((file) => ({ ...file, name: null, order, copies })), wrong: [] };
}

async function readRosterItems(
  path: string,
  values: Values,
  orderOf: (own: Values) => PhotoOrder,
): Promise<Pick<PhotoCommand, 'items' | 'wrong'>> {
  const { rows, wrong } = await readRoster(path);
  const items: BatchItem[] = [];
  const refused: RefusedRow[] = [...wrong];
  const usualCopies = readCopies(values) ?? 1;
  for (const { line, name, file, path: photo, standards, backdrops, copies } of rows) {
    const own = {
      ...values,
      ...(standards.length > 0 && { standard: standards }),
      ...(backdrops.length > 0 && { backdrop: backdrops }),
    };
    try {
      const { place } = placedBelow(photo, dirname(path));
      const named = name === '' ? place : posix.join(posix.dirname(place), safeName(name));
      items.push({ path: photo, place: named, name: name || null, order: orderOf(own), copies: copies ?? usualCopies });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      refused.push({ line, name, file, reason: error.message });
    }
  }
  return { items, wrong: refused.toSorted((one, other) => one.line - other.line) };
}

/** @returns null when photos have sheets of their own, or none. */
function readCommonSheets(values: Values, { sheet }: PhotoOrder): CommonSheets | null {
  if (wantsCommonSheets(values) && sheet) return { sheet, withNames: values['sheet-names'] };
  if (!values.together && !values['sheet-names']) return null;
  const texts = {
    en: '--together and --sheet-names need common sheets: name their paper with --sheet PAPER, and use --together or --roster.',
    zh: '--together 和 --sheet-names 需要合排：用 --sheet 指定纸张，并使用 --together 或 --roster。',
  };
  throw new UsageError(say(texts));
}

function readVerdict({ require, cutout }: Values): PhotoCommand['require'] {
  if (require === undefined) return null;
  if (cutout)
    throw new UsageError('--require needs photos for an office. No rule judges a cutout; leave out one of both.');
  return require;
}
