/**
 * The service worker of the page. It answers no request while the studio can be reached. When it cannot, a page says so.
 * build/page-shell.ts bundles it and fills in its files.
 */
/** The paths of the page that says it, and of what the page needs. */
declare const shellFiles: readonly string[];
/** The name of the cache. It contains a digest of the files. */
declare const shellName: string;

interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface RequestEvent extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const [offlinePage] = shellFiles;

addEventListener('install', (event) => {
  (event as WaitingEvent).waitUntil(caches.open(shellName).then((cache) => cache.addAll([...shellFiles])));
});

addEventListener('activate', (event) => {
  (event as WaitingEvent).waitUntil(removeOthers());
});

addEventListener('fetch', (event) => {
  const { request, respondWith } = event as RequestEvent;
  const { pathname, origin } = new URL(request.url);
  const isPage = request.mode === 'navigate';
  if (!isPage && !(origin === location.origin && shellFiles.includes(pathname))) return;
  respondWith.call(event, answer(request, isPage ? offlinePage : pathname));
});

/** Returns the answer of the studio; the stored file when none comes. @throws when there is neither. */
async function answer(request: Request, path: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const stored = await caches.match(path);
    if (stored) return stored;
    throw error;
  }
}

/** Removes the caches of earlier versions. */
async function removeOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== shellName).map((name) => caches.delete(name)));
}

export {};
