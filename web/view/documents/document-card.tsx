/** The chosen document: its size drawn to scale, the rules of its office, and the button that changes it. */
import { frameOfDraft, profileOf, standardOf } from '../../state/draft.ts';
import { countryName, documentName, englishName, texts } from '../../state/language.ts';
import { documentsOpen } from '../../state/open-overlays.ts';
import { change, draft } from '../../state/workspace.ts';
import { Segments } from '../controls/segments.tsx';
import { dayText, millimetres, pixels } from '../format.ts';
import { FrameDrawing } from './frame-drawing.tsx';
import { RuleList } from './rule-list.tsx';

export function DocumentCard() {
  const { document, rules } = texts.value;
  const standard = standardOf(draft.value);
  const frame = frameOfDraft(draft.value);
  const profile = profileOf(draft.value);
  const { print, upload, category } = standard;
  const english = englishName(standard);
  const isStandard = !/^\d/.test(standard.id);
  return (
    <section class="card document" aria-labelledby="document-heading">
      <h2 id="document-heading" class="eyebrow">
        {document.heading}
      </h2>
      <div class="document-head">
        <FrameDrawing frame={frame} lines />
        <div>
          <p class="document-name">{documentName(standard)}</p>
          {isStandard && (
            <p class="small">
              {english ? (
                <span lang="en">{english}</span>
              ) : (
                `${countryName(standard.country)} · ${document.categories[category]}`
              )}
            </p>
          )}
          <p class="document-size">
            {profile === 'print' && print && <span>{millimetres(standard)}</span>}
            <span>{pixels(frame)}</span>
          </p>
        </div>
      </div>
      <button type="button" class="button wide" onClick={() => (documentsOpen.value = true)}>
        {document.change}
      </button>
      {print && upload && (
        <Segments
          label={document.profile}
          name="profile"
          value={profile}
          choices={[
            ['print', document.print],
            ['upload', document.upload],
          ]}
          onChange={(chosen) => change({ profile: chosen })}
        />
      )}
      <RuleList standard={standard} frame={frame} />
      <p class="small">
        {rules.confidence[standard.confidence]}
        {standard.checked && ` · ${rules.checked(dayText(standard.checked))}`}
      </p>
    </section>
  );
}
