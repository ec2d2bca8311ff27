/** The uploaded photo, or a pictogram while it is read and when the browser cannot show its format. Only Safari shows HEIC. */
import { useSignal } from '@preact/signals';
import { PersonIcon } from '../controls/icons.tsx';

/** @param url the address of the picture; null shows the pictogram. */
export function Preview({ url }: { readonly url: string | null }) {
  const failedUrl = useSignal<string | null>(null);
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
