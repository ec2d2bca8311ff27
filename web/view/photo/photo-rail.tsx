/** All photos in a row, each with its phase. At the end are the buttons that add photos. */
import type { Verdict } from '../../../core/verdict.ts';
import { texts } from '../../state/language.ts';
import type { Phase, Photo } from '../../state/photo.ts';
import { worstPhoto } from '../../state/result-files.ts';
import { addFiles, photos, select, selected, takePhoto } from '../../state/workspace.ts';
import { FileButton } from '../controls/file-button.tsx';
import { CameraIcon, PlusIcon, WarningIcon } from '../controls/icons.tsx';
import { phaseText } from './phase-text.ts';
import { Preview } from './preview.tsx';
import { RailSummary } from './rail-summary.tsx';
import { VerdictIcon } from './verdict-box.tsx';

export function PhotoRail() {
  const { actions, drop, photos: text } = texts.value;
  return (
    <nav class="rail" aria-label={text.list}>
      <RailSummary />
      <ul>
        {photos.value.map((photo) => (
          <li key={photo.localId}>
            <Tile photo={photo} />
            <span class="rail-name" aria-hidden="true">
              {photo.name}
            </span>
          </li>
        ))}
        <li class="rail-add">
          <FileButton kind="tile" onFiles={addFiles} multiple>
            <PlusIcon />
            <span>{actions.add}</span>
          </FileButton>
          <button type="button" class="button tile" onClick={takePhoto}>
            <CameraIcon />
            <span>{drop.camera}</span>
          </button>
        </li>
      </ul>
    </nav>
  );
}

function Tile({ photo }: { readonly photo: Photo }) {
  const phase = photo.phase.value;
  const result = photo.result.value;
  const verdict = phase.kind === 'done' ? (result ? worstPhoto(result.files).verdict : null) : null;
  const state = verdict ? texts.value.verdict.names[verdict] : phaseText(phase);
  const label = texts.value.photos.tile(photo.name, state);
  return (
    <button
      type="button"
      class="rail-tile"
      data-phase={phase.kind}
      aria-label={label}
      title={photo.name}
      aria-pressed={photo === selected.value}
      onClick={() => select(photo)}
    >
      {result ? <img src={result.files.photo.url} alt="" decoding="async" /> : <Preview url={photo.thumbnail.value} />}
      <Badge phase={phase} verdict={verdict} />
    </button>
  );
}

/** The verdict or the phase as a sign. The name of the button has it in words. */
function Badge({ phase, verdict }: { readonly phase: Phase; readonly verdict: Verdict | null }) {
  if (verdict)
    return (
      <span class="badge" data-verdict={verdict}>
        <VerdictIcon verdict={verdict} />
      </span>
    );
  if (phase.kind === 'rejected' || phase.kind === 'failed')
    return (
      <span class="badge bad">
        <WarningIcon />
      </span>
    );
  if (phase.kind === 'sending') {
    const share = phase.allBytes > 0 ? phase.sentBytes / phase.allBytes : 0;
    return <span class="badge-bar" style={{ '--share': String(share) }} />;
  }
  return phase.kind === 'cancelled' ? null : <span class="badge-bar moving" />;
}
