/** The whole page: the start, or the table with the photos on it; what lies over both. */
import { signal, useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { accessAsked } from '../state/access.ts';
import { words } from '../state/language.ts';
import { settings } from '../state/settings.ts';
import { addFiles, photos } from '../state/studio.ts';
import { CameraDialog } from './camera/camera-dialog.tsx';
import { Announcer } from './controls/announcer.tsx';
import { cameraOpen, documentsOpen, instancesOpen } from './controls/open.ts';
import { DocumentDialog } from './documents/document-dialog.tsx';
import { Header } from './header.tsx';
import { Start } from './start.tsx';
import { AccessDialog } from './studio/access-dialog.tsx';
import { InstancesPanel } from './studio/instances-panel.tsx';
import { Workspace } from './workspace.tsx';

/** A file is being dragged over the page. */
const dragging = signal(false);

export function App() {
  useEffect(takeDropsAndPastes, []);
  const empty = useComputed(() => photos.value.length === 0);
  return (
    <>
      <Header />
      <main id="main" tabIndex={-1}>
        {empty.value ? <Start /> : <Workspace />}
      </main>
      {dragging.value && (
        <div class="drop-overlay" aria-hidden="true">
          <p>{words.value.drop.overlay}</p>
        </div>
      )}
      {cameraOpen.value && <CameraDialog />}
      {documentsOpen.value && <DocumentDialog />}
      {accessAsked.value && <AccessDialog asked={accessAsked.value} />}
      {settings.value.local && instancesOpen.value && <InstancesPanel />}
      <Announcer />
    </>
  );
}

/** Files may be dropped anywhere and pasted at any time. @returns what undoes it. */
function takeDropsAndPastes(): () => void {
  const controller = new AbortController();
  const { signal: until } = controller;
  let depth = 0;
  const leave = () => {
    depth = 0;
    dragging.value = false;
  };
  const withFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  const listen = <K extends keyof WindowEventMap>(name: K, act: (event: WindowEventMap[K]) => void) =>
    addEventListener(name, act, { signal: until });
  listen('dragenter', (event) => {
    if (!withFiles(event)) return;
    depth++;
    dragging.value = true;
  });
  listen('dragover', (event) => {
    if (withFiles(event)) event.preventDefault();
  });
  listen('dragleave', () => {
    if (--depth <= 0) leave();
  });
  listen('drop', (event) => {
    leave();
    if (!withFiles(event)) return;
    event.preventDefault();
    addFiles(event.dataTransfer?.files ?? []);
  });
  listen('paste', ({ clipboardData }) => {
    if (clipboardData && clipboardData.files.length > 0) addFiles(clipboardData.files);
  });
  return () => controller.abort();
}
