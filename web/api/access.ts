/** The access code of a studio that requires one. It is kept for this browser session and sent with every request. */
import { signal } from '@preact/signals';
import { readStored, writeStored } from '../browser/storage.ts';

const key = 'zerobooth.code';

/** Empty when none was entered. */
export const accessCode = signal(readStored(key, 'session') ?? '');

/** A request to the person to enter the access code. */
export interface AccessPrompt {
  /** The code that was sent is wrong. */
  readonly wrong: boolean;
  /** Epoch ms. The API rejects every code before. */
  readonly notBefore: number;
}

/** Null while no code is needed. */
export const accessPrompt = signal<AccessPrompt | null>(null);

export function enterCode(code: string): void {
  accessCode.value = code.trim();
  writeStored(key, accessCode.value || null, 'session');
}
