/** The header: the logo, the number of processes of a local studio, and the language button. */
import { language, switchLanguage, texts } from '../state/language.ts';
import { settings } from '../state/settings.ts';
import { Mark } from './controls/icons.tsx';
import { InstancesPill } from './studio/instances-pill.tsx';

export function Header() {
  const { brand } = texts.value;
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
          class="quiet"
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
