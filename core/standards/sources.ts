/** Says where the figures of a standard come from and how far they can be trusted. */

const kindsByTrust = ['read', 'quoted', 'named', 'restated', 'repository'] as const;

/** The fields of a standard that name its sources. */
interface Sourced {
  readonly name: { readonly en: string };
  readonly sources: readonly { readonly ref: string; readonly kind: (typeof kindsByTrust)[number] }[];
  readonly confidence: 'official' | 'secondary' | 'convention';
  readonly unconfirmed: readonly string[];
}

/** Returns the name of the standard and its most trustworthy source; null for a custom size. */
export function ruleSource({ name, sources }: Pick<Sourced, 'name' | 'sources'>): string | null {
  const [best] = [...sources].sort((a, b) => kindsByTrust.indexOf(a.kind) - kindsByTrust.indexOf(b.kind));
  return best ? `${name.en}: ${best.ref}` : null;
}

/**
 * Returns one sentence on what is not certain about the figures of a standard; null when the office's own page states
 * them all, and for a habit of the trade.
 */
export function doubtOf({ unconfirmed, confidence, sources }: Omit<Sourced, 'name'>): string | null {
  if (unconfirmed.length > 0) return `Not confirmed by a good source: ${unconfirmed.join(', ')}.`;
  if (confidence !== 'secondary') return null;
  return sources.some(({ kind }) => kind === 'quoted')
    ? "The figures are from copies of the office's text; its own page was not read."
    : 'The figures are from other sources; the page of the office was not read.';
}
