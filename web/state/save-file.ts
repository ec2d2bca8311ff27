/** Saves a file on the person's device. */

export interface NamedFile {
  readonly name: string;
  readonly blob: Blob;
}

/** After this time the browser has begun the download. */
const revokeAfterMs = 60_000;

/** Starts a download of the file. */
export function saveFile({ name, blob }: NamedFile): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), revokeAfterMs);
}
