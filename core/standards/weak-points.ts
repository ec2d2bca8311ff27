/** Finds what is weak in the record of a standard, for a review of the table. */
import type { PhotoStandard } from '../standards.ts';

/** A record with its weak points, in words. */
interface AuditedStandard {
  readonly standard: PhotoStandard;
  readonly weakPoints: readonly string[];
}

/** Returns all records: the one that was checked longest ago first, of one day the weakest first. */
export function auditStandards(standards: readonly PhotoStandard[]): readonly AuditedStandard[] {
  return standards
    .map((standard) => ({ standard, weakPoints: weakPointsOf(standard) }))
    .sort((a, b) => compareDays(a, b) || b.weakPoints.length - a.weakPoints.length);
}

function compareDays({ standard: a }: AuditedStandard, { standard: b }: AuditedStandard): number {
  return (a.checked ?? '').localeCompare(b.checked ?? '');
}

/** Returns the weak points of a record; empty for one whose figures are all from a page of the office. */
export function weakPointsOf(standard: PhotoStandard): readonly string[] {
  const { confidence, sources, unconfirmed, rules, aim, editing } = standard;
  const kinds = new Set(sources.map(({ kind }) => kind));
  const isOfOffice = confidence !== 'convention';
  return [
    ...(confidence === 'secondary' ? ['the page of the office was not read'] : []),
    ...(kinds.has('read') || kinds.has('quoted') || kinds.has('restated') ? [] : ['only collections or unread pages']),
    ...(sources.some(({ says }) => says !== null) ? [] : ['no source has its words']),
    ...(sources.length === 1 ? ['one source only'] : []),
    ...unconfirmed.map((field) => `unconfirmed: ${field}`),
    ...(aim && !rules.headHeight ? ['no head height is stated'] : []),
    ...(isOfOffice && editing.replaceBackdrop === 'not-known' ? ['no rule on the background is known'] : []),
  ];
}
