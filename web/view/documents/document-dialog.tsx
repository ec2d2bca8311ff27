/** Chooses a document by search, by country, or as a custom size. */
import { useSignal } from '@preact/signals';
import { findPacks } from '../../../core/forms/find-packs.ts';
import type { Pack } from '../../../core/forms/packs.ts';
import type { StandardSearch } from '../../../core/search/search-standards.ts';
import { countries, findDocuments, groupsOf } from '../../state/find-documents.ts';
import { countryName, texts } from '../../state/language.ts';
import { documentsOpen, openPack } from '../../state/open-overlays.ts';
import { rememberDocument } from '../../state/recent-documents.ts';
import { change } from '../../state/workspace.ts';
import { Dialog } from '../controls/dialog.tsx';
import { SearchIcon } from '../controls/icons.tsx';
import { CustomSize } from './custom-size.tsx';
import { DocumentList } from './document-list.tsx';
import { moveFocus } from './move-focus.ts';

/** Value of the option for all countries. The empty string is that of international documents. */
const allCountries = '*';

export function DocumentDialog() {
  const { document } = texts.value;
  const query = useSignal('');
  const country = useSignal(allCountries);
  const close = () => {
    documentsOpen.value = false;
  };
  const choose = (standard: string) => {
    rememberDocument(standard);
    change({ standard, profile: null, backdrop: null, further: [] });
    close();
  };
  const chosenCountry = country.value === allCountries ? undefined : country.value || null;
  const search = findDocuments(query.value, chosenCountry);
  const packs = findPacks(query.value, search.match === 'found' ? search.standards : []);
  const isOfCountry = (pack: Pack) => chosenCountry === undefined || pack.country === chosenCountry;
  const isWhole = query.value.trim() === '' && chosenCountry === undefined;
  // The whole list begins with the documents of the visitor's country.
  const forms = isWhole ? [] : packs.filter(isOfCountry);
  const openForm = (id: string) => {
    close();
    openPack.value = id;
  };
  const groups = isWhole ? groupsOf(search.standards) : [{ name: '', standards: search.standards }];
  const chooseFirst = () => {
    if (search.match === 'nearest' && forms.length > 0) openForm(forms[0].id);
    else if (search.standards.length > 0) choose(search.standards[0].id);
  };
  return (
    <Dialog title={document.heading} kind="documents" onClose={close}>
      <div class="search">
        <label class="search-field">
          <span class="visually-hidden">{document.search}</span>
          <SearchIcon />
          <input
            type="search"
            value={query.value}
            placeholder={document.searchHint}
            autofocus
            onKeyDown={(event) => {
              if (event.key === 'Enter' && query.value.trim() !== '') chooseFirst();
              else moveFocus(event);
            }}
            onInput={({ currentTarget }) => {
              query.value = currentTarget.value;
            }}
          />
        </label>
        <CountrySelect
          value={country.value}
          onChange={(code) => {
            country.value = code;
          }}
        />
      </div>
      <p class="small" role="status">
        {statusOf(search)}
      </p>
      <DocumentList forms={forms} groups={groups} onChoose={choose} onForm={openForm} />
      <CustomSize onChoose={choose} />
    </Dialog>
  );
}

function statusOf({ match, standards }: StandardSearch): string {
  const { document } = texts.value;
  if (standards.length === 0) return document.none;
  return match === 'nearest' ? document.nearest : document.found(standards.length);
}

function CountrySelect({ value, onChange }: { readonly value: string; readonly onChange: (code: string) => void }) {
  const { document, tag } = texts.value;
  const options = countries
    .map((code) => ({ code: code ?? '', name: countryName(code) }))
    .sort((a, b) => a.name.localeCompare(b.name, tag));
  return (
    <label>
      <span class="visually-hidden">{document.country}</span>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        <option value={allCountries}>{document.everywhere}</option>
        {options.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
