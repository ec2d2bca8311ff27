/** The whole page: the start page or the workspace, and the dialogs and panels over them. */
import { signal, useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { accessPrompt } from '../api/access.ts';
import { texts } from '../state/language.ts';
import { loadPart } from '../state/load-part.ts';
import {
  adjustOpen,
  brushOpen,
  cameraUse,
  documentsOpen,
  instancesOpen,
  openPack,
  rosterFiles,
} from '../state/open-overlays.ts';
import { isFinder, screen } from '../state/screen.ts';
import { settings } from '../state/settings.ts';
import { addFiles, photos } from '../state/workspace.ts';
import { LoadFailure, lazy } from './controls/lazy.tsx';
import { Header } from './header.tsx';
import { Announcer } from './photo/announcer.tsx';
import { PrintPage } from './sheet/print-page.tsx';
import { StartPage } from './start/start-page.tsx';
import { Workspace } from './workspace.tsx';

const CameraDialog = lazy(async () => (await import('./camera/camera-dialog.tsx')).CameraDialog);
const AdjustDialog = lazy(async () => (await import('./adjust/adjust-dialog.tsx')).AdjustDialog);
const BrushDialog = lazy(async () => (await import('./brush/brush-dialog.tsx')).BrushDialog);
const DocumentDialog = lazy(async () => (await import('./documents/document-dialog.tsx')).DocumentDialog);
const FoundPage = lazy(async () => (await import('./found/found-page.tsx')).FoundPage);
const TablePage = lazy(async () => (await import('./table/table-page.tsx')).TablePage);
const FormDialog = lazy(async () => (await import('./form/form-dialog.tsx')).FormDialog);
const AccessDialog = lazy(async () => (await import('./studio/access-dialog.tsx')).AccessDialog);
const RosterDialog = lazy(async () => (await import('./roster/roster-dialog.tsx')).RosterDialog);
const InstancesPanel = lazy(async () => (await import('./studio/instances-panel.tsx')).InstancesPanel);

/** True while a file is dragged over the page. */
const dragging = signal(false);

export function App() {
  useEffect(acceptDropsAndPastes, []);
  return (
    <>
      <Header />
      <main id="main" tabIndex={-1}>
        <Shown />
      </main>
      {dragging.value && (
        <div class="drop-overlay" aria-hidden="true">
          <p>{texts.value.drop.overlay}</p>
        </div>
      )}
      {adjustOpen.value && <AdjustDialog />}
      {brushOpen.value && <BrushDialog />}
      {documentsOpen.value && <DocumentDialog />}
      {openPack.value && <FormDialog packId={openPack.value} />}
      {cameraUse.value && <CameraDialog use={cameraUse.value} />}
      {rosterFiles.value && <RosterDialog given={rosterFiles.value} />}
      {accessPrompt.value && <AccessDialog prompt={accessPrompt.value} />}
      {settings.value.local && instancesOpen.value && <InstancesPanel />}
      <PrintPage />
      <LoadFailure />
      <Announcer />
    </>
  );
}

/** The page of the screen. Without photos it is the start page. */
function Shown() {
  const name = useComputed(() => (photos.value.length === 0 && !isFinder(screen.value) ? 'start' : screen.value));
  if (isFinder(name.value)) return <FoundPage finder={name.value} />;
  if (name.value === 'start') return <StartPage />;
  return name.value === 'table' ? <TablePage /> : <Workspace />;
}

/** Takes files for what the page shows: portraits, or a picture in which something is found. */
function take(files: Iterable<File>): void {
  const { value: shown } = screen;
  if (!isFinder(shown)) {
    addFiles(files);
    return;
  }
  const [file] = files;
  // LoadFailure shows an error.
  loadPart(() => import('../state/found.ts')).then(
    ({ takePicture }) => takePicture(shown, file),
    () => {},
  );
}

/** Accepts files that are dropped anywhere on the page or pasted. @returns a function that stops it. */
function acceptDropsAndPastes(): () => void {
  const controller = new AbortController();
  const { signal: stopSignal } = controller;
  let depth = 0;
  const leave = () => {
    depth = 0;
    dragging.value = false;
  };
  const withFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  const listen = <K extends keyof WindowEventMap>(name: K, act: (event: WindowEventMap[K]) => void) =>
    addEventListener(name, act, { signal: stopSignal });
  listen('dragenter', (event) => {
    if (!withFiles(event)) return;
    depth++;
    dragging.value = openPack.value === null;
  });
  listen('dragover', (event) => {
    if (withFiles(event)) event.preventDefault();
  });
  listen('dragleave', () => {
    if (--depth <= 0) leave();
  });
  listen('drop', (event) => {
    leave();
    // A form takes the files that are dropped on one of its fields.
    if (!withFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    if (openPack.value) return;
    take(event.dataTransfer?.files ?? []);
  });
  listen('paste', ({ clipboardData }) => {
    if (clipboardData && clipboardData.files.length > 0 && !openPack.value) take(clipboardData.files);
  });
  return () => controller.abort();
}
