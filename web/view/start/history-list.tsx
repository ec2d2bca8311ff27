/** The recent photos of this browser. They can be opened again and removed from the list. */
import { clearHistory, type HistoryEntry, history, removeFromHistory } from '../../state/history.ts';
import { texts } from '../../state/language.ts';
import { openFromHistory } from '../../state/workspace.ts';
import { CloseIcon, PersonIcon } from '../controls/icons.tsx';
import { shortDate } from '../format.ts';

export function HistoryList() {
  const { heading, hint, clear } = texts.value.history;
  if (history.value.length === 0) return null;
  return (
    <section class="history" aria-labelledby="history-heading">
      <header>
        <h2 id="history-heading">{heading}</h2>
        <p class="small">{hint}</p>
        <button type="button" class="quiet" onClick={clearHistory}>
          {clear}
        </button>
      </header>
      <ul>
        {history.value.map((entry) => (
          <HistoryItem key={entry.photoId} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function HistoryItem({ entry }: { readonly entry: HistoryEntry }) {
  const { open, until, remove } = texts.value.history;
  const { name, thumbnail, photoId } = entry;
  return (
    <li>
      <button type="button" class="history-open" onClick={() => openFromHistory(entry)}>
        {thumbnail ? <img src={thumbnail} alt="" /> : <PersonIcon />}
        <span class="history-name">
          <span class="visually-hidden">{open} </span>
          {name}
        </span>
        <span class="small">{until(shortDate(entry.until))}</span>
      </button>
      <button type="button" class="icon-button" aria-label={remove(name)} onClick={() => removeFromHistory(photoId)}>
        <CloseIcon />
      </button>
    </li>
  );
}
