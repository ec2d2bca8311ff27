/** Packs the files of several photos as one zip. */
import { namedFile, zipFiles } from '../../state/downloads.ts';
import { loadPart } from '../../state/load-part.ts';
import type { Photo } from '../../state/photo.ts';
import type { NamedFile } from '../../state/save-file.ts';

/** Packs the finished photos; those of a roster with their sheets and the table of results. */
export async function zipOf(photos: readonly Photo[]): Promise<NamedFile> {
  if (photos.some(({ person }) => person !== null)) {
    const { classFiles } = await loadPart(() => import('../roster/class-files.ts'));
    return zipFiles('class.zip', classFiles(photos));
  }
  const made = photos.flatMap((photo) => (photo.result.value ? [{ photo, result: photo.result.value }] : []));
  const [only, ...others] = new Set(made.map(({ result }) => result.draft.standard));
  const named = others.length > 0 ? '' : `-${only}`;
  const files = made.map(({ photo, result }) => namedFile(photo, result.files.photo));
  return zipFiles(`${files.length}-photos${named}.zip`, files);
}
