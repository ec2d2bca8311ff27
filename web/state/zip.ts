/** Packs files as a zip. Imported on demand. */
import { downloadZip } from 'client-zip';
import type { NamedFile } from './save-file.ts';

/** Packs the files without compression, because pictures do not get smaller. Equal names get a number. */
export function zipped(files: readonly NamedFile[]): Promise<Blob> {
  const seen = new Map<string, number>();
  const inputs = files.map(({ name, blob }) => {
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return { name: times === 0 ? name : name.replace(/(\.[^.]+)?$/, `-${times + 1}$1`), input: blob };
  });
  return downloadZip(inputs).blob();
}
