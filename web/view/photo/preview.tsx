/** The uploaded photo, or a pictogram when the browser cannot show its format. Only Safari shows HEIC. */
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
      src={url}
      alt=""
      decoding="async"
      onError={() => {
        failedUrl.value = url;
      }}
    />
  );
}
