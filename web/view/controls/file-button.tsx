/** Opens the system's file chooser. A label with the input inside, so that it works by keyboard, and on phones offers camera and library. */
import type { ComponentChildren } from 'preact';
import { uploadTypeNames, uploadTypes } from '../../../core/upload-types.ts';
import { addFiles } from '../../state/studio.ts';

/** Types and endings: some systems know HEIC by neither its type nor its ending. */
const accept = [
  ...uploadTypeNames,
  ...Object.values(uploadTypes).flatMap((names) => names.map((name) => `.${name}`)),
].join();

export function FileButton({ kind, children }: { readonly kind: string; readonly children: ComponentChildren }) {
  return (
    <label class={`button ${kind}`}>
      <input
        class="visually-hidden"
        type="file"
        accept={accept}
        multiple
        onChange={({ currentTarget }) => {
          addFiles(currentTarget.files ?? []);
          currentTarget.value = '';
        }}
      />
      {children}
    </label>
  );
}
