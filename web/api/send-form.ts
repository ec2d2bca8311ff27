/** Sends one file to the bucket as an HTML form. XMLHttpRequest does it, because fetch reports no progress of an upload. */
import type { Ticket } from '../../core/api.ts';
import { ApiFailure } from './api-client.ts';

/** A connection on which nothing moves for this long is dead, even if the browser has not noticed it. */
const stalledMs = 30_000;

/**
 * Sends the file with the fields of the ticket. Resolves when the bucket has stored it.
 * @param onProgress called with the bytes of the file that are sent, and with its size.
 * @throws ApiFailure `offline` (no answer), `expired` (the ticket), `too-large`, `busy`, `unknown`; the reason of the signal.
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
    let stallTimer: ReturnType<typeof setTimeout> | undefined;
    const restartStallTimer = () => {
      clearTimeout(stallTimer);
      stallTimer = setTimeout(() => request.abort(), stalledMs);
    };
    const abort = () => request.abort();
    const end = (settle: () => void) => {
      clearTimeout(stallTimer);
      signal.removeEventListener('abort', abort);
      settle();
    };
    request.upload.onprogress = ({ loaded, total }) => {
      restartStallTimer();
      // The fields and boundaries of the form are sent before the file.
      onProgress(Math.max(0, Math.min(file.size, loaded - (total - file.size))), file.size);
    };
    request.onload = () => end(() => (isStored(request) ? resolve() : reject(refusal(request))));
    request.onerror = () => end(() => reject(new ApiFailure('offline', 0)));
    request.onabort = () => end(() => reject(signal.aborted ? signal.reason : new ApiFailure('offline', 0)));
    signal.addEventListener('abort', abort);
    request.open('POST', url);
    restartStallTimer();
    request.send(form);
  });
}

function isStored({ status }: XMLHttpRequest): boolean {
  return status >= 200 && status < 300;
}

/** Reads the error code from the XML of S3. Only the codes that a person can act on are distinguished. */
function refusal({ status, responseText }: XMLHttpRequest): ApiFailure {
  const code = /<Code>(\w+)<\/Code>/.exec(responseText)?.[1];
  if (code === 'EntityTooLarge') return new ApiFailure('too-large', status);
  if (code === 'AccessDenied' && /expired/i.test(responseText)) return new ApiFailure('expired', status);
  return new ApiFailure(status >= 500 ? 'busy' : 'unknown', status);
}
