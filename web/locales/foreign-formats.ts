/** Makes the texts on files of other kinds from a few words of a language, because many differ in the name of the format only. */
import { type ForeignFormatId, foreignFormats } from '../../core/foreign-formats.ts';
import type { Advice, Texts } from './texts.ts';

/** The words of a language. */
export interface ForeignWords {
  readonly title: (name: string) => string;
  readonly names: Readonly<Record<ForeignFormatId, string>>;
  readonly advice: {
    /** For every raw file but DNG. */
    readonly raw: string;
    readonly dng: string;
    /** For pictures that common programs open: JPEG XL, JPEG 2000, other HEIF. */
    readonly picture: string;
    readonly photoshop: string;
    /** For PDF and PostScript. */
    readonly pages: string;
    readonly djvu: string;
    readonly icon: string;
    readonly svg: string;
    readonly video: string;
    readonly webPage: string;
    readonly xml: string;
    readonly archive: string;
  };
}

/** The advice of each format. */
const adviceOf: Readonly<Record<ForeignFormatId, keyof ForeignWords['advice']>> = {
  'jpeg-xl': 'picture',
  'jpeg-2000': 'picture',
  'raw-canon': 'raw',
  'raw-nikon': 'raw',
  'raw-sony': 'raw',
  'raw-fujifilm': 'raw',
  'raw-olympus': 'raw',
  'raw-panasonic': 'raw',
  'raw-pentax': 'raw',
  raw: 'raw',
  dng: 'dng',
  photoshop: 'photoshop',
  pdf: 'pages',
  postscript: 'pages',
  djvu: 'djvu',
  icon: 'icon',
  svg: 'svg',
  video: 'video',
  'heif-other': 'picture',
  'web-page': 'webPage',
  xml: 'xml',
  archive: 'archive',
};

export function foreignFormatsOf({ title, names, advice }: ForeignWords): Texts['foreignFormats'] {
  const ids = Object.keys(foreignFormats) as ForeignFormatId[];
  const entries = ids.map((id): [ForeignFormatId, Advice] => {
    return [id, { title: title(names[id]), advice: advice[adviceOf[id]] }];
  });
  return Object.fromEntries(entries) as Record<ForeignFormatId, Advice>;
}
