/** Reads the order of the photos from the options of `npm run photo`. */
import { PhotoRejected } from '../../core/errors.ts';
import { type DocumentKind, isDocumentKind } from '../../core/forms/document-kinds.ts';
import { type PhotoOrder, type PhotoOrderInput, parseOrder } from '../../core/order.ts';
import { mostCopies } from '../../core/roster/roster.ts';
import { comicJob } from '../../functions/comic/comic-jobs.ts';
import { inkJobs } from '../../functions/compose/ink/ink-jobs.ts';
import { jobsOf } from '../../functions/compose/jobs.ts';
import { sheetJob } from '../../functions/compose/sheet/sheet.ts';
import { say } from '../arguments/language.ts';
import type { ValuesOf } from '../arguments/table.ts';
import type { photoTable } from '../tables/photo-table.ts';
import { UsageError } from '../usage.ts';

/** The id of the batch's own backdrop picture. One id is enough, because the studio runs only for this batch. */
export const ownBackdropId = 'own';

/** The values of the options of `npm run photo`. */
export type Values = ValuesOf<typeof photoTable.options>;

/** Returns the order of a picture of ink on paper beside the photos of a form. @throws UsageError. */
export function readInkOrder(kind: DocumentKind, values: Values): PhotoOrder {
  const size = values['ink-size'] ?? values.pack;
  return checked(() => parseOrder({ kind, ...(size && { standards: [size] }), ...inkOf(values) }));
}

/** Returns whether all photos go onto common sheets, if a paper is named. */
export function wantsCommonSheets({ roster, together }: Values): boolean {
  return roster !== undefined || together;
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
    checkOrder(order);
    return order;
  } catch (error) {
    if (error instanceof PhotoRejected) throw new UsageError(`${error.message} ${error.advice}`);
    throw error;
  }
}

/**
 * Returns the order of the photos. On common sheets `--copies` counts over all pages, so the sheet of the order leaves it out.
 * @throws UsageError.
 */
export function readOrder(values: Values): PhotoOrder {
  const list = (texts: readonly string[] = []) => texts.flatMap((text) => text.split(',')).filter(Boolean);
  const { pack, kind = 'photo', 'ink-size': inkSize } = values;
  const ofInk = kind !== 'photo' && inkSize ? [inkSize] : [];
  const standards = [...list(values.standard), ...(pack ? [pack] : []), ...ofInk];
  return checked(() =>
    parseOrder({
      kind: values.cutout ? 'cutout' : values.comic ? 'comic' : kind,
      ...readComic(values),
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
      ...readCorrections(values),
    }),
  );
}

/** Reads the caption, and what is corrected by hand: crop, light and contrast. @throws UsageError. */
function readCorrections({ adjust, tone, caption }: Values): Pick<PhotoOrderInput, 'adjust' | 'tone' | 'caption'> {
  return {
    ...(adjust !== undefined && { adjust: readParts(adjust, adjustOption) }),
    ...(tone !== undefined && { tone: readParts(tone, toneOption) }),
    ...(caption !== undefined && { caption: caption.split('|') }),
  };
}

function readComic({ look, side }: Values): Pick<PhotoOrderInput, 'look' | 'sidePx'> {
  return { ...(look !== undefined && { look }), ...(side !== undefined && { sidePx: readCount('--side', side) }) };
}

/** Checks that every file of an order can be made. @throws PhotoRejected with the code of the first that cannot. */
export function checkOrder(order: PhotoOrder): void {
  const { kind } = order;
  if (kind === 'photo') checkJobs(order);
  else if (isDocumentKind(kind)) inkJobs({ ...order, kind });
  else if (kind === 'comic') comicJob(order);
}

function checkJobs(order: PhotoOrder): void {
  const jobs = jobsOf(order);
  if (order.sheet) sheetJob(order, order.sheet, jobs);
}

function readSheet(values: Values): Pick<PhotoOrderInput, 'sheet'> {
  const copies = readCopies(values);
  const fields = {
    ...(copies !== undefined && { photos: wantsCommonSheets(values) ? [] : [{ count: copies }] }),
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

/** An option of several parts, each a number. */
interface PartsOption {
  readonly name: string;
  /** The parts as they are typed, with their fields in the order. */
  readonly fields: Readonly<Record<string, string>>;
  readonly example: string;
}

const adjustOption: PartsOption = {
  name: '--adjust',
  fields: { right: 'right', down: 'down', scale: 'scale', turn: 'turnDeg' },
  example: 'right=0.02,down=-0.01,scale=1.05,turn=-1',
};
const toneOption: PartsOption = {
  name: '--tone',
  fields: { light: 'light', contrast: 'contrast' },
  example: 'light=0.4,contrast=-0.2',
};

/** Reads `down=0.02,scale=1.05` and returns the fields of the order. @throws UsageError for anything else. */
function readParts(text: string, { name: option, fields, example }: PartsOption): Record<string, number> {
  const parts = text.split(',').map((part) => {
    const [, name = '', value] = /^\s*([a-z]+)=(-?\d+(?:\.\d+)?)\s*$/.exec(part) ?? [];
    return [Object.hasOwn(fields, name) ? fields[name] : '', Number(value)] as const;
  });
  const read = Object.fromEntries(parts);
  if (parts.every(([field]) => field !== '') && Object.keys(read).length === parts.length) return read;
  const given = JSON.stringify(text);
  const texts = {
    en: `${option} must have parts such as ${example}, each once, not ${given}.`,
    zh: `${option} 应为 ${example} 这样的部分，每项一次，不能是 ${given}。`,
  };
  throw new UsageError(say(texts));
}

/** @throws UsageError for anything but a whole number above 0. */
export function readCount(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  const given = JSON.stringify(text);
  const texts = {
    en: `${name} must be a whole number above 0, not ${given}.`,
    zh: `${name} 必须是大于 0 的整数，不能是 ${given}。`,
  };
  throw new UsageError(say(texts));
}

/** Returns the copies of each photo; undefined when they are not given. @throws UsageError. */
export function readCopies({ copies }: Values): number | undefined {
  if (copies === undefined) return undefined;
  const count = readCount('--copies', copies);
  if (count <= mostCopies) return count;
  const texts = {
    en: `--copies must be at most ${mostCopies}, not ${count}.`,
    zh: `--copies 最多为 ${mostCopies}，不能是 ${count}。`,
  };
  throw new UsageError(say(texts));
}
