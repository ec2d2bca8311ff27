/** Opens the system's file chooser; on phones it offers the camera and the library. It is a label around the input, so that it works by keyboard. */
import type { ComponentChildren } from 'preact';
import { uploadTypeNames, uploadTypes } from '../../../core/upload-types.ts';

/** Media types and file endings. Some systems recognise HEIC only by one of them. */
const accept = [
  ...uploadTypeNames,
  ...Object.values(uploadTypes).flatMap((names) => names.map((name) => `.${name}`)),
].join();

interface FileButtonProps {
  /** An extra CSS class. */
  readonly kind: string;
  readonly onFiles: (files: Iterable<File>) => void;
  readonly multiple?: boolean;
  readonly children: ComponentChildren;
}

export function FileButton({ kind, onFiles, multiple = false, children }: FileButtonProps) {
  return (
    <label class={`button ${kind}`}>
      <input
        class="visually-hidden"
        type="file"
        accept={accept}
        multiple={multiple}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      {children}
    </label>
  );
}
