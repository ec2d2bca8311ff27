/** Reads the roster of `npm run photo --roster`, and finds the photos that it names (core/roster/roster.ts). */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseRoster, RosterError, type RosterRow } from '../../core/roster/roster.ts';
import { rosterTexts } from '../../core/roster/texts.ts';
import { say } from '../arguments/language.ts';
import { UsageError } from '../usage.ts';

/** A row with a person whose photo is there. */
export interface PhotoRow extends RosterRow {
  /** Path of the photo. */
  readonly path: string;
}

/** A row that cannot be carried out, and why, in the language of the command line. */
export interface RefusedRow {
  readonly line: number;
  readonly name: string;
  readonly file: string;
  readonly reason: string;
}

interface RosterFile {
  readonly rows: readonly PhotoRow[];
  readonly wrong: readonly RefusedRow[];
}

/** Reads the file. @throws UsageError when it is no CSV in UTF-8 or has no column for the files. */
export async function readRoster(path: string): Promise<RosterFile> {
  const bytes = await readFile(path).catch((error) => refuse(path, unreadable(error)));
  const { rows, wrong } = parse(path, bytes);
  const found = await Promise.all(rows.map((row) => findPhoto(dirname(path), row)));
  const missing = found.filter((row): row is RefusedRow => 'reason' in row);
  const refused = wrong.map(({ reason, ...row }): RefusedRow => ({ ...row, reason: say(reason) }));
  return {
    rows: found.filter((row): row is PhotoRow => 'path' in row),
    wrong: [...refused, ...missing].sort((one, other) => one.line - other.line),
  };
}

function refuse(path: string, reason: string): never {
  throw new UsageError(`${path}: ${reason}`);
}

function unreadable({ code }: NodeJS.ErrnoException): string {
  return say({ en: `the roster cannot be read (${code}).`, zh: `无法读取名单（${code}）。` });
}

function parse(path: string, bytes: Uint8Array) {
  try {
    return parseRoster(bytes);
  } catch (error) {
    if (error instanceof RosterError) return refuse(path, say(error.reason));
    throw error;
  }
}

async function findPhoto(folder: string, row: RosterRow): Promise<PhotoRow | RefusedRow> {
  const { line, name, file } = row;
  const path = join(folder, file);
  const entry = await stat(path).catch(() => null);
  if (entry?.isFile()) return { ...row, path };
  return { line, name, file, reason: say(rosterTexts.noSuchFile(path)) };
}
