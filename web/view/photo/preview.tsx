/** The person's own file, where the browser can show its format (no browser but Safari shows HEIC), else the outline of a person. */
import { useSignal } from '@preact/signals';
import type { Photo } from '../../state/photo.ts';
import { PersonIcon } from '../controls/icons.tsx';

export function Preview({ photo }: { readonly photo: Photo }) {
  const failedUrl = useSignal<string | null>(null);
  const url = photo.preview.value;
  if (url === null || failedUrl.value === url) {
    return (
      <span class="preview-none">
        <PersonIcon />
      </span>
    );
  }
  return (
    <img
      class="preview"
      src={url}
      alt=""
      onError={() => {
        failedUrl.value = url;
      }}
    />
  );
}
