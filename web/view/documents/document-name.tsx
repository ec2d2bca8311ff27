/** The name of a document, with its English name beside it where the page's language has none of its own. */
import type { PhotoStandard } from '../../../core/standards.ts';
import { documentName, englishName } from '../../state/language.ts';

export function DocumentName({ standard }: { readonly standard: PhotoStandard }) {
  const english = englishName(standard);
  return (
    <>
      {documentName(standard)}
      {english && (
        <small class="english-name" lang="en">
          {english}
        </small>
      )}
    </>
  );
}
