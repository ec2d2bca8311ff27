/** Chooses a document by search, by country, or as a custom size. */
import { useSignal } from '@preact/signals';
import { findPacks } from '../../../core/forms/find-packs.ts';
import type { Pack } from '../../../core/forms/packs.ts';
import { frameOf } from '../../../core/frame.ts';
import type { StandardSearch } from '../../../core/search/search-standards.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import { standardOf } from '../../state/draft.ts';
import { countries, findDocuments } from '../../state/find-documents.ts';
import { countryName, nameOf, texts } from '../../state/language.ts';
import { documentsOpen, openPack } from '../../state/open-overlays.ts';
import { change, draft } from '../../state/workspace.ts';
import { Dialog } from '../controls/dialog.tsx';
import { SearchIcon } from '../controls/icons.tsx';
import { millimetres, pixels } from '../format.ts';
import { CustomSize } from './custom-size.tsx';
import { FormItems } from './form-items.tsx';
import { FrameDrawing } from './frame-drawing.tsx';

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
    change({ standard, profile: null, backdrop: null });
    close();
  };
  const chosenCountry = country.value === allCountries ? undefined : country.value || null;
  const search = findDocuments(query.value, chosenCountry);
  const packs = findPacks(query.value, search.match === 'found' ? search.standards : []);
  const isOfCountry = (pack: Pack) => chosenCountry === undefined || pack.country === chosenCountry;
  // The whole list begins with the documents of the visitor's country.
  const forms = query.value.trim() === '' && chosenCountry === undefined ? [] : packs.filter(isOfCountry);
  const openForm = (id: string) => {
    close();
    openPack.value = id;
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
      <ul class="document-list">
        <FormItems found={forms} onChoose={openForm} />
        <DocumentItems found={search.standards} onChoose={choose} />
      </ul>
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

interface ListProps {
  readonly found: readonly PhotoStandard[];
  readonly onChoose: (id: string) => void;
}

function DocumentItems({ found, onChoose }: ListProps) {
  const current = standardOf(draft.value).id;
  return (
    <>
      {found.map((standard) => {
        const frame = frameOf(standard);
        return (
          <li key={standard.id}>
            <button type="button" aria-pressed={standard.id === current} onClick={() => onChoose(standard.id)}>
              <FrameDrawing frame={frame} />
              <span class="document-list-name">{nameOf(standard.name)}</span>
              <span class="small">{countryName(standard.country)}</span>
              <span class="document-list-size">
                {millimetres(standard) && <b>{millimetres(standard)}</b>}
                <span>{pixels(frame)}</span>
              </span>
            </button>
          </li>
        );
      })}
    </>
  );
}
