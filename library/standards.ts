/** The entry `zerobooth/standards`: the table of photo standards, the forms, and finding one by what people type. */
import { PhotoRejected } from '../core/errors.ts';
import { findStandard } from '../core/find-standard.ts';
import { findPacks } from '../core/forms/find-packs.ts';
import { type Pack, packs } from '../core/forms/packs.ts';
import { type StandardSearch, searchStandards } from '../core/search/search-standards.ts';
import { type PhotoStandard, standards } from '../core/standards.ts';

export type { Pack, PhotoStandard, StandardSearch };
export { findPacks, findStandard, PhotoRejected, packs, searchStandards, standards };
