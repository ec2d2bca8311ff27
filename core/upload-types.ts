/** The picture types that a form may send: media types, with the file extensions for photoIds and file pickers. */

/** In the order of file pickers. Matting decides by the bytes; this list only keeps other files out of the bucket. */
export const uploadTypes = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'hif'],
  'image/heif': ['heif'],
  'image/avif': ['avif'],
  'image/tiff': ['tif', 'tiff'],
  'image/bmp': ['bmp', 'dib'],
  'image/gif': ['gif'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type UploadType = keyof typeof uploadTypes;

const typeNames = Object.keys(uploadTypes) as [UploadType, ...UploadType[]];

/** Every accepted media type. */
export const uploadTypeNames: readonly [UploadType, ...UploadType[]] = typeNames;

/** Other names of media types, as some systems send them. */
const otherTypeNames: Readonly<Record<string, UploadType>> = {
  ...{ 'image/jpg': 'image/jpeg', 'image/pjpeg': 'image/jpeg' },
  ...{ 'image/x-ms-bmp': 'image/bmp', 'image/x-bmp': 'image/bmp', 'image/x-windows-bmp': 'image/bmp' },
};

/** The media types that browsers send for files of unknown type, such as HEIC on most desktops. */
const unknownTypes: readonly string[] = ['', 'application/octet-stream'];

/**
 * Returns the type of a file by its media type; when the browser did not know it, by the extension of its name. Returns
 * null for a type that is not accepted.
 */
export function findUploadType(contentType: string, fileName = ''): UploadType | null {
  const word = contentType.toLowerCase().split(';')[0].trim();
  const other = Object.hasOwn(otherTypeNames, word) ? otherTypeNames[word] : word;
  const named = typeNames.find((type) => type === other);
  if (named || !unknownTypes.includes(word)) return named ?? null;
  const ending = /\.([a-z0-9]{2,5})$/i.exec(fileName)?.[1].toLowerCase() ?? '';
  return typeNames.find((type) => (uploadTypes[type] as readonly string[]).includes(ending)) ?? null;
}
