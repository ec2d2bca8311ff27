/** All photos in a row, each with how far it is; more can be added at the end. */
import { words } from '../../state/language.ts';
import type { Phase, Photo } from '../../state/photo.ts';
import { photos, select, selected } from '../../state/studio.ts';
import { phaseText } from '../controls/announcer.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { CameraIcon, CheckIcon, LookIcon, PlusIcon } from '../controls/icons.tsx';
import { cameraOpen } from '../controls/open.ts';
import { Preview } from './preview.tsx';

export function PhotoRail() {
  const { actions, drop, photos: said } = words.value;
  return (
    <nav class="rail" aria-label={said.list}>
      <ul>
        {photos.value.map((photo) => (
          <li key={photo.localId}>
            <Tile photo={photo} />
          </li>
        ))}
        <li class="rail-add">
          <FileButton kind="tile">
            <PlusIcon />
            <span>{actions.add}</span>
          </FileButton>
          <button type="button" class="button tile" onClick={() => (cameraOpen.value = true)}>
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
  const label = words.value.photos.tile(photo.name, phaseText(phase, words.value));
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
      {result ? <img src={result.files.photo.url} alt="" /> : <Preview photo={photo} />}
      <Badge phase={phase} />
    </button>
  );
}

/** How far, at a glance; the button's name says it in words. */
function Badge({ phase }: { readonly phase: Phase }) {
  if (phase.kind === 'done') return <span class="badge good">{<CheckIcon />}</span>;
  if (phase.kind === 'rejected' || phase.kind === 'failed') return <span class="badge bad">{<LookIcon />}</span>;
  if (phase.kind === 'sending') {
    const share = phase.allBytes > 0 ? phase.sentBytes / phase.allBytes : 0;
    return <span class="badge-bar" style={{ '--share': String(share) }} />;
  }
  return phase.kind === 'cancelled' ? null : <span class="badge-bar moving" />;
}
