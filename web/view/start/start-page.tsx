/** The page without photos: the drop zone, the chosen document, tips, and the recent photos. */
import { texts } from '../../state/language.ts';
import { rosterFiles } from '../../state/open-overlays.ts';
import { screen } from '../../state/screen.ts';
import { settings } from '../../state/settings.ts';
import { addFiles, takePhoto } from '../../state/workspace.ts';
import { FaceOutline } from '../camera/face-outline.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { CameraIcon } from '../controls/icons.tsx';
import { DocumentCard } from '../documents/document-card.tsx';
import { HistoryList } from './history-list.tsx';

export function StartPage() {
  const { hero, drop, tips, privacy, more } = texts.value;
  const [finder] = settings.value.finders;
  const maxMb = Math.round(settings.value.limits.maxBytes / 1024 / 1024);
  return (
    <div class="start">
      <div class="hero">
        <h1>{hero.title}</h1>
        <p class="lead">{hero.lead}</p>
      </div>
      <section class="mat drop-zone" aria-label={drop.title}>
        <FaceOutline />
        <div class="drop-words">
          <h2>
            <span class="for-mouse">{drop.title}</span>
            <span class="for-touch">{drop.touchTitle}</span>
          </h2>
          <p>
            <span class="for-mouse">{drop.hint}</span>
            <span class="for-touch">{drop.touchHint}</span>
          </p>
          <div class="buttons">
            <FileButton kind="primary" onFiles={addFiles} multiple>
              {drop.choose}
            </FileButton>
            <button type="button" class="button" onClick={takePhoto}>
              <CameraIcon />
              {drop.camera}
            </button>
            <button type="button" class="button" onClick={() => (rosterFiles.value = [])}>
              {drop.roster}
            </button>
          </div>
          <p class="small">{drop.formats(maxMb)}</p>
        </div>
      </section>
      <div class="start-side">
        <DocumentCard />
      </div>
      <ul class="tips">
        {tips.map(({ title, text }) => (
          <li key={title}>
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ul>
      <HistoryList />
      {finder && (
        <p>
          <button type="button" class="quiet" onClick={() => (screen.value = finder)}>
            {more.found} <span class="mirrored">→</span>
          </button>
        </p>
      )}
      <p class="privacy">{privacy}</p>
    </div>
  );
}
