/** Writes the files about a whole batch: results.csv, contact sheets, common sheets. */
import { PhotoRejected } from '../../core/errors.ts';
import type { BatchItem } from '../batch-item.ts';
import type { PhotoCommand } from '../photo-options.ts';
import type { PhotoResult } from '../photo-result.ts';
import { UsageError } from '../usage.ts';
import { peopleOf, writeCommonSheets } from './common-sheets.ts';
import { writeContactSheets } from './contact-sheet.ts';
import { writeResultsCsv } from './results-csv.ts';

export interface ResultFiles {
  readonly paths: readonly string[];
  /** The error that ended the writing; null when all files are written. */
  readonly error: Error | null;
}

/** Writes the files. A single photo without a roster has none, with the further pictures of its form or without. */
export async function writeResultFiles(
  { outDir, wrong, common, isListed }: Pick<PhotoCommand, 'outDir' | 'wrong' | 'common' | 'isListed'>,
  items: readonly BatchItem[],
  results: readonly PhotoResult[],
): Promise<ResultFiles> {
  const paths: string[] = [];
  try {
    if (isListed) {
      paths.push(await writeResultsCsv(outDir, results, wrong));
      paths.push(...(await writeContactSheets(outDir, results)));
    }
    if (common) {
      const copies = new Map(items.map(({ path, name, copies: count }) => [`${path}\n${name ?? ''}`, count]));
      const people = peopleOf(results, ({ source, name }) => copies.get(`${source}\n${name ?? ''}`) ?? 1);
      paths.push(...(await writeCommonSheets(outDir, people, common)));
    }
    return { paths, error: null };
  } catch (error) {
    if (error instanceof PhotoRejected) {
      return { paths, error: new UsageError(`${error.message} ${error.advice}`) };
    }
    return { paths, error: error as Error };
  }
}
