/** The kinds of picture that a form may send: their media types and the file endings that photoIds and pickers use. */

/** In the order in which pickers list them. Matting looks at the bytes; this only keeps other things out of the bucket. */
export const uploadTypes = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'hif'],
  'image/heif': ['heif'],
  'image/avif': ['avif'],
  'image/tiff': ['tif', 'tiff'],
  'image/gif': ['gif'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type UploadType = keyof typeof uploadTypes;

const typeNames = Object.keys(uploadTypes) as [UploadType, ...UploadType[]];

/** Every media type that is taken. */
export const uploadTypeNames: readonly [UploadType, ...UploadType[]] = typeNames;

/** Browsers say nothing, or this, of files whose type their system does not know; HEIC on most desktops. */
const unknownTypes: readonly string[] = ['', 'application/octet-stream'];

/**
 * What a file is by its media type or, where the browser knew none, by the ending of its name.
 * @returns null for what is no picture that is taken.
 */
export function findUploadType(contentType: string, fileName = ''): UploadType | null {
  const word = contentType.toLowerCase().split(';')[0].trim();
  const named = typeNames.find((type) => type === (word === 'image/jpg' ? 'image/jpeg' : word));
  if (named || !unknownTypes.includes(word)) return named ?? null;
  const ending = /\.([a-z0-9]{2,5})$/i.exec(fileName)?.[1].toLowerCase() ?? '';
  return typeNames.find((type) => (uploadTypes[type] as readonly string[]).includes(ending)) ?? null;
}
