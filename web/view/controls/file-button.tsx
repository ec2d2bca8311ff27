/** Opens the system's file chooser; on phones it offers the camera and the library. It is a label around the input, so that it works by keyboard. */
import type { ComponentChildren } from 'preact';
import { uploadTypeNames, uploadTypes } from '../../../core/upload-types.ts';
import { addFiles } from '../../state/workspace.ts';

/** Media types and file endings. Some systems recognise HEIC only by one of them. */
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
