/**
 * Asks the API for something ten times a second and notes how long it takes; in a process of its own, so that nothing else
 * that the bench does counts. Started by fork() of floods.ts.
 */
import { setTimeout as delay } from 'node:timers/promises';

export interface MeterOptions {
  readonly pageUrl: string;
  /** Access code. */
  readonly code: string;
  /** A photo that is sent through the form once. Its status is read again and again afterwards. */
  readonly jpegBase64: string;
}

export interface Measured {
  readonly what: string;
  readonly ms: number;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
}

const everyMs = 100;

interface Ticket {
  readonly photoId: string;
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

/** Sends a photo as the page does: directly to the bucket, with the form of a ticket. */
async function send({ url, fields }: Ticket['upload'], jpeg: Buffer): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' }));
  const { ok, status } = await fetch(url, { method: 'POST', body: form });
  if (!ok) throw new Error(`the form was answered with ${status}`);
}

async function measure(
  { pageUrl, code, jpegBase64 }: MeterOptions,
  isOver: () => boolean,
): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  const headers = { authorization: `Bearer ${code}`, 'content-type': 'application/json' };
  const jpeg = Buffer.from(jpegBase64, 'base64');
  const body = JSON.stringify({ order: {}, sizeBytes: jpeg.length, contentType: 'image/jpeg' });
  const ask = async (what: string, path: string, init: RequestInit = {}) => {
    const begun = performance.now();
    const answer = await fetch(`${pageUrl}${path}`, { ...init, headers }).catch(() => undefined);
    const text = (await answer?.text().catch(() => '')) ?? '';
    measured.push({ what, ms: performance.now() - begun, status: answer?.status ?? 0 });
    return text;
  };
  const askForTicket = () => ask('ticket', '/api/photos', { method: 'POST', body });
  const { photoId, upload } = JSON.parse(await askForTicket()) as Ticket;
  await send(upload, jpeg);
  for (let turn = 1; !isOver(); turn++) {
    const begun = performance.now();
    if (turn % 20 === 0) await askForTicket();
    else if (turn % 2 === 0) await ask('settings', '/api/settings');
    else await ask('status', `/api/photos/${photoId}`);
    await delay(Math.max(0, everyMs - (performance.now() - begun)));
  }
  return measured;
}

process.once('message', (options: MeterOptions) => {
  let isOver = false;
  process.once('message', () => {
    isOver = true;
  });
  void measure(options, () => isOver).then((measured) => {
    process.send?.(measured, () => process.disconnect());
  });
});
