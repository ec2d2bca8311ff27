/** One line on all photos: how many are finished, how many need a look, and the way to the table. */
import { texts } from '../../state/language.ts';
import { filter, overview } from '../../state/overview.ts';
import { screen } from '../../state/screen.ts';

export function RailSummary() {
  const { photos: text } = texts.value;
  const { all, settled, look } = overview.value;
  if (all < 2) return null;
  const openTable = (shown: 'all' | 'look') => {
    filter.value = shown;
    screen.value = 'table';
  };
  return (
    <div class="rail-summary">
      <span>{text.settled(settled, all)}</span>
      {settled < all && <progress aria-label={text.settled(settled, all)} max={all} value={settled} />}
      {look > 0 && (
        <button type="button" class="quiet" onClick={() => openTable('look')}>
          {text.look(look)}
        </button>
      )}
      <button type="button" class="quiet" onClick={() => openTable('all')}>
        {text.table}
      </button>
    </div>
  );
}
