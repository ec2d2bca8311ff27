/** Which of the things that lie over the page are open. */
import { signal } from '@preact/signals';

export const cameraOpen = signal(false);
export const documentsOpen = signal(false);
export const instancesOpen = signal(false);
