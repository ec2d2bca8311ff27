/** Matches the rows of a roster with the chosen files. Loaded on demand. */
import { resolveBackdrop } from '../../../core/backdrop.ts';
import { finderOf, parseRoster, RosterError, type RosterRow, type WrongRow } from '../../../core/roster/roster.ts';
import { isOfSystem } from '../../../core/roster/system-files.ts';
import { type RosterText, rosterTexts } from '../../../core/roster/texts.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import { type Draft, standardById, usualSheet } from '../draft.ts';

/** A photo that a row asks for: one for each standard and backdrop. */
export interface ClassPhoto {
  readonly row: RosterRow;
  readonly file: File;
  readonly draft: Draft;
}

/** A roster with the files that belong to it. */
export interface ReadClass {
  readonly photos: readonly ClassPhoto[];
  readonly wrong: readonly WrongRow[];
  /** The number of all rows. */
  readonly rows: number;
  /** The number of chosen photos that no row names. */
  readonly unnamed: number;
}

/**
 * Reads the list and finds the photo of each row: by its path below the folder of the list, else by its name.
 * @param usual the draft of rows that name no standard. @returns the reason when the list cannot be read.
 */
export async function readClass(list: File, files: readonly File[], usual: Draft): Promise<ReadClass | RosterText> {
  try {
    const { rows, wrong } = parseRoster(new Uint8Array(await list.arrayBuffer()));
    const photos = files.filter((file) => file !== list && !isOfSystem(file.name) && !/\.csv$/i.test(file.name));
    const findPhoto = photoFinder(list, photos);
    const found = rows.map((row) => photosOf(row, findPhoto(row.file), usual));
    const good = found.flatMap((one) => (Array.isArray(one) ? one : []));
    const refused = found.flatMap((one) => (Array.isArray(one) ? [] : [one]));
    const used = new Set(good.map(({ file }) => file));
    return {
      photos: good,
      wrong: [...wrong, ...refused].sort((one, other) => one.line - other.line),
      rows: rows.length + wrong.length,
      unnamed: photos.filter((file) => !used.has(file)).length,
    };
  } catch (error) {
    if (error instanceof RosterError) return error.reason;
    throw error;
  }
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const pathOf = (file: File): string => file.webkitRelativePath || file.name;

/** Returns a function that finds a file by its path in the roster; the reason when there is none or more than one. */
function photoFinder(list: File, files: readonly File[]) {
  const folder = pathOf(list).slice(0, -list.name.length);
  const below = (file: File) => {
    const path = pathOf(file);
    if (folder !== '' && path.startsWith(folder)) return path.slice(folder.length);
    // The name of the chosen folder is not part of the paths in a roster.
    return path.slice(path.indexOf('/') + 1);
  };
  const byPath = finderOf(files, below);
  const byName = finderOf(files, ({ name }) => name);
  return (wanted: string): File | RosterText => {
    const name = baseName(wanted);
    const sameName = files.filter((file) => file.name === name).length;
    const found = byPath(wanted) ?? (sameName < 2 ? byName(name) : undefined);
    return found ?? (sameName > 1 ? rosterTexts.twoFiles(wanted) : rosterTexts.noSuchFile(wanted));
  };
}

/** Returns the photos of a row, or the row with the reason why it cannot be carried out. */
function photosOf(row: RosterRow, file: File | RosterText, usual: Draft): ClassPhoto[] | WrongRow {
  const { line, name } = row;
  const wrong = (reason: RosterText): WrongRow => ({ line, name, file: row.file, reason });
  if (!(file instanceof File)) return wrong(file);
  const drafts = draftsOf(row, usual);
  return Array.isArray(drafts) ? drafts.map((draft) => ({ row, file, draft })) : wrong(drafts);
}

/** Returns a draft for each standard on each backdrop of a row, or the reason why there is none. */
function draftsOf({ standards, backdrops, copies }: RosterRow, usual: Draft): Draft[] | RosterText {
  const sheet = copies === null ? usual.sheet : { ...(usual.sheet ?? usualSheet), copies };
  const own: Draft = standards.length === 0 ? usual : { ...usual, profile: null, backdrop: null };
  const drafts: Draft[] = [];
  for (const word of standards.length > 0 ? standards : [usual.standard]) {
    const standard = standardById(word);
    if (!standard) return rosterTexts.noStandard(word);
    const unknown = backdrops.find((backdrop) => !isBackdrop(backdrop, standard));
    if (unknown !== undefined) return rosterTexts.noBackdrop(unknown);
    const chosen = backdrops.length > 0 ? backdrops : [own.backdrop];
    drafts.push(
      ...chosen.map((backdrop) => ({
        ...own,
        standard: standard.id,
        backdrop,
        further: [],
        sheet,
        mainFace: false,
        adjust: null,
        strokes: null,
        tone: null,
        caption: null,
      })),
    );
  }
  return drafts;
}

function isBackdrop(word: string, standard: PhotoStandard): boolean {
  try {
    resolveBackdrop(word, standard);
    return true;
  } catch {
    return false;
  }
}
