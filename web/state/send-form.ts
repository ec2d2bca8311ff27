/** Sends one file to the bucket as the ticket's form says. XMLHttpRequest, because fetch tells nobody how far an upload is. */
import type { Ticket } from '../../core/api.ts';
import { ApiFailure } from './api-client.ts';

/** Nothing moved for this long: the connection is dead although the browser has not noticed. */
const stalledMs = 30_000;

/**
 * Resolves when the bucket has stored the file.
 * @param onProgress bytes of the file that have left, and all of them.
 * @throws ApiFailure `offline` (no answer), `expired` (the ticket), `too-large`, `unknown`; the signal's reason.
 */
export function sendForm(
  { url, fields }: Ticket['upload'],
  file: Blob,
  onProgress: (sentBytes: number, allBytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let watch: ReturnType<typeof setTimeout> | undefined;
    const moved = () => {
      clearTimeout(watch);
      watch = setTimeout(() => request.abort(), stalledMs);
    };
    const abort = () => request.abort();
    const end = (settle: () => void) => {
      clearTimeout(watch);
      signal.removeEventListener('abort', abort);
      settle();
    };
    request.upload.onprogress = ({ loaded, total }) => {
      moved();
      // The form's own fields and boundaries count as sent first.
      onProgress(Math.max(0, Math.min(file.size, loaded - (total - file.size))), file.size);
    };
    request.onload = () => end(() => (isStored(request) ? resolve() : reject(refusal(request))));
    request.onerror = () => end(() => reject(new ApiFailure('offline', 0)));
    request.onabort = () => end(() => reject(signal.aborted ? signal.reason : new ApiFailure('offline', 0)));
    signal.addEventListener('abort', abort);
    request.open('POST', url);
    moved();
    request.send(form);
  });
}

function isStored({ status }: XMLHttpRequest): boolean {
  return status >= 200 && status < 300;
}

/** S3 says why in XML; only what the person can act on is told apart. */
function refusal({ status, responseText }: XMLHttpRequest): ApiFailure {
  const code = /<Code>(\w+)<\/Code>/.exec(responseText)?.[1];
  if (code === 'EntityTooLarge') return new ApiFailure('too-large', status);
  if (code === 'AccessDenied' && /expired/i.test(responseText)) return new ApiFailure('expired', status);
  return new ApiFailure(status >= 500 ? 'busy' : 'unknown', status);
}
