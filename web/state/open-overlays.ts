/** Which dialogs and panels are open over the page. */
import { signal } from '@preact/signals';

export const adjustOpen = signal(false);
export const brushOpen = signal(false);
/** For what the camera is open. */
export interface CameraUse {
  /** `couple`: two people on one photo, for whom there are no hints. */
  readonly takes: 'portrait' | 'couple' | 'paper';
  readonly onTaken: (file: File) => void;
}

/** Null while the camera is closed. */
export const cameraUse = signal<CameraUse | null>(null);
export const documentsOpen = signal(false);
/** The id of the pack whose form is open; null when none is. */
export const openPack = signal<string | null>(null);
export const instancesOpen = signal(false);
/** The files with which the dialog for a roster is open; null while it is closed. */
export const rosterFiles = signal<readonly File[] | null>(null);
