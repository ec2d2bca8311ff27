/** The documents that were chosen last in this browser. */
import { signal } from '@preact/signals';
import type { PhotoStandard } from '../../core/standards.ts';
import { readStored, writeStored } from '../browser/storage.ts';
import { standardById } from './draft.ts';

const key = 'zerobooth.documents';
const most = 4;

/** Ids, the latest first. */
const recent = signal<readonly string[] | null>(null);

/** Returns the documents, the latest first. Ids that are unknown by now are left out. */
export function recentDocuments(): readonly PhotoStandard[] {
  recent.value ??= parse(readStored(key));
  return recent.value.flatMap((id) => standardById(id) ?? []);
}

export function rememberDocument(id: string): void {
  const others = (recent.value ?? parse(readStored(key))).filter((other) => other !== id);
  recent.value = [id, ...others].slice(0, most);
  writeStored(key, JSON.stringify(recent.value));
}

function parse(text: string | null): string[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
