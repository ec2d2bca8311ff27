/** What the page must know before it asks for anything. */
import type { Settings } from '../../core/api.ts';
import { maxBackdrops, maxStandards } from '../../core/order.ts';
import { uploadTypeNames } from '../../core/upload-types.ts';
import type { ApiConfig } from '../runtime/config.ts';

export function settingsOf(config: ApiConfig): Settings {
  const { access, local, maxBytes, maxPixels, minSidePx, uploadMinutes, linkMinutes } = config;
  return {
    // With `iam` the platform has asked already; the page has nothing to add.
    access: access === 'code' ? 'code' : 'none',
    local,
    limits: {
      ...{ maxBytes, maxPixels, minSidePx, uploadMinutes, linkMinutes, maxStandards, maxBackdrops },
      contentTypes: [...uploadTypeNames],
    },
    keptDays: { uploads: config.uploadsDays, results: config.resultsDays },
  };
}
