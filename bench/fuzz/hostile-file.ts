/** A file of the fuzz bench, with its maker and the right answers to it. */
import type { RejectionCode } from '../../core/errors.ts';
import type { Random } from '../../portraits/random.ts';
import type { Format, SoundFiles } from './sound-files.ts';

/** The memory size of matting in the fuzz bench, MB. */
export const fuzzMemoryMb = 512;

export type Answer = 'done' | RejectionCode;

export interface HostileFile {
  /** Which kind of attack, `truncated`; figures are counted by it. */
  readonly family: string;
  readonly format: Format | 'other';
  /** With a dot; what the name claims, true or not. */
  readonly extension: string;
  readonly bytes: Uint8Array;
  /** Every other answer is wrong. */
  readonly right: readonly Answer[];
  /** The pixels are those of the sound file of `format`: when done, its outputs must be the same to the byte. */
  readonly samePixels?: boolean;
}

/** The input of every maker of hostile files. */
export interface Workshop {
  readonly random: Random;
  readonly sound: SoundFiles;
}

export type Maker = (shop: Workshop, format: Format) => Promise<HostileFile> | HostileFile;

/** The right answers to a file that is damaged anywhere: a picture with or without a face, or a refusal by its bytes. */
export const anyDamage: readonly Answer[] = [
  ...(['done', 'unreadable', 'unsupported-format', 'too-many-pixels', 'too-small'] as const),
  ...(['no-face', 'several-faces', 'face-cut', 'no-person'] as const),
];

export const refusedByBytes: readonly Answer[] = anyDamage.filter((answer) => answer !== 'done');

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)];
}

/** A whole number in [from, to]. */
export function wholeBetween(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

export function randomBytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}
