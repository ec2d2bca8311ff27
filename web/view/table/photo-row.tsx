/** One photo of the table. Its name opens it. */
import { resolveBackdrop } from '../../../core/backdrop.ts';
import type { PhotoStandard } from '../../../core/standards.ts';
import { adviceOf } from '../../locales/rejection-advice.ts';
import { backdropNames, standardOf } from '../../state/draft.ts';
import { nameOf, texts } from '../../state/language.ts';
import type { Photo } from '../../state/photo.ts';
import { worstPhoto } from '../../state/result-files.ts';
import { screen } from '../../state/screen.ts';
import { officeSwatches, otherSwatches, paintOf } from '../../state/swatches.ts';
import { select } from '../../state/workspace.ts';
import { CrossIcon } from '../controls/icons.tsx';
import { DocumentName } from '../documents/document-name.tsx';
import { list } from '../format.ts';
import { phaseText } from '../photo/phase-text.ts';
import { Preview } from '../photo/preview.tsx';
import { decisivePoints, VerdictIcon } from '../photo/verdict-box.tsx';

export function PhotoRow({ photo }: { readonly photo: Photo }) {
  const draft = photo.draft.value;
  const result = photo.result.value;
  const standard = standardOf(draft);
  const open = () => {
    select(photo);
    screen.value = 'photo';
  };
  return (
    <tr data-phase={photo.phase.value.kind} aria-busy={!photo.isSettled.value || photo.updating.value}>
      <th scope="row">
        <button type="button" class="row-open" onClick={open}>
          <span class="row-picture">
            {result ? (
              <img src={result.files.photo.url} alt="" decoding="async" />
            ) : (
              <Preview url={photo.thumbnail.value} />
            )}
          </span>
          <span>{photo.name}</span>
        </button>
      </th>
      <td>
        <DocumentName standard={standard} />
      </td>
      <td>
        {backdropNames(draft).map((name) => (
          <p key={name}>
            <span class="row-paint" style={{ background: paintOf(resolveBackdrop(name, standard)) }} />{' '}
            {backdropText(name, standard)}
          </p>
        ))}
      </td>
      <td>
        <RowVerdict photo={photo} />
      </td>
    </tr>
  );
}

/** Returns the name of the backdrop, as the picker has it; for a custom colour its digits. */
function backdropText(name: string, standard: PhotoStandard): string {
  if (name === 'original') return texts.value.backdrop.original;
  const swatches = [...officeSwatches(standard), ...otherSwatches(standard)];
  const swatch = swatches.find(({ backdrop }) => resolveBackdrop(backdrop, standard).name === name);
  return swatch ? nameOf(swatch.name) : name;
}

/** The verdict with its points, or why there is none. Of several backdrops the worst counts. */
function RowVerdict({ photo }: { readonly photo: Photo }) {
  const { verdict: text } = texts.value;
  const phase = photo.phase.value;
  const problem = problemOf(photo);
  if (problem !== null) {
    return (
      <span class="row-verdict" data-verdict="will-be-refused">
        <CrossIcon />
        <span>{problem}</span>
      </span>
    );
  }
  const output = photo.result.value && worstPhoto(photo.result.value.files);
  if (!output || phase.kind !== 'done') return <>{phaseText(phase)}</>;
  const points = decisivePoints(output);
  return (
    <span class="row-verdict" data-verdict={output.verdict}>
      <VerdictIcon verdict={output.verdict} />
      <span>
        <strong>{text.names[output.verdict]}</strong>
        {points.length > 0 && <small>{list(points)}</small>}
      </span>
    </span>
  );
}

/** Returns why the last order made no photo; null when it made one, or is under way. */
function problemOf({ phase: { value: phase }, orderRejection }: Photo): string | null {
  if (phase.kind === 'failed') return texts.value.failures[phase.code].title;
  const rejection = phase.kind === 'rejected' ? phase : orderRejection.value;
  return rejection && adviceOf(texts.value, rejection).title;
}
