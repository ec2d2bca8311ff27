/** What happened and what to do, told at once to screen readers. */
import type { Advice } from '../../locales/words.ts';
import { LookIcon } from '../controls/icons.tsx';

export function Trouble({ words: { title, advice } }: { readonly words: Advice }) {
  return (
    <div class="trouble-box" role="alert">
      <LookIcon />
      <div>
        <p class="trouble-title">{title}</p>
        <p>{advice}</p>
      </div>
    </div>
  );
}
