/** All photos in a table with their verdicts, and what is chosen and downloaded for all of them. */
import { partTexts, texts } from '../../state/language.ts';
import { filter, listed, overview } from '../../state/overview.ts';
import { screen } from '../../state/screen.ts';
import { Segments } from '../controls/segments.tsx';
import { DocumentCard } from '../documents/document-card.tsx';
import { BackdropPicker } from '../photo/backdrop-picker.tsx';
import { CommonSheetCard } from './common-sheet-card.tsx';
import { PhotoRow } from './photo-row.tsx';
import { TableDownloads } from './table-downloads.tsx';

export function TablePage() {
  const own = partTexts.value.table;
  const { all, settled, look, ready } = overview.value;
  return (
    <div class="table-page">
      <header>
        <h1>{own.heading}</h1>
        <p role="status">{texts.value.photos.settled(settled, all)}</p>
        <Segments
          label={own.show}
          name="filter"
          value={filter.value}
          choices={[
            ['all', own.all(all)],
            ['look', own.look(look)],
            ['ready', own.ready(ready)],
          ]}
          onChange={(next) => {
            filter.value = next;
          }}
        />
      </header>
      <div class="table-main">
        {listed.value.length > 0 ? <PhotoTable /> : <p class="card">{own.empty}</p>}
        <TableDownloads />
        <button type="button" class="button" onClick={() => (screen.value = 'photo')}>
          {own.back}
        </button>
      </div>
      <div class="work-options">
        <p class="small">
          {own.forAll} {own.several}
        </p>
        <DocumentCard />
        <BackdropPicker several />
        <CommonSheetCard />
      </div>
    </div>
  );
}

function PhotoTable() {
  const own = partTexts.value.table;
  return (
    <table class="photo-table">
      <thead>
        <tr>
          <th scope="col">{own.photo}</th>
          <th scope="col">{own.document}</th>
          <th scope="col">{own.background}</th>
          <th scope="col">{own.verdict}</th>
        </tr>
      </thead>
      <tbody>
        {listed.value.map((photo) => (
          <PhotoRow key={photo.localId} photo={photo} />
        ))}
      </tbody>
    </table>
  );
}
