/** A thing or a tag: its name in the page's language and in English or Chinese, and its score. */
import type { ComponentChildren } from 'preact';
import { language, thingName } from '../../state/language.ts';

interface FoundRowProps {
  /** Label and names. */
  readonly named: Parameters<typeof thingName>[0];
  /** `#rrggbb`; null for none. */
  readonly colour: string | null;
  /** How many there are; one is not shown. */
  readonly count?: number;
  /** The score as text. */
  readonly children: ComponentChildren;
}

export function FoundRow({ named, colour, count = 1, children }: FoundRowProps) {
  const other = language.value === 'en' ? 'zh-Hans' : 'en';
  return (
    <li>
      {colour !== null && <span class="found-colour" style={{ backgroundColor: colour }} />}
      <span>
        {thingName(named)}
        {count > 1 && ` × ${count}`} <small lang={other}>{other === 'en' ? named.en : named.zh}</small>
      </span>
      <span class="small">{children}</span>
    </li>
  );
}
