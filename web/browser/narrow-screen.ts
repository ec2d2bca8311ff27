/** Whether the page has one column. */
import { signal } from '@preact/signals';

/** As the columns in web/style/layout.css. */
const query = globalThis.matchMedia?.('(max-width: 63.99rem)');

export const isNarrow = signal(query?.matches ?? false);

query?.addEventListener('change', ({ matches }) => {
  isNarrow.value = matches;
});
