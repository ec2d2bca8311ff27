/** What was made lately in this browser: open again, take off the list, clear. */
import { forget, forgetAll, history, type Remembered } from '../../state/history.ts';
import { words } from '../../state/language.ts';
import { openRemembered } from '../../state/studio.ts';
import { CloseIcon, PersonIcon } from '../controls/icons.tsx';
import { shortDate } from '../wording.ts';

export function HistoryList() {
  const { heading, hint, clear } = words.value.history;
  if (history.value.length === 0) return null;
  return (
    <section class="history" aria-labelledby="history-heading">
      <header>
        <h2 id="history-heading">{heading}</h2>
        <p class="small">{hint}</p>
        <button type="button" class="quiet" onClick={forgetAll}>
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

function HistoryItem({ entry }: { readonly entry: Remembered }) {
  const { open, until, forget: forgetWord } = words.value.history;
  const { name, thumbnail, photoId } = entry;
  return (
    <li>
      <button type="button" class="history-open" onClick={() => openRemembered(entry)}>
        {thumbnail ? <img src={thumbnail} alt="" /> : <PersonIcon />}
        <span class="history-name">
          <span class="visually-hidden">{open} </span>
          {name}
        </span>
        <span class="small">{until(shortDate(entry.until))}</span>
      </button>
      <button type="button" class="icon-button" aria-label={forgetWord(name)} onClick={() => forget(photoId)}>
        <CloseIcon />
      </button>
    </li>
  );
}
