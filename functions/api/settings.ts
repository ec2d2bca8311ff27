/** Returns the settings that the page reads before any other request. */
import type { Settings } from '../../core/api.ts';
import { maxBackdrops, maxStandards } from '../../core/order.ts';
import { uploadTypeNames } from '../../core/upload-types.ts';
import type { ApiConfig } from '../runtime/config.ts';

export function settingsOf(config: ApiConfig): Settings {
  const { access, local, finders, maxBytes, maxPixels, minSidePx, uploadMinutes, linkMinutes } = config;
  return {
    // With `iam` the platform has checked the caller already, so the page needs no code.
    access: access === 'code' ? 'code' : 'none',
    local,
    finders: [...finders],
    limits: {
      ...{ maxBytes, maxPixels, minSidePx, uploadMinutes, linkMinutes, maxStandards, maxBackdrops },
      contentTypes: [...uploadTypeNames],
    },
    keptDays: { uploads: config.uploadsDays, cutouts: config.cutoutsDays, results: config.resultsDays },
  };
}
