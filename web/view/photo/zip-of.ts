/** Packs the files of several photos as one zip. */
import { namedColours } from '../../../core/backdrop.ts';
import { namedFile, stemOf, zipFiles } from '../../state/downloads.ts';
import { loadPart } from '../../state/load-part.ts';
import type { Photo, Result } from '../../state/photo.ts';
import type { ResultFile } from '../../state/result-files.ts';
import type { NamedFile } from '../../state/save-file.ts';

/** Packs the finished photos; those of a roster with their sheets and the table of results. */
export async function zipOf(photos: readonly Photo[]): Promise<NamedFile> {
  if (photos.some(({ person }) => person !== null)) {
    const { classFiles } = await loadPart(() => import('../roster/class-files.ts'));
    return zipFiles('class.zip', classFiles(photos));
  }
  const made = photos.flatMap((photo) => (photo.result.value ? [{ photo, result: photo.result.value }] : []));
  const [only, ...others] = new Set(made.map(({ result }) => result.draft.standard));
  const zipName = `${made.length}-photos${others.length > 0 ? '' : `-${only}`}.zip`;
  const isOnSeveral = made.some(({ result }) => result.files.further.length > 0);
  if (!isOnSeveral)
    return zipFiles(
      zipName,
      made.map(({ photo, result }) => namedFile(photo, result.files.photo)),
    );
  return zipFiles(
    zipName,
    made.flatMap((one) => filesByBackdrop(one, others.length > 0)),
  );
}

/** Returns the photo on each of its backdrops: `jane-white.jpg`, `jane-blue.jpg`. @param withStandard also names the standard. */
function filesByBackdrop(
  { photo, result: { draft, files } }: { readonly photo: Photo; readonly result: Result },
  withStandard: boolean,
): NamedFile[] {
  const start = withStandard ? `${stemOf(photo)}-${draft.standard}` : stemOf(photo);
  return [files.photo, ...files.further].map(({ name, output, blob }: ResultFile) => {
    return { name: `${start}-${wordFor(output.backdrop)}${/\.[^.]+$/.exec(name)?.[0] ?? ''}`, blob };
  });
}

/** Returns the backdrop as a part of a file name: the word for its colour where there is one. */
function wordFor(backdrop: string): string {
  const known = namedColours.find(({ hex }) => hex === backdrop);
  return (known?.en ?? backdrop)
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-/, '');
}
