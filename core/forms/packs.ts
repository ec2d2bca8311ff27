/**
 * Packs: everything that one form asks for, a photo with a signature, thumb print or declaration, as data in packs.json.
 * A photo is a standard of the table. The figures of the other files are from the sources that each pack names; they are standards with the id `PACK:FILE`, such as
 * `ssc-cgl:signature`. The id of the pack stands for all its files of the ordered kind.
 */
import { customStandard } from '../custom-size.ts';
import { Fault } from '../errors.ts';
import { type PhotoStandard, standards } from '../standards.ts';
import type { DocumentKind } from './document-kinds.ts';
import data from './packs.json' with { type: 'json' };

/** One file that a form asks for. */
export interface PackEntry {
  /** Unique in the pack. */
  readonly file: string;
  readonly kind: 'photo' | DocumentKind;
  /** Of a photo: its standard. */
  readonly standard?: string;
  /** Of ink: the size that we make, as a custom size with its limits in kB. */
  readonly size?: string;
  /** The sizes that the portal takes, px; absent: only this one. */
  readonly minPx?: readonly [number, number];
  readonly maxPx?: readonly [number, number];
  readonly remark?: string;
}

export interface Pack {
  readonly id: string;
  readonly name: { readonly en: string; readonly zh: string };
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The day on which the pack was compared with its sources, ISO 8601. */
  readonly checked: string;
  readonly remark: string | null;
  /** As in the standards. */
  readonly sources: readonly Pick<PhotoStandard['sources'][number], 'kind' | 'ref'>[];
  readonly files: readonly PackEntry[];
}

export type FileKind = PackEntry['kind'];

/** One file of a pack, and its rules as a standard. */
export interface PackFile {
  readonly pack: Pack;
  /** As in the entry of the pack. */
  readonly file: string;
  readonly kind: FileKind;
  readonly standard: PhotoStandard;
}

/** Every pack. A test checks the data, and the page contains it without a schema. */
export const packs = data as unknown as readonly Pack[];

/** Names of the kinds of files. */
export const fileNames = {
  photo: { en: 'photo', zh: '照片' },
  signature: { en: 'signature', zh: '签名' },
  'thumb-print': { en: 'thumb print', zh: '拇指印' },
  declaration: { en: 'declaration', zh: '手写声明' },
} as const;

const pair = (sides: PackEntry['minPx']): [number, number] | null => (sides ? [sides[0], sides[1]] : null);

/** What every portal of the packs takes: a JPEG on white. */
const white = { name: { en: 'white', zh: '白色' }, hex: '#FFFFFF', standing: 'restated', accepts: 'light' } as const;

function fileOf(pack: Pack, entry: PackEntry): PackFile {
  const { file, kind } = entry;
  if (kind !== 'photo') return { pack, file, kind, standard: inkStandard(pack, entry, fileNames[kind]) };
  const standard = standards.find(({ id }) => id === entry.standard);
  if (!standard) throw new Fault('bad-standard', `pack ${pack.id}: there is no standard ${entry.standard}`);
  return { pack, file, kind, standard };
}

/** Returns the rules of a file of ink. */
function inkStandard(
  pack: Pack,
  { file, size = '', minPx, maxPx, remark }: PackEntry,
  name: Pack['name'],
): PhotoStandard {
  const custom = customStandard(size, 'ink');
  if (!custom) throw new Fault('bad-standard', `pack ${pack.id}: ${size} is no size`);
  return {
    ...custom,
    id: `${pack.id}:${file}`,
    name: { en: `${pack.name.en}: ${name.en}`, zh: `${pack.name.zh}：${name.zh}` },
    country: pack.country,
    category: 'exam',
    upload: custom.upload && { ...custom.upload, minPx: pair(minPx), maxPx: pair(maxPx) },
    backdrops: [white],
    file: { ...custom.file, formats: ['jpeg'] },
    remark: [remark, pack.remark].filter(Boolean).join(' ') || null,
    sources: pack.sources.map((source) => ({ ...source, says: null, read: null })),
    checked: pack.checked,
    confidence: pack.sources.some((source) => source.kind === 'read') ? 'official' : 'secondary',
  };
}

/** Every file of every pack. */
export const packFiles: readonly PackFile[] = packs.flatMap((pack) => pack.files.map((entry) => fileOf(pack, entry)));

/**
 * Returns the files of a pack, or the one file that `PACK:FILE` names; null when there is no such pack.
 * @param kind only the files of this kind.
 */
export function findPackFiles(name: string, kind: FileKind): readonly PackFile[] | null {
  const plain = name.trim().toLowerCase();
  const own = packFiles.filter(({ pack, standard }) => pack.id === plain || standard.id === plain);
  return own.length === 0 ? null : own.filter((file) => file.kind === kind);
}
