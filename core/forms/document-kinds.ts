/** The parts of a form that are ink on paper, and not a photo of a person. */

export const documentKinds = ['signature', 'thumb-print', 'declaration'] as const;

export type DocumentKind = (typeof documentKinds)[number];

export function isDocumentKind(kind: string): kind is DocumentKind {
  return documentKinds.some((known) => known === kind);
}
