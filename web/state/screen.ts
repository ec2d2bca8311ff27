/** What the page shows: the start page, the page for the things or the tags of a picture, the table of all photos, or the selected photo as a photo, on its print sheet or as a comic. */
import { signal } from '@preact/signals';
import type { FinderName } from '../../core/functions.ts';

export type Screen = 'start' | FinderName | 'table' | 'photo' | 'sheet' | 'comic';

export const screen = signal<Screen>('start');

const finders: Readonly<Record<FinderName, true>> = { objects: true, tags: true };

/** Returns whether the screen shows what a function found in a picture. */
export const isFinder = (shown: string): shown is FinderName => Object.hasOwn(finders, shown);
