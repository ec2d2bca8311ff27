/** Lists what can be ordered, in the shape that the page needs: standards with their sizes, papers, named colours. */

import type { ApiStandard, Catalogue } from '../../core/api.ts';
import { namedColours } from '../../core/backdrop.ts';
import { findPacks } from '../../core/forms/find-packs.ts';
import { type Pack, packFiles } from '../../core/forms/packs.ts';
import { frameOf, type Profile, usualProfile } from '../../core/frame.ts';
import { knownPapers } from '../../core/papers.ts';
import { searchStandards } from '../../core/search/search-standards.ts';
import { type PhotoStandard, standards } from '../../core/standards.ts';

/** @param query what the standards are searched for; empty: all standards. */
export function catalogue(query = ''): Catalogue {
  const search = query.trim() === '' ? { match: 'all' as const, standards } : searchStandards(query);
  return {
    match: search.match,
    standards: search.standards.map(describeStandard),
    packs: findPacks(query, search.match === 'nearest' ? [] : search.standards).map(describePack),
    papers: knownPapers.map(({ id, name, widthMm, heightMm }) => ({ id, name, widthMm, heightMm })),
    backdrops: namedColours.map(({ en, zh, hex }) => ({ name: { en, zh }, hex })),
  };
}

function describePack({ id, name, country, remark, checked }: Pack): Catalogue['packs'][number] {
  const files = packFiles
    .filter(({ pack }) => pack.id === id)
    .map(({ file, kind, standard }) => {
      const { widthPx, heightPx } = frameOf(standard);
      const { minBytes, maxBytes } = standard.file;
      return { file, kind, standard: standard.id, widthPx, heightPx, minBytes, maxBytes };
    });
  return { id, name, country, remark, checked, files };
}

/** Returns a standard in the shape of the API. */
export function describeStandard(standard: PhotoStandard): ApiStandard {
  const { id, name, country, category, people, rules, backdrops, file, editing, takenBy, glasses, headCover } =
    standard;
  const { crown, headHeight, eyeLine, topMargin, chinToBottom, headWidth, eyeDistance } = rules;
  const { infants, maxAgeMonths, caption, remark, sources, checked, confidence, unconfirmed } = standard;
  return {
    ...{ id, name, country, category, people, sizes: sizesOf(standard) },
    rules: { crown, headHeight, eyeLine, topMargin, chinToBottom, headWidth, eyeDistance },
    ...{ backdrops, file, editing, takenBy, glasses, headCover, infants, maxAgeMonths, caption, remark },
    ...{ sources, checked, confidence, unconfirmed },
  };
}

/** Returns the sizes of a standard. The profile that an order gets by default comes first. */
function sizesOf(standard: PhotoStandard): ApiStandard['sizes'] {
  const usual = usualProfile(standard);
  const other: Profile = usual === 'print' ? 'upload' : 'print';
  return [usual, other].filter((profile) => standard[profile]).map((profile) => sizeOf(standard, profile));
}

function sizeOf(standard: PhotoStandard, profile: Profile): ApiStandard['sizes'][number] {
  const { widthPx, heightPx, densityDpi } = frameOf(standard, undefined, profile);
  const mm = profile === 'print' ? standard.print : null;
  return { profile, widthPx, heightPx, widthMm: mm?.widthMm ?? null, heightMm: mm?.heightMm ?? null, densityDpi };
}
