/** What the page shows: the start page, the page that finds things in a picture, the table of all photos, or the selected photo as a photo, on its print sheet or as a comic. */
import { signal } from '@preact/signals';

export type Screen = 'start' | 'objects' | 'table' | 'photo' | 'sheet' | 'comic';

export const screen = signal<Screen>('start');
