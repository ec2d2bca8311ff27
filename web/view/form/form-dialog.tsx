/** A form with several files: a field for each picture, the caption, and all files as one zip. */
import { useSignal } from '@preact/signals';
import { type Pack, packs } from '../../../core/forms/packs.ts';
import { madeFiles, partsOf } from '../../state/form/form.ts';
import { nameOf, partTexts, texts } from '../../state/language.ts';
import { loadPart } from '../../state/load-part.ts';
import { openPack } from '../../state/open-overlays.ts';
import { saveFile } from '../../state/save-file.ts';
import { Dialog } from '../controls/dialog.tsx';
import { ZipIcon } from '../controls/icons.tsx';
import { dayText } from '../format.ts';
import { FormPartField } from './form-part-field.tsx';

export function FormDialog({ packId }: { readonly packId: string }) {
  const pack = packs.find(({ id }) => id === packId);
  return pack ? <PackForm pack={pack} /> : null;
}

function PackForm({ pack }: { readonly pack: Pack }) {
  const text = partTexts.value.form;
  const remark = text.remarks[pack.id] ?? pack.remark;
  const links = pack.sources.filter(({ ref }) => ref.startsWith('http'));
  return (
    <Dialog
      title={nameOf(pack.name)}
      kind="form"
      onClose={() => {
        openPack.value = null;
      }}
    >
      <p class="small">{text.missing}</p>
      {remark && <p class="small">{remark}</p>}
      {partsOf(pack).map((part) => (
        <FormPartField key={part.kind} pack={pack} part={part} />
      ))}
      <ZipButton pack={pack} />
      <p class="small sources">
        {text.sources}{' '}
        {links.map(({ ref }) => (
          <a key={ref} href={ref} target="_blank" rel="noreferrer noopener">
            {new URL(ref).hostname}
          </a>
        ))}
        {' · '}
        {texts.value.rules.checked(dayText(pack.checked))}
      </p>
    </Dialog>
  );
}

/** Saves every finished file as one zip. The names are those of the files in the form. */
function ZipButton({ pack }: { readonly pack: Pack }) {
  const failed = useSignal(false);
  const made = madeFiles(pack);
  const save = async () => {
    failed.value = false;
    try {
      const { zipped } = await loadPart(() => import('../../state/zip.ts'));
      saveFile({ name: `${pack.id}.zip`, blob: await zipped(made) });
    } catch {
      failed.value = true;
    }
  };
  return (
    <>
      <button type="button" class="button primary" disabled={made.length === 0} onClick={save}>
        <ZipIcon />
        {partTexts.value.form.zip(made.length, pack.files.length)}
      </button>
      {failed.value && (
        <p class="error-text" role="alert">
          {texts.value.downloads.failed}
        </p>
      )}
    </>
  );
}
