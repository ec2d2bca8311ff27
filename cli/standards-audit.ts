/** Formats the review list of `npm run standards -- --audit`: what is weak in each record. */
import { auditStandards } from '../core/standards/weak-points.ts';
import type { PhotoStandard } from '../core/standards.ts';

/** Returns one line for each record, the oldest and weakest first, and the counts below. */
export function auditText(standards: readonly PhotoStandard[]): string {
  const audited = auditStandards(standards);
  const width = Math.max(2, ...standards.map(({ id }) => id.length));
  const lines = audited.map(({ standard: { id, checked, confidence }, weakPoints }) => {
    const points = weakPoints.join('; ') || 'nothing';
    return `${checked ?? '-'.padEnd(10)}  ${id.padEnd(width)}  ${confidence.padEnd(10)}  ${points}`;
  });
  const head = `${'checked'.padEnd(10)}  ${'id'.padEnd(width)}  ${'confidence'.padEnd(10)}  weak points`;
  return `${[head, ...lines, '', ...countLines(standards)].join('\n')}\n`;
}

function countLines(standards: readonly PhotoStandard[]): string[] {
  const sources = standards.flatMap((standard) => standard.sources);
  const said = standards.filter((standard) => standard.sources.some(({ says }) => says !== null));
  return [
    `${standards.length} records of ${new Set(standards.flatMap(({ country }) => country ?? [])).size} countries`,
    `confidence: ${counts(standards.map(({ confidence }) => confidence))}`,
    `${sources.length} sources: ${counts(sources.map(({ kind }) => kind))}`,
    `${said.length} records with the words of a source`,
  ];
}

/** Formats how often each word occurs: `official 20, secondary 71`. */
function counts(words: readonly string[]): string {
  const kinds = [...new Set(words)].sort();
  return kinds.map((kind) => `${kind} ${words.filter((word) => word === kind).length}`).join(', ');
}
