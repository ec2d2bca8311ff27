/** Which dialogs and panels are open over the page. */
import { signal } from '@preact/signals';

export const cameraOpen = signal(false);
export const documentsOpen = signal(false);
export const instancesOpen = signal(false);
