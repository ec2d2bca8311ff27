/** A box that says what happened and what to do. Screen readers read it at once. */
import type { Advice } from '../../locales/texts.ts';
import { WarningIcon } from './icons.tsx';

export function AdviceBox({ advice: { title, advice } }: { readonly advice: Advice }) {
  return (
    <div class="advice-box" role="alert">
      <WarningIcon />
      <div>
        <p class="advice-title">{title}</p>
        <p>{advice}</p>
      </div>
    </div>
  );
}
