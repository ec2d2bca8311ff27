/** What the API says of itself. Until it has answered, its usual limits, so that nothing waits for it. */
import { signal } from '@preact/signals';
import type { Settings } from '../../core/api.ts';
import { uploadTypeNames } from '../../core/upload-types.ts';
import { readSettings } from './api-client.ts';
import { persist } from './retry.ts';

/** Of functions/runtime/config.ts; the API's answer takes their place. */
const usual: Settings = {
  access: 'none',
  local: false,
  limits: {
    maxBytes: 25 * 1024 * 1024,
    maxPixels: 60_000_000,
    minSidePx: 1,
    contentTypes: [...uploadTypeNames],
    uploadMinutes: 10,
    linkMinutes: 10,
    maxStandards: 12,
    maxBackdrops: 6,
  },
  keptDays: { uploads: 1, results: 7 },
};

export const settings = signal<Settings>(usual);

export async function loadSettings(): Promise<void> {
  settings.value = await persist(readSettings, new AbortController().signal);
}
