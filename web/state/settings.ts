/** The settings of the API. The page starts with the usual ones, so that it need not wait for the answer. */
import { signal } from '@preact/signals';
import type { Settings } from '../../core/api.ts';
import { uploadTypeNames } from '../../core/upload-types.ts';
import { readSettings } from '../api/api-client.ts';
import { withRetries } from '../api/retry.ts';

/** The defaults of functions/runtime/config.ts. */
const usualSettings: Settings = {
  access: 'none',
  ...{ local: false, finders: [] },
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
  keptDays: { uploads: 1, cutouts: 1, results: 7 },
};

export const settings = signal<Settings>(usualSettings);

export async function loadSettings(): Promise<void> {
  settings.value = await withRetries(readSettings, new AbortController().signal);
}
