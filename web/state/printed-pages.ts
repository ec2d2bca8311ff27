/** The common sheets that the page prints while it shows the table; empty before they are made. */
import { signal } from '@preact/signals';

/** A page at its true size. */
export interface SheetPage {
  readonly url: string;
  readonly widthMm: number;
  readonly heightMm: number;
}

export const printedPages = signal<readonly SheetPage[]>([]);
