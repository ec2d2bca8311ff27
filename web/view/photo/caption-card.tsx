/** Name and day below the face of the selected photo, in documents that take them. A change is ordered when the person leaves the field. */
import { useSignal } from '@preact/signals';
import { maxCharacters } from '../../../core/forms/caption-line.ts';
import { captionLines, fieldsOf, isNameGood } from '../../state/caption.ts';
import { standardOf } from '../../state/draft.ts';
import { partTexts } from '../../state/language.ts';
import { change, draft } from '../../state/workspace.ts';

export function CaptionCard() {
  const text = partTexts.value.form.caption;
  const start = fieldsOf(draft.value.caption ?? []);
  const name = useSignal(start.name);
  const isoDay = useSignal(start.isoDay);
  const isBad = !isNameGood(name.value);
  const rule = standardOf(draft.value).caption?.rule;
  const order = () => {
    if (!isNameGood(name.value)) return;
    const lines = captionLines({ name: name.value, isoDay: isoDay.value });
    change({ caption: lines.length > 0 ? lines : null });
  };
  return (
    <details class="card fold" open={rule === 'required'}>
      <summary>{text.heading}</summary>
      <div class="caption-fields">
        {rule && <p class="small">{rule === 'required' ? text.required : text.someNotices}</p>}
        <label class="field">
          <span>{text.name}</span>
          <input
            value={name.value}
            maxLength={maxCharacters}
            aria-invalid={isBad}
            onInput={({ currentTarget }) => {
              name.value = currentTarget.value;
            }}
            onChange={order}
          />
        </label>
        <label class="field">
          <span>{text.date}</span>
          <input
            type="date"
            value={isoDay.value}
            onInput={({ currentTarget }) => {
              isoDay.value = currentTarget.value;
            }}
            onChange={order}
          />
        </label>
        {isBad && (
          <p class="error-text" role="alert">
            {text.bad(maxCharacters)}
          </p>
        )}
      </div>
    </details>
  );
}
