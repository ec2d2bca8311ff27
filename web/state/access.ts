/** The access code of a studio that asks for one: kept for this browser session, sent with every request, asked for anew when refused. */
import { signal } from '@preact/signals';
import { readStored, writeStored } from './storage.ts';

const key = 'zerobooth.code';

/** Empty: none was entered. */
export const accessCode = signal(readStored(key, 'session') ?? '');

/** Set while the page must ask: why, and from when on a try makes sense (epoch ms). */
export const accessAsked = signal<{ readonly wrong: boolean; readonly notBefore: number } | null>(null);

export function enterCode(code: string): void {
  accessCode.value = code.trim();
  writeStored(key, accessCode.value || null, 'session');
}
