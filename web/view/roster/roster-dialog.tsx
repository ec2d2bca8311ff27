/** The dialog for a roster: choose the list and the photos, see what does not fit, make all. Loaded on demand. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RosterText } from '../../../core/roster/texts.ts';
import { partTexts, problemText } from '../../state/language.ts';
import { rosterFiles } from '../../state/open-overlays.ts';
import { type ReadClass, readClass } from '../../state/roster/read-class.ts';
import { addClass, draft } from '../../state/workspace.ts';
import { Dialog } from '../controls/dialog.tsx';

const isList = ({ name }: File): boolean => /\.(csv|tsv|txt)$/i.test(name);

/** @param given files that were dropped with the list. */
export function RosterDialog({ given }: { readonly given: readonly File[] }) {
  const text = partTexts.value.roster;
  const files = useSignal(given);
  const read = useSignal<ReadClass | RosterText | null>(null);
  const list = files.value.filter(isList).at(-1);
  const photos = files.value.filter((file) => !isList(file));
  useEffect(() => {
    let isOld = false;
    read.value = null;
    if (list) {
      void readClass(list, files.value, draft.value).then((found) => {
        if (!isOld) read.value = found;
      });
    }
    return () => {
      isOld = true;
    };
  }, [files.value]);
  const add = (more: Iterable<File>) => {
    files.value = [...files.value, ...more];
  };
  const close = () => {
    rosterFiles.value = null;
  };
  return (
    <Dialog title={text.title} kind="roster" onClose={close}>
      <p class="small">{text.lead}</p>
      <div class="buttons">
        <Chooser accept=".csv,text/csv" onFiles={add}>
          {text.list}
        </Chooser>
        <Chooser accept="image/*,.heic,.heif" multiple onFiles={add}>
          {text.photos}
        </Chooser>
        <Chooser folder multiple onFiles={add}>
          {text.folder}
        </Chooser>
      </div>
      <p>{text.chosen(list?.name ?? text.noList, photos.length)}</p>
      {read.value && 'problem' in read.value && (
        <p class="error-text" role="alert">
          {problemText(read.value)}
        </p>
      )}
      {read.value && 'photos' in read.value && (
        <Findings
          found={read.value}
          onMake={(found) => {
            addClass(found.photos, found.wrong);
            close();
          }}
        />
      )}
    </Dialog>
  );
}

interface FindingsProps {
  readonly found: ReadClass;
  readonly onMake: (found: ReadClass) => void;
}

/** What was found: the counts, each wrong row, and the button that makes the photos. */
function Findings({ found, onMake }: FindingsProps) {
  const text = partTexts.value.roster;
  const { photos, wrong, rows, unnamed } = found;
  return (
    <>
      <p role="status">
        {text.found(rows - wrong.length, rows)} {unnamed > 0 && text.unnamed(unnamed)}
      </p>
      {wrong.length > 0 && (
        <ul class="small error-text">
          {wrong.map(({ line, name, reason }) => (
            <li key={line}>{text.row(line, name, problemText(reason))}</li>
          ))}
        </ul>
      )}
      <button type="button" class="button primary" disabled={photos.length === 0} onClick={() => onMake(found)}>
        {text.make(photos.length)}
      </button>
    </>
  );
}

interface ChooserProps {
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly folder?: boolean;
  readonly onFiles: (files: Iterable<File>) => void;
  readonly children: string;
}

function Chooser({ accept, multiple = false, folder = false, onFiles, children }: ChooserProps) {
  return (
    <label class="button">
      <input
        class="visually-hidden"
        type="file"
        multiple={multiple}
        {...(accept !== undefined && { accept })}
        {...(folder && { webkitdirectory: true })}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      {children}
    </label>
  );
}
