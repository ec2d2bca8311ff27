/** Name and date of the photo, for forms that want them below the face. */

import { maxCharacters } from '../../../core/forms/caption-line.ts';
import type { Pack } from '../../../core/forms/packs.ts';
import { captionDate, captionName, captionRule, type FormPart, isCaptionGood } from '../../state/form/form.ts';
import { orderPartAgain } from '../../state/form/run-part.ts';
import { partTexts } from '../../state/language.ts';

/** A change is ordered when the person leaves the field. */
export function CaptionFields({ pack, part }: { readonly pack: Pack; readonly part: FormPart }) {
  const text = partTexts.value.form.caption;
  const isBad = !isCaptionGood.value;
  const order = () => {
    if (isCaptionGood.value) void orderPartAgain(pack, part);
  };
  return (
    <div class="caption-fields">
      <p class="small">{captionRule(part) === 'required' ? text.required : text.someNotices}</p>
      <label class="field">
        <span>{text.name}</span>
        <input
          value={captionName.value}
          maxLength={maxCharacters}
          aria-invalid={isBad}
          onInput={({ currentTarget }) => {
            captionName.value = currentTarget.value;
          }}
          onChange={order}
        />
      </label>
      <label class="field">
        <span>{text.date}</span>
        <input
          type="date"
          value={captionDate.value}
          onInput={({ currentTarget }) => {
            captionDate.value = currentTarget.value;
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
  );
}
