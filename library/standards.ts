/** The entry `zerobooth/standards`: the table of photo standards, and finding one by what people type. */
import { PhotoRejected } from '../core/errors.ts';
import { findStandard } from '../core/find-standard.ts';
import { type StandardSearch, searchStandards } from '../core/search/search-standards.ts';
import { type PhotoStandard, standards } from '../core/standards.ts';

export type { PhotoStandard, StandardSearch };
export { findStandard, PhotoRejected, searchStandards, standards };
