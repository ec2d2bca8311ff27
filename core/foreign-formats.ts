/** Kinds of files that are sent by mistake: their names, how to make a photo of them, and how they are recognised. */
import { PhotoRejected } from './errors.ts';

/** A kind of file that is not accepted. */
interface ForeignFormat {
  /** With its article, for «It seems to be ...». */
  readonly name: string;
  readonly advice: string;
  /** File extensions and media types of an upload that was not read yet. */
  readonly extensions?: readonly string[];
  readonly types?: readonly string[];
}

const rawAdvice =
  'Export it as JPEG with the program of the camera maker, or send the JPEG that the camera wrote beside it.';

export const foreignFormats = {
  'jpeg-xl': {
    name: 'a JPEG XL picture',
    advice:
      'Open it in a program that shows it and export it as JPEG or PNG; on a command line: djxl photo.jxl photo.png.',
    extensions: ['jxl'],
    types: ['image/jxl'],
  },
  'jpeg-2000': {
    name: 'a JPEG 2000 picture',
    advice: 'Open it in a picture program and export it as JPEG or PNG.',
    extensions: ['jp2', 'j2k', 'jpf', 'jpx'],
    types: ['image/jp2', 'image/jpx'],
  },
  'raw-canon': { name: 'a Canon raw file', advice: rawAdvice, extensions: ['cr2', 'cr3', 'crw'] },
  'raw-nikon': { name: 'a Nikon raw file (NEF)', advice: rawAdvice, extensions: ['nef', 'nrw'] },
  'raw-sony': { name: 'a Sony raw file (ARW)', advice: rawAdvice, extensions: ['arw', 'sr2', 'srf'] },
  'raw-fujifilm': { name: 'a Fujifilm raw file (RAF)', advice: rawAdvice, extensions: ['raf'] },
  'raw-olympus': { name: 'an Olympus raw file (ORF)', advice: rawAdvice, extensions: ['orf'] },
  'raw-panasonic': { name: 'a Panasonic raw file (RW2)', advice: rawAdvice, extensions: ['rw2'] },
  'raw-pentax': { name: 'a Pentax raw file (PEF)', advice: rawAdvice, extensions: ['pef'] },
  raw: { name: 'a raw file of a camera', advice: rawAdvice, extensions: ['srw', '3fr', 'iiq', 'rwl', 'x3f'] },
  dng: {
    name: 'a raw file (DNG)',
    advice: 'Export it as JPEG: on a phone share it as JPEG, on a computer with Adobe DNG, Photos or Lightroom.',
    extensions: ['dng'],
    types: ['image/x-adobe-dng'],
  },
  photoshop: {
    name: 'a Photoshop document (PSD)',
    advice: 'Save a copy of it as PNG or JPEG (File, Export).',
    extensions: ['psd', 'psb'],
    types: ['image/vnd.adobe.photoshop', 'application/x-photoshop'],
  },
  pdf: {
    name: 'a PDF document',
    advice: 'Send the photo that is in it, or export its page as PNG or JPEG with at least 300 dpi.',
    extensions: ['pdf'],
    types: ['application/pdf'],
  },
  postscript: {
    name: 'a PostScript document',
    advice: 'Send the photo that is in it, or export its page as PNG or JPEG with at least 300 dpi.',
    extensions: ['ps', 'eps', 'ai'],
    types: ['application/postscript'],
  },
  djvu: {
    name: 'a DjVu document',
    advice: 'Export its page as PNG or JPEG with at least 300 dpi.',
    extensions: ['djvu', 'djv'],
  },
  icon: {
    name: 'an icon (ICO or CUR)',
    advice: 'Send the photo that the icon was made of; an icon is too small.',
    extensions: ['ico', 'cur'],
    types: ['image/x-icon', 'image/vnd.microsoft.icon'],
  },
  svg: {
    name: 'an SVG drawing',
    advice: 'Send the photo itself. If the SVG contains a photo, export it as PNG or JPEG.',
    extensions: ['svg', 'svgz'],
    types: ['image/svg+xml'],
  },
  video: {
    name: 'a video',
    advice: 'Take a photo and send it. A single picture of a video is too small and too blurred for an office.',
    extensions: ['mp4', 'mov', 'm4v', 'avi', 'mkv', 'webm', '3gp', 'wmv', 'mpg'],
    types: ['video/'],
  },
  'heif-other': {
    name: 'a HEIF picture of an unusual codec',
    advice: 'Open it in a picture program and export it as JPEG.',
  },
  'web-page': {
    name: 'a web page',
    advice: 'Save the picture itself: click it with the right button and choose «Save image as».',
    extensions: ['html', 'htm', 'mht'],
    types: ['text/html'],
  },
  xml: { name: 'an XML document', advice: 'Send the photo itself as JPEG, HEIC or PNG.', extensions: ['xml'] },
  archive: {
    name: 'a ZIP archive or an office document',
    advice: 'Unpack it and send the photo that is in it.',
    extensions: ['zip', 'rar', '7z', 'docx', 'doc', 'pptx', 'odt', 'pages'],
    types: ['application/zip'],
  },
} as const satisfies Record<string, ForeignFormat>;

export type ForeignFormatId = keyof typeof foreignFormats;

const entries = Object.entries(foreignFormats) as [ForeignFormatId, ForeignFormat][];

/** Returns the kind of an upload by its media type, else by the extension of its name; null when neither names one. */
export function foreignFormatOf(contentType: string, fileName = ''): ForeignFormatId | null {
  const type = contentType.toLowerCase().split(';')[0].trim();
  const ending = /\.([a-z0-9]{2,5})$/i.exec(fileName)?.[1].toLowerCase() ?? '';
  const byType = entries.find(([, { types = [] }]) => types.some((known) => type === known || isPart(known, type)));
  return (byType ?? entries.find(([, { extensions = [] }]) => extensions.includes(ending)))?.[0] ?? null;
}

/** Returns whether a type such as `video/mp4` belongs to a whole class such as `video/`. */
function isPart(known: string, type: string): boolean {
  return known.endsWith('/') && type.startsWith(known);
}

/** Returns the rejection of a file that is no accepted picture. @param kind null when it is not known. */
export function rejectForeign(kind: ForeignFormatId | null): PhotoRejected {
  if (!kind) return new PhotoRejected('unsupported-format');
  const { name, advice } = foreignFormats[kind];
  return new PhotoRejected('unsupported-format', `It seems to be ${name}.`, { advice, facts: { format: kind } });
}
