/** The header: the logo, the number of processes of a local studio, and the menu of languages. */
import { isLanguage, languageCodes, languages } from '../locales/languages.ts';
import { language, switchLanguage, texts } from '../state/language.ts';
import { settings } from '../state/settings.ts';
import { GlobeIcon, Mark } from './controls/icons.tsx';
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
        <LanguageMenu />
      </div>
    </header>
  );
}

/** Each language has its own name and tag. */
function LanguageMenu() {
  return (
    <label class="languages">
      <span class="visually-hidden">{texts.value.brand.language}</span>
      <GlobeIcon />
      <select
        value={language.value}
        onChange={({ currentTarget: { value } }) => {
          if (isLanguage(value)) void switchLanguage(value);
        }}
      >
        {languageCodes.map((code) => (
          <option key={code} value={code} lang={code} dir="auto">
            {languages[code].name}
          </option>
        ))}
      </select>
    </label>
  );
}
