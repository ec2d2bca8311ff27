/** What the page shows: the start page, or the selected photo as a photo or on its print sheet. */
import { signal } from '@preact/signals';

export type Screen = 'start' | 'photo' | 'sheet';

export const screen = signal<Screen>('start');
