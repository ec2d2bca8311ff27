/** The open form: the files of a pack, the pictures that they are made of, and the caption of its photo. */
import { computed, signal } from '@preact/signals';
import { type FileKind, type Pack, type PackFile, packFiles } from '../../../core/forms/packs.ts';
import type { PhotoOrderInput } from '../../../core/order.ts';
import { captionLines, isNameGood } from '../caption.ts';
import type { Photo } from '../photo.ts';
import type { ApiOutput } from '../result-files.ts';
import type { NamedFile } from '../save-file.ts';

/** A finished file. Its name is that of the file in the form, such as `signature.jpg`. */
export interface FormFile extends NamedFile {
  /** Address of the blob. */
  readonly url: string;
  readonly output: ApiOutput;
}

/** One picture that a form needs: a portrait for all its photos, or a page with ink. */
export interface FormPart {
  readonly kind: FileKind;
  readonly files: readonly PackFile[];
}

/** The picture of a part and what was made of it. */
export interface PartState {
  /** Null before a picture is chosen. */
  readonly photo: Photo | null;
  readonly made: readonly FormFile[];
}

const empty: PartState = { photo: null, made: [] };

/** By pack and kind. They stay when the form is closed and opened again. */
const partStates = signal<Readonly<Record<string, PartState>>>({});
/** The caption's lines as they are typed. The date is ISO 8601. */
export const captionName = signal('');
export const captionDate = signal('');

/** Returns the parts of a pack in the order of its files. */
export function partsOf({ id }: Pack): readonly FormPart[] {
  const files = packFiles.filter(({ pack }) => pack.id === id);
  return [...new Set(files.map(({ kind }) => kind))].map((kind) => ({
    ...{ kind, files: files.filter((file) => file.kind === kind) },
  }));
}

const keyOf = (pack: Pack, { kind }: FormPart) => `${pack.id} ${kind}`;

export function stateOf(pack: Pack, part: FormPart): PartState {
  return partStates.value[keyOf(pack, part)] ?? empty;
}

export function setState(pack: Pack, part: FormPart, state: PartState): void {
  partStates.value = { ...partStates.value, [keyOf(pack, part)]: state };
}

/** Returns every finished file of the form. */
export function madeFiles(pack: Pack): readonly FormFile[] {
  return partsOf(pack).flatMap((part) => stateOf(pack, part).made);
}

/** Returns the rule of a form on the caption: the strictest of its photos. */
export function captionRule({ files }: FormPart): 'required' | 'some-notices' | null {
  const rules = files.flatMap(({ standard: { caption } }) => (caption ? [caption.rule] : []));
  return rules.find((rule) => rule === 'required') ?? rules[0] ?? null;
}

/** True when the typed name can be printed, or when there is none. */
export const isCaptionGood = computed(() => isNameGood(captionName.value));

/** Returns the order of a part. */
export function orderOfPart(pack: Pack, part: FormPart): PhotoOrderInput {
  const order = { kind: part.kind, standards: [pack.id] };
  const lines = captionLines({ name: captionName.value, isoDay: captionDate.value });
  if (part.kind !== 'photo' || captionRule(part) === null || lines.length === 0 || !isCaptionGood.value) return order;
  return { ...order, caption: lines };
}
