/** Name, language, and on a local studio how many of its processes there are. */
import { language, switchLanguage, words } from '../state/language.ts';
import { settings } from '../state/settings.ts';
import { Mark } from './controls/icons.tsx';
import { InstancesPill } from './studio/instances-pill.tsx';

export function Header() {
  const { brand } = words.value;
  return (
    <header class="bar">
      <a class="brand" href="/" aria-label={brand.home}>
        <Mark />
        <span>Zerobooth</span>
      </a>
      <div class="bar-tools">
        {settings.value.local && <InstancesPill />}
        <button
          type="button"
          class="quiet language"
          lang={brand.otherLanguageTag}
          onClick={switchLanguage}
          data-language={language.value}
        >
          {brand.otherLanguage}
        </button>
      </div>
    </header>
  );
}
