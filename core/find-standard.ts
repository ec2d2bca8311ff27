/** Finds the standards that an order names: a record of the table, a file of a pack, or a custom size. */
import { customStandard } from './custom-size.ts';
import { PhotoRejected } from './errors.ts';
import type { DocumentKind } from './forms/document-kinds.ts';
import { type FileKind, fileNames, findPackFiles } from './forms/packs.ts';
import { type PhotoOrder, usualStandard } from './order.ts';
import { nearestStandards, standardNamed } from './search/search-standards.ts';
import { sizeIn } from './search/sizes.ts';
import type { PhotoStandard } from './standards.ts';

/**
 * Returns the standard of a photo that an order names; of a pack with several photos, the first.
 * @param name id of a record, a name that this record alone has (`一寸`, `us passport`), a pack, or a custom size.
 * @throws PhotoRejected `unknown-standard`, with the nearest ids; `bad-order` for a custom size outside the limits, or a
 * pack without a photo.
 */
export function findStandard(name: string): PhotoStandard {
  const [standard] = findStandards(name);
  return standard;
}

/** Returns the standards of the photos that a name means: all photos of a pack, else one. @throws PhotoRejected as {@link findStandard}. */
export function findStandards(name: string): readonly [PhotoStandard, ...PhotoStandard[]] {
  const files = ofPack(name, 'photo');
  if (files) return files;
  const standard = standardNamed(name);
  if (standard) return [standard];
  const own = customStandard(name);
  if (!own) throw new PhotoRejected('unknown-standard', unknown(name.slice(0, 64)));
  return [own];
}

/** What is made of ink when an order names no size. Our choice: the shapes are those of the Indian bank exams. */
const usualSizes: Readonly<Record<DocumentKind, string>> = {
  signature: '420x180px',
  'thumb-print': '480x480px',
  declaration: '1600x800px',
};

/**
 * Returns the sizes of a signature, thumb print or declaration: files of packs, or custom sizes.
 * @throws PhotoRejected `unknown-standard`, `bad-order`.
 */
export function documentStandards({ kind, standards }: Pick<PhotoOrder, 'standards'> & { kind: DocumentKind }) {
  const isUsual = standards.length === 1 && standards[0] === usualStandard;
  const names = isUsual ? [usualSizes[kind]] : standards;
  return names.flatMap((name) => {
    const files = ofPack(name, kind);
    if (files) return files;
    const own = customStandard(name, 'ink');
    if (own) return [own];
    const wanted = `a pack, or a size such as 140x60px@10-20kB`;
    throw new PhotoRejected(
      'unknown-standard',
      `${JSON.stringify(name.slice(0, 64))} is no size for a ${fileNames[kind].en}: name ${wanted}.`,
    );
  });
}

function ofPack(name: string, kind: FileKind): readonly [PhotoStandard, ...PhotoStandard[]] | null {
  const files = findPackFiles(name, kind);
  if (!files) return null;
  const [first, ...rest] = files.map(({ standard }) => standard);
  if (first) return [first, ...rest];
  throw new PhotoRejected('bad-order', `${name} asks for no ${fileNames[kind].en}.`);
}

/**
 * Returns the number of people that the photo of an order shows.
 * @throws PhotoRejected `bad-order` when its standards want different numbers; as {@link findStandard}.
 */
export function peopleIn(names: readonly string[]): PhotoStandard['people'] {
  const found = names.flatMap(findStandards);
  const couple = found.find(({ people }) => people === 2);
  const single = found.find(({ people }) => people === 1);
  if (couple && single) {
    throw new PhotoRejected('bad-order', `${couple.id} shows two people and ${single.id} one. Order them apart.`);
  }
  return couple ? 2 : 1;
}

/** Returns what is said about a name that no standard has. */
function unknown(name: string): string {
  const near = nearestStandards(name).map(({ id, name: { en } }) => `${id} (${en})`);
  const hint = sizeIn(name)?.unit === null ? ' A size of your own needs a unit: mm, cm, in or px.' : '';
  return `The order names ${JSON.stringify(name)}. The nearest are ${near.join(', ')}.${hint}`;
}
