/** Plans sheets with photos of several people: so many copies of each, one after the other, page by page. */
import { PhotoRejected } from '../errors.ts';
import { findPaper } from '../papers.ts';
import type { SheetOrder } from '../sheet-order.ts';
import { planSheet, type SheetPlan } from './plan.ts';

/** The photo of one person at its print size, and the number of copies. */
export interface PagePerson {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly copies: number;
}

/** One page and the people on it, one for each item of the plan. */
export interface Page<Person extends PagePerson> {
  readonly plan: SheetPlan;
  readonly people: readonly Person[];
}

/** The wishes for the pages. */
export interface PageRequest {
  readonly sheet: Pick<SheetOrder, 'paper' | 'marginMm' | 'gapMm' | 'marks' | 'ruler'>;
  /** Height of the name below each photo; 0 for none. */
  readonly belowMm: number;
}

/** Height of the name below a photo. */
export const nameMm = 4;

/** Plans all pages. @throws as {@link pagesOf}. */
export function planPages<Person extends PagePerson>(
  people: readonly Person[],
  request: PageRequest,
): readonly Page<Person>[] {
  return [...pagesOf(people, request)];
}

/**
 * Plans page by page, so that a browser can do other work between them.
 * @throws PhotoRejected `sheet-too-small` when a single photo does not fit on the paper, `bad-order` for an unknown paper.
 */
export function* pagesOf<Person extends PagePerson>(
  people: readonly Person[],
  request: PageRequest,
): Generator<Page<Person>> {
  const units = people.flatMap((person) => Array.from({ length: person.copies }, () => person));
  for (let start = 0; start < units.length; ) {
    const { page, count } = fullestPage(units.slice(start), request);
    yield page;
    start += count;
  }
}

/** Returns a page with as many of the first photos as fit. */
function fullestPage<Person extends PagePerson>(units: readonly Person[], { sheet, belowMm }: PageRequest) {
  const paper = findPaper(sheet.paper);
  if (!paper) throw new PhotoRejected('bad-order', `There is no paper ${JSON.stringify(sheet.paper)}.`);
  const { marginMm, gapMm, marks, ruler } = sheet;
  const pageOf = (count: number): Page<Person> => {
    const people = [...new Set(units.slice(0, count))];
    const items = people.map((person) => ({
      widthMm: person.widthMm,
      heightMm: person.heightMm + belowMm,
      count: units.slice(0, count).filter((unit) => unit === person).length,
    }));
    return { plan: planSheet({ paper, marginMm, gapMm, marks, ruler, items }), people };
  };
  let [page, count] = [pageOf(1), 1];
  const smallestMm2 = Math.min(...units.map(({ widthMm, heightMm }) => widthMm * heightMm));
  const most = Math.min(units.length, Math.ceil((paper.widthMm * paper.heightMm) / smallestMm2));
  // More photos never fit better, so the largest number is found by halving.
  let tooMany = most + 1;
  while (count + 1 < tooMany) {
    const middle = Math.floor((count + tooMany) / 2);
    try {
      [page, count] = [pageOf(middle), middle];
    } catch (error) {
      if (!(error instanceof PhotoRejected)) throw error;
      tooMany = middle;
    }
  }
  return { page, count };
}
