/** The field of one picture of a form: drop area, file button and camera, then its progress and its files. */
import { useSignal } from '@preact/signals';
import type { Pack } from '../../../core/forms/packs.ts';
import { frameOf } from '../../../core/frame.ts';
import { adviceOf } from '../../locales/rejection-advice.ts';
import { captionRule, type FormFile, type FormPart, stateOf } from '../../state/form/form.ts';
import { fillPart } from '../../state/form/run-part.ts';
import { partTexts, texts } from '../../state/language.ts';
import { cameraUse } from '../../state/open-overlays.ts';
import type { Photo } from '../../state/photo.ts';
import { saveFile } from '../../state/save-file.ts';
import { AdviceBox } from '../controls/advice-box.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { CameraIcon, DownloadIcon } from '../controls/icons.tsx';
import { bytesRange, bytesText, pixels } from '../format.ts';
import { phaseText } from '../photo/phase-text.ts';
import { Progress } from '../photo/progress.tsx';
import { VerdictBox } from '../photo/verdict-box.tsx';
import { CaptionFields } from './caption-fields.tsx';

interface PartProps {
  readonly pack: Pack;
  readonly part: FormPart;
}

export function FormPartField({ pack, part }: PartProps) {
  const text = partTexts.value.form;
  const { kind, files } = part;
  const { photo, made } = stateOf(pack, part);
  const isOver = useSignal(false);
  const { name, hint } = text.kinds[kind];
  const { colon } = texts.value.marks;
  const fill = ([file]: readonly File[]) => {
    if (file) void fillPart(pack, part, file);
  };
  return (
    <section
      class="form-part"
      aria-label={name}
      data-kind={kind}
      data-phase={photo?.phase.value.kind ?? 'empty'}
      data-over={isOver.value}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => {
        isOver.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        fill([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <header>
        <h3>{name}</h3>
        {files.map(({ file, standard }) => (
          <p key={standard.id} class="small">
            {file}.jpg{colon}
            {text.sizes(pixels(frameOf(standard)), bytesRange(standard.file))}
          </p>
        ))}
      </header>
      {!photo && <p class="small">{hint}</p>}
      {captionRule(part) && <CaptionFields pack={pack} part={part} />}
      <div class="buttons">
        <FileButton kind="" onFiles={(chosen) => fill([...chosen])}>
          {photo ? text.another : text.choose}
          <span class="visually-hidden">
            {colon}
            {name}
          </span>
        </FileButton>
        <button
          type="button"
          class="button"
          onClick={() => {
            cameraUse.value = { takes: kind === 'photo' ? 'portrait' : 'paper', onTaken: (file) => fill([file]) };
          }}
        >
          <CameraIcon />
          {text.camera}
          <span class="visually-hidden">
            {colon}
            {name}
          </span>
        </button>
        <span class="small for-mouse">{text.drop}</span>
      </div>
      <p class="visually-hidden" role="status">
        {photo && `${name}${colon}${phaseText(photo.phase.value)}`}
      </p>
      {photo && <PictureState photo={photo} />}
      {made.map((file) => (
        <FormFileRow key={file.url} file={file} />
      ))}
    </section>
  );
}

/** Shows the progress of the picture, or why nothing could be made of it. */
function PictureState({ photo }: { readonly photo: Photo }) {
  const phase = photo.phase.value;
  if (phase.kind === 'done') return null;
  if (phase.kind === 'rejected') return <AdviceBox advice={adviceOf(texts.value, phase)} />;
  if (phase.kind === 'failed') return <AdviceBox advice={texts.value.failures[phase.code]} />;
  return <Progress photo={photo} />;
}

function FormFileRow({ file }: { readonly file: FormFile }) {
  const text = partTexts.value.form;
  const { name, url, output } = file;
  return (
    <div class="made-file">
      <img src={url} alt={name} />
      <div>
        <p class="made-name">
          {name} <span>{text.sizes(pixels(output), bytesText(output.sizeBytes))}</span>
        </p>
        <VerdictBox output={output} />
        <button type="button" class="button" onClick={() => saveFile(file)}>
          <DownloadIcon />
          {text.download(name)}
        </button>
      </div>
    </div>
  );
}
